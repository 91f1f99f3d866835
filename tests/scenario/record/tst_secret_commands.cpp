// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/support/tamma_home.h"
#include "tests/support/postgres/postgres_server.h"

#include <QFileInfo>
#include <QTemporaryFile>
#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

/// Somebody keeps a password, and Tamma uses it. There is no keychain here: see
/// tests/contract/secret_store for that.
class TestSecretCommands final : public QObject {
    Q_OBJECT

private slots:
    void keepsListsAndForgets();
    void takesNoValueAsAnArgument();
    void saysThatOthersCanReadTheFile();
    void opensADatabaseWithAPasswordThatWasKept_data();
    void opensADatabaseWithAPasswordThatWasKept();

private:
    /// Runs `tamma` with something on its stdin.
    static Ended tell(const TammaHome& home, const QByteArray& input, const QStringList& arguments);
};

Ended TestSecretCommands::tell(const TammaHome& home, const QByteArray& input,
                               const QStringList& arguments)
{
    QTemporaryFile file;
    if (!file.open() || file.write(input) != input.size() || !file.flush()) {
        return {};
    }
    return home.run(arguments, {}, file.fileName());
}

void TestSecretCommands::keepsListsAndForgets()
{
    const TammaHome home;
    const Ended kept = tell(home, "geheim\n", {u"secrets"_s, u"set"_s, u"token"_s});
    QVERIFY2(kept.exitCode == 0, kept.story());
    QVERIFY2(kept.out.contains("secrets.json"), kept.out);
    const QFileInfo file(home.path() + u"/config/secrets.json"_s);
    QCOMPARE(file.permissions() & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    const Ended listed = home.run({u"secrets"_s, u"list"_s, u"--json"_s});
    QCOMPARE(listed.rows().first()[u"name"], u"token"_s);
    const Ended doctor = home.run({u"doctor"_s});
    QVERIFY2(doctor.out.contains("secrets.json"), doctor.out);
    for (const QByteArray& said : {kept.out, listed.out, doctor.out}) {
        QVERIFY(!said.contains("geheim"));
    }
    QCOMPARE(home.run({u"secrets"_s, u"remove"_s, u"token"_s}).exitCode, 0);
    QCOMPARE(home.run({u"secrets"_s, u"remove"_s, u"token"_s}).exitCode, 1);
    QVERIFY(home.run({u"secrets"_s, u"list"_s, u"--json"_s}).rows().isEmpty());
}

void TestSecretCommands::takesNoValueAsAnArgument()
{
    const TammaHome home;
    QCOMPARE(home.run({u"secrets"_s, u"set"_s, u"token"_s, u"geheim"_s}).exitCode, 2);
    const Ended empty = tell(home, "\n", {u"secrets"_s, u"set"_s, u"token"_s});
    QCOMPARE(empty.exitCode, 1);
    QVERIFY2(empty.err.contains("is empty"), empty.err);
}

void TestSecretCommands::saysThatOthersCanReadTheFile()
{
    const TammaHome home;
    QCOMPARE(tell(home, "geheim", {u"secrets"_s, u"set"_s, u"token"_s}).exitCode, 0);
    QFile file(home.path() + u"/config/secrets.json"_s);
    QVERIFY(file.setPermissions(file.permissions() | QFile::ReadOther));
    const Ended listed = home.run({u"secrets"_s, u"list"_s});
    QCOMPARE(listed.exitCode, 1);
    QVERIFY2(listed.err.contains("chmod 600"), listed.err);
    QVERIFY2(home.run({u"doctor"_s}).out.contains("chmod 600"), "the doctor says it, too");
}

void TestSecretCommands::opensADatabaseWithAPasswordThatWasKept_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<bool>("fromEnvironment");
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("kept") << QByteArray("right") << false << QByteArray();
    QTest::newRow("handed over") << QByteArray("right") << true << QByteArray();
    QTest::newRow("wrong") << QByteArray("geheim") << false
                           << QByteArray("check user and password");
    QTest::newRow("none") << QByteArray() << false << QByteArray("tamma secrets set database:");
}

void TestSecretCommands::opensADatabaseWithAPasswordThatWasKept()
{
    QFETCH(QByteArray, password);
    QFETCH(bool, fromEnvironment);
    QFETCH(QByteArray, complaint);
    if (!PostgresServer::isInstalled()) {
        QSKIP(PostgresServer::MISSING);
    }
    const auto server = PostgresServer::start();
    QVERIFY(server);
    (void)server->freshDatabase();
    server->sql(u"postgres"_s, u"CREATE USER ann PASSWORD 'right' SUPERUSER"_s);
    QVERIFY(server->startOnLoopback(u"host all all 127.0.0.0/8 scram-sha-256"_s));
    const QString host = PostgresServer::address();
    TammaHome home;
    if (fromEnvironment) {
        home.environment().insert(
            u"TAMMA_SECRET_DATABASE_ANN_%1_RECORD1"_s.arg(QString(host).replace(u'.', u'_')),
            QString::fromUtf8(password));
    } else if (!password.isEmpty()) {
        const QString name = u"database:ann@%1/record1"_s.arg(host);
        QCOMPARE(tell(home, password, {u"secrets"_s, u"set"_s, name}).exitCode, 0);
    }
    home.environment().insert(u"TAMMA_DATABASE"_s, u"postgresql://ann@%1/record1"_s.arg(host));
    const Ended stats = home.run({u"events"_s, u"stats"_s});
    QVERIFY2((stats.exitCode == 0) == complaint.isEmpty(), stats.err);
    QVERIFY2(stats.err.contains(complaint), stats.err);
    QVERIFY(!stats.err.contains("geheim"));
}

QTEST_GUILESS_MAIN(TestSecretCommands)
#include "tst_secret_commands.moc"
