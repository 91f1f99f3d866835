// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/core_store/postgres_database.h"

#include <QFile>

#include <thread>

using namespace tamma;
using namespace tamma::store;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using events::AppendGuard;

namespace {

// Everybody but the server's own user has to have one.
void askForPasswords(const PostgresServer& server)
{
    QFile access(server.folder() + u"/data/pg_hba.conf"_s);
    QVERIFY(access.open(QIODevice::WriteOnly));
    access.write("local all tamma trust\nlocal all all scram-sha-256\n");
    access.close();
    (void)server.sql(u"postgres"_s, u"SELECT pg_reload_conf()"_s);
}

} // namespace

/// Who may in, and how many at once.
class TestPostgresAccess final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!PostgresServer::isInstalled()) {
            QSKIP(PostgresServer::MISSING);
        }
    }
    void saysThatThereAreNoConnections();
    void saysWhatACodeMeans_data();
    void saysWhatACodeMeans();
    void saysWhatIsWrongWithTheLogin_data();
    void saysWhatIsWrongWithTheLogin();
    void takesThePasswordOfTheKeychain();
    void sharesFewConnectionsAmongManyCallers();
};

void TestPostgresAccess::saysThatThereAreNoConnections()
{
    const auto server
        = PostgresServer::start(PostgresServer::Disk::Forgetful,
                                {u"max_connections=6"_s, u"superuser_reserved_connections=3"_s});
    const QString url = server->freshDatabase();
    (void)server->sql(u"postgres"_s,
                      u"CREATE USER ann; GRANT ALL ON DATABASE record1 TO ann; "
                      "ALTER DATABASE record1 OWNER TO ann"_s);
    const QString hers = QString(url).replace(u"tamma@"_s, u"ann@"_s);
    std::vector<std::unique_ptr<postgres::Connection>> others;
    for (int n = 0; n < 3; ++n) {
        others.push_back(connectTo(hers));
    }
    const auto refused = PostgresRecord::open(hers, {.patience = 200ms});
    QCOMPARE(refused.error().code, errors::STORE_UNAVAILABLE);
    QVERIFY(refused.error().retryable);
    QVERIFY2(refused.error().detail.contains(u"max_connections"_s),
             qPrintable(refused.error().detail));
    // As soon as somebody leaves, the one who waits comes in.
    std::atomic<bool> opened = false;
    std::jthread host([&] { opened = PostgresRecord::open(hers, {.patience = 30s}).has_value(); });
    others.clear();
    host.join();
    QVERIFY(opened);
}

void TestPostgresAccess::saysWhatACodeMeans_data()
{
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<QString>("message");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<bool>("retryable");
    const auto row = [](const char* name, const QByteArray& state) -> QTestData& {
        return QTest::newRow(name) << state << u"words of the server"_s;
    };
    row("disk full", "53100") << errors::DISK_FULL << true;
    row("out of locks", "53200") << errors::STORE_UNAVAILABLE << true;
    row("shut down", "57P01") << errors::STORE_UNAVAILABLE << true;
    row("deadlock", "40P01") << errors::STORE_UNAVAILABLE << true;
    row("waited too long", "55P03") << errors::STORE_UNAVAILABLE << true;
    row("standby", "25006") << errors::STORE_UNAVAILABLE << false;
    row("damaged", "XX001") << errors::CORRUPT_EVENT << false;
    row("other tables", "42P01") << errors::STORE_UNAVAILABLE << false;
    QTest::newRow("certificate") << QByteArray() << u"SSL error: certificate verify failed"_s
                                 << errors::STORE_UNAVAILABLE << false;
    QTest::newRow("no server") << QByteArray() << u"could not connect: Connection refused"_s
                               << errors::STORE_UNAVAILABLE << true;
}

void TestPostgresAccess::saysWhatACodeMeans()
{
    QFETCH(QByteArray, state);
    QFETCH(QString, message);
    QFETCH(ErrorCode, code);
    QFETCH(bool, retryable);
    const Error error = postgres::errorFrom({state, message}, u"postgresql://db/tamma"_s);
    QCOMPARE(error.code, code);
    QCOMPARE(error.retryable, retryable);
    QVERIFY(error.detail.contains(message) && error.detail.contains(u"postgresql://db/tamma"_s));
}

void TestPostgresAccess::saysWhatIsWrongWithTheLogin_data()
{
    QTest::addColumn<QString>("login");
    QTest::addColumn<QString>("database");
    QTest::addColumn<QString>("advice");
    QTest::newRow("wrong password") << u"ann:geheim"_s << u"postgres"_s << u"check user"_s;
    QTest::newRow("no password") << u"ann"_s << u"postgres"_s << u"a password is needed"_s;
    QTest::newRow("no such user") << u"bob:geheim"_s << u"postgres"_s << u"check user"_s;
    QTest::newRow("no such database") << u"ann:right"_s << u"nowhere"_s << u"createdb"_s;
    QTest::newRow("no rights") << u"ann:right"_s << u"template1"_s << u"GRANT"_s;
}

void TestPostgresAccess::saysWhatIsWrongWithTheLogin()
{
    QFETCH(QString, login);
    QFETCH(QString, database);
    QFETCH(QString, advice);
    const auto server = PostgresServer::start();
    QVERIFY(server);
    (void)server->sql(u"postgres"_s, u"CREATE USER ann PASSWORD 'right'"_s);
    askForPasswords(*server);
    const QString url = server->url(database).replace(u"tamma@"_s, login + u'@');
    QTRY_VERIFY(!PostgresRecord::open(url, {.patience = 0ms}));
    const Error error = PostgresRecord::open(url).error();
    QCOMPARE(error.code, errors::STORE_UNAVAILABLE);
    QVERIFY2(error.detail.contains(advice), qPrintable(error.detail));
    QVERIFY2(!error.retryable, qPrintable(error.detail));
    QVERIFY(!error.detail.contains(u"geheim"_s) && !error.detail.contains(u"right@"_s));
}

void TestPostgresAccess::takesThePasswordOfTheKeychain()
{
    const auto server = PostgresServer::start();
    (void)server->sql(u"postgres"_s, u"CREATE USER ann PASSWORD 'right' SUPERUSER"_s);
    const QString url = server->freshDatabase().replace(u"tamma@"_s, u"ann@"_s);
    askForPasswords(*server);
    QTRY_VERIFY(!PostgresRecord::open(url));
    PostgresRecordOptions options;
    options.passwordFor = [](const QString&, const QString& user, const QString& database) {
        return user == u"ann"_s && database == u"record1"_s ? std::optional(u"right"_s)
                                                            : std::nullopt;
    };
    const auto record = PostgresRecord::open(url, options);
    QVERIFY2(record, record ? "" : qPrintable(record.error().detail));
    QVERIFY((*record)->append({anEvent()}, AppendGuard::none()));
}

void TestPostgresAccess::sharesFewConnectionsAmongManyCallers()
{
    PostgresServer& server = PostgresServer::ofThisProcess();
    const QString url = server.freshDatabase();
    const auto record = openRecordAt(url, {.connections = 2});
    std::atomic<int> failed = 0;
    {
        std::vector<std::jthread> callers;
        for (int n = 0; n < 32; ++n) {
            callers.emplace_back([&] {
                for (int i = 0; i < 5; ++i) {
                    failed += record->append({anEvent()}, AppendGuard::none()) ? 0 : 1;
                    failed += record->head() ? 0 : 1;
                }
            });
        }
    }
    QCOMPARE(failed.load(), 0);
    QCOMPARE(record->read({})->size(), 160);
    QVERIFY(server
                .sql(u"postgres"_s,
                     u"SELECT count(*) FROM pg_stat_activity WHERE "
                     "application_name = 'tamma' AND datname = '%1'"_s.arg(
                         url.section(u'/', 3).section(u'?', 0, 0)))
                .toInt()
            <= 3);
}

QTEST_GUILESS_MAIN(TestPostgresAccess)
#include "tst_postgres_access.moc"
