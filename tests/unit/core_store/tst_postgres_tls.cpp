// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/core_store/postgres_database.h"

#include <QProcess>
#include <QStandardPaths>

using namespace tamma;
using namespace tamma::store;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using events::AppendGuard;

namespace {

const QString HOST = u"record.test"_s; // Its address is in the URL, as a name server would say it.

bool openssl(const QStringList& arguments)
{
    QProcess process;
    process.start(u"openssl"_s, arguments);
    process.waitForFinished();
    if (process.exitCode() != 0) {
        qWarning("%s", process.readAllStandardError().constData());
    }
    return process.exitCode() == 0;
}

/// Certificates in a folder: NAME.crt and NAME.key.
class Authority {
public:
    explicit Authority(QString folder)
        : m_folder(std::move(folder))
    {
    }

    [[nodiscard]] QString file(const QString& name) const { return m_folder + u'/' + name; }

    /// Makes an authority, which signs itself.
    [[nodiscard]] bool makeRoot(const QString& name) const
    {
        return make(name, {u"-subj"_s, u"/CN="_s + name});
    }
    /// Makes a certificate for somebody, signed by `root`.
    [[nodiscard]] bool sign(const QString& name, const QString& subject, const QString& root) const
    {
        return make(name,
                    {u"-subj"_s, u"/CN="_s + subject, u"-addext"_s,
                     u"subjectAltName=DNS:"_s + subject, u"-addext"_s,
                     u"basicConstraints=critical,CA:FALSE"_s, u"-CA"_s, file(root + u".crt"_s),
                     u"-CAkey"_s, file(root + u".key"_s)});
    }

private:
    [[nodiscard]] bool make(const QString& name, const QStringList& more) const
    {
        return openssl(QStringList{u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                                   u"ec_paramgen_curve:P-256"_s, u"-nodes"_s, u"-days"_s, u"2"_s,
                                   u"-keyout"_s, file(name + u".key"_s), u"-out"_s,
                                   file(name + u".crt"_s)}
                       + more);
    }

    QString m_folder;
};

} // namespace

/// A record on a server that speaks TLS, with an authority of its own.
class TestPostgresTls final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_server.reset(); }

    void opensWithTheRightAuthority();
    void saysWhyItDoesNotTrust_data();
    void saysWhyItDoesNotTrust();
    void opensWithACertificateInsteadOfAPassword();
    void isRefusedWithoutTheRightCertificate_data();
    void isRefusedWithoutTheRightCertificate();

private:
    [[nodiscard]] QString url(const QString& login, const QString& host = HOST) const
    {
        return u"postgresql://%1@%2/record1?hostaddr=%3&sslmode=verify-full"_s.arg(
            login, host, PostgresServer::address());
    }
    [[nodiscard]] QString rootedIn(const QString& root) const
    {
        return u"&sslrootcert="_s + m_authority->file(root + u".crt"_s);
    }
    [[nodiscard]] QString as(const QString& name) const
    {
        return u"&sslcert=%1&sslkey=%2"_s.arg(m_authority->file(name + u".crt"_s),
                                              m_authority->file(name + u".key"_s));
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Authority> m_authority;
    std::unique_ptr<PostgresServer> m_server;
};

void TestPostgresTls::initTestCase()
{
    if (!PostgresServer::isInstalled()) {
        QSKIP(PostgresServer::MISSING);
    }
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty()) {
        QSKIP("openssl is not installed here: no certificates can be made");
    }
    m_authority = std::make_unique<Authority>(m_folder.path());
    const Authority& a = *m_authority;
    QVERIFY(a.makeRoot(u"root"_s) && a.makeRoot(u"stranger"_s));
    QVERIFY(a.sign(u"server"_s, HOST, u"root"_s) && a.sign(u"mia"_s, u"mia"_s, u"root"_s));
    QVERIFY(a.sign(u"forged"_s, u"mia"_s, u"stranger"_s) && a.sign(u"bob"_s, u"bob"_s, u"root"_s));
    m_server = PostgresServer::start();
    QVERIFY(m_server);
    (void)m_server->freshDatabase();
    m_server->sql(u"postgres"_s, u"CREATE USER ann PASSWORD 'right' SUPERUSER"_s);
    m_server->sql(u"postgres"_s, u"CREATE USER mia SUPERUSER"_s);
    QStringList settings{u"ssl=on"_s};
    for (const auto& [setting, name] : {std::pair(u"ssl_cert_file"_s, u"server.crt"_s),
                                        std::pair(u"ssl_key_file"_s, u"server.key"_s),
                                        std::pair(u"ssl_ca_file"_s, u"root.crt"_s)}) {
        const QString file = m_server->folder() + u'/' + name;
        QVERIFY(QFile::copy(a.file(name), file) && PostgresServer::giveFile(file));
        settings.append(setting + u'=' + file);
    }
    QVERIFY(m_server->startOnLoopback(u"hostssl all ann 127.0.0.0/8 scram-sha-256\n"
                                      "hostssl all mia 127.0.0.0/8 cert"_s,
                                      settings));
}

void TestPostgresTls::opensWithTheRightAuthority()
{
    const auto record = openRecordAt(url(u"ann:right"_s) + rootedIn(u"root"_s));
    QVERIFY(record->append({anEvent()}, AppendGuard::none()));
    const QString encrypted = m_server->sql(
        u"postgres"_s,
        u"SELECT bool_and(ssl), count(*) > 0 FROM pg_stat_ssl JOIN pg_stat_activity "
        "USING (pid) WHERE usename = 'ann'"_s);
    QCOMPARE(encrypted, u"t|t"_s);
}

void TestPostgresTls::saysWhyItDoesNotTrust_data()
{
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("advice");
    QTest::newRow("another authority")
        << url(u"ann:right"_s) + rootedIn(u"stranger"_s) << u"not signed by the authority"_s;
    QTest::newRow("another host") << url(u"ann:right"_s, u"other.test"_s) + rootedIn(u"root"_s)
                                  << u"for another host"_s;
    QTest::newRow("no file of an authority")
        << url(u"ann:right"_s) + rootedIn(u"nobody"_s) << u"check sslmode, sslrootcert"_s;
    QTest::newRow("without encryption")
        << url(u"ann:right"_s).replace(u"verify-full"_s, u"disable"_s) << u"sslmode"_s;
}

void TestPostgresTls::saysWhyItDoesNotTrust()
{
    QFETCH(QString, location);
    QFETCH(QString, advice);
    const auto opened = PostgresRecord::open(location, {.patience = 0ms});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, errors::STORE_UNAVAILABLE);
    QVERIFY2(opened.error().detail.contains(advice), qPrintable(opened.error().detail));
    QVERIFY2(!opened.error().retryable, "nothing changes by itself");
    QVERIFY(!opened.error().detail.contains(u"right@"_s));
}

void TestPostgresTls::opensWithACertificateInsteadOfAPassword()
{
    const auto record = openRecordAt(url(u"mia"_s) + rootedIn(u"root"_s) + as(u"mia"_s));
    QVERIFY(record->append({anEvent()}, AppendGuard::none()));
}

void TestPostgresTls::isRefusedWithoutTheRightCertificate_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::newRow("none") << QString();
    QTest::newRow("of another authority") << as(u"forged"_s);
    QTest::newRow("of somebody else") << as(u"bob"_s);
}

void TestPostgresTls::isRefusedWithoutTheRightCertificate()
{
    QFETCH(QString, certificate);
    const auto opened = PostgresRecord::open(url(u"mia"_s) + rootedIn(u"root"_s) + certificate,
                                             {.patience = 0ms});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, errors::STORE_UNAVAILABLE);
    QVERIFY2(opened.error().detail.contains(u"sslcert"_s), qPrintable(opened.error().detail));
    QVERIFY(!opened.error().retryable);
}

QTEST_GUILESS_MAIN(TestPostgresTls)
#include "tst_postgres_tls.moc"
