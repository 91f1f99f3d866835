// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/client/location.h"

#include "core/store/open_record.h"

#include <QTest>

using namespace tamma;
using namespace tamma::store;
using namespace Qt::StringLiterals;
using postgres::Location;

/// URLs of databases: what is taken from them, and what is shown of them.
class TestLocation final : public QObject {
    Q_OBJECT

private slots:
    void showsWhereWithoutThePassword_data();
    void showsWhereWithoutThePassword();
    void refusesWhatIsNoUrl_data();
    void refusesWhatIsNoUrl();
    void asksForAPasswordOnlyWithoutOne();
};

void TestLocation::showsWhereWithoutThePassword_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("shown");
    QTest::newRow("whole") << u"postgresql://ann:geheim@db.example.org:5433/tamma?sslmode=require"_s
                           << u"postgresql://ann@db.example.org:5433/tamma"_s;
    QTest::newRow("the short name") << u"postgres://db/tamma"_s << u"postgresql://db/tamma"_s;
    QTest::newRow("password as a parameter")
        << u"postgresql://db/tamma?user=ann&password=geheim"_s << u"postgresql://ann@db/tamma"_s;
    QTest::newRow("signs in the password")
        << u"postgresql://ann:ge%40he%2Fim@db/tamma"_s << u"postgresql://ann@db/tamma"_s;
    QTest::newRow("a socket") << u"postgresql:///tamma?host=/run/postgresql"_s
                              << u"postgresql:///run/postgresql/tamma"_s;
    QTest::newRow("two hosts") << u"postgresql://a,b/tamma?target_session_attrs=read-write"_s
                               << u"postgresql://a,b/tamma"_s;
}

void TestLocation::showsWhereWithoutThePassword()
{
    QFETCH(QString, url);
    QFETCH(QString, shown);
    const auto location = Location::parse(url);
    QVERIFY(location);
    QCOMPARE(location->shown(), shown);
    QCOMPARE(shownLocation(url), shown);
    QCOMPARE(location->database(), u"tamma"_s);
}

void TestLocation::refusesWhatIsNoUrl_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("a file") << u"/home/ann/record.sqlite"_s;
    QTest::newRow("another database") << u"mysql://ann:geheim@db/tamma"_s;
    QTest::newRow("a sign that is not written as %XX") << u"postgresql://ann:ge%heim@db/tamma"_s;
    QTest::newRow("no such parameter") << u"postgresql://ann:geheim@db/tamma?sslmud=require"_s;
}

void TestLocation::refusesWhatIsNoUrl()
{
    QFETCH(QString, url);
    const auto location = Location::parse(url);
    QVERIFY(!location);
    QCOMPARE(location.error().code, errors::INVALID_ARGUMENT);
    QVERIFY(!location.error().detail.contains(u"heim"_s));
    QVERIFY(!shownLocation(url).contains(u"heim"_s) || !isDatabaseUrl(url));
}

void TestLocation::asksForAPasswordOnlyWithoutOne()
{
    const PasswordFor keychain = [](const QString& host, const QString& user,
                                    const QString& database) -> std::optional<QString> {
        return user == u"ann"_s ? std::optional(host + database) : std::nullopt;
    };
    const auto passwordAt = [&](const QString& url) {
        auto location = *Location::parse(url);
        location.completeWith(keychain);
        return QString::fromUtf8(location.value("password"));
    };
    qunsetenv("PGPASSWORD");
    QCOMPARE(passwordAt(u"postgresql://ann@db/tamma"_s), u"dbtamma"_s);
    QCOMPARE(passwordAt(u"postgresql://ann:own@db/tamma"_s), u"own"_s);
    QCOMPARE(passwordAt(u"postgresql://bob@db/tamma"_s), QString());
    qputenv("PGPASSWORD", "other");
    QCOMPARE(passwordAt(u"postgresql://ann@db/tamma"_s), QString());
    qunsetenv("PGPASSWORD");
}

QTEST_GUILESS_MAIN(TestLocation)
#include "tst_location.moc"
