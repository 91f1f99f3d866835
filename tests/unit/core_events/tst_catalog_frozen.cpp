// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/core_events/full_payload.h"

#include "core/base/json.h"
#include "core/events/codec.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

QString goldenFolder()
{
    return qEnvironmentVariable("TAMMA_SOURCE_DIR") + u"/tests/data/events"_s;
}

QString goldenName(const QString& type, int version)
{
    return u"%1.v%2.json"_s.arg(type).arg(version);
}

Result<QJsonObject> golden(const QString& name)
{
    QFile file(goldenFolder() + u'/' + name);
    return file.open(QIODevice::ReadOnly) ? json::parseObject(file.readAll())
                                          : failure(errors::FILE_READ_FAILED, file.fileName());
}

void addTypes()
{
    QTest::addColumn<QString>("type");
    for (const QString& type : catalog::allTypes()) {
        QTest::newRow(qPrintable(type)) << type;
    }
}

} // namespace

/// What was ever written to a record stays readable: the names of types and fields are frozen in
/// tests/data/events, one file for each version of each type. With TAMMA_WRITE_GOLDENS=1 the files
/// of new types and versions are written; those that exist are never touched by a program.
class TestCatalogFrozen final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void writesEveryTypeAsItsGoldenSays_data() { addTypes(); }
    void writesEveryTypeAsItsGoldenSays();
    void readsEveryVersionEverWritten_data();
    void readsEveryVersionEverWritten();
    void namesTypesAsTheSpecDoes_data() { addTypes(); }
    void namesTypesAsTheSpecDoes();
    void knowsEveryTypeByItsName_data() { addTypes(); }
    void knowsEveryTypeByItsName();
    void namesNoTypeTwice();
};

void TestCatalogFrozen::initTestCase()
{
    if (qEnvironmentVariable("TAMMA_WRITE_GOLDENS") != u"1"_s) {
        return;
    }
    for (const QString& type : catalog::allTypes()) {
        const auto encoded = codec::encode(fullPayload(type));
        QFile file(goldenFolder() + u'/' + goldenName(type, encoded.version));
        if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
            file.write(json::indented(*json::parseObject(encoded.data)));
        }
    }
}

void TestCatalogFrozen::writesEveryTypeAsItsGoldenSays()
{
    QFETCH(QString, type);
    const Payload full = fullPayload(type);
    const auto expected = golden(goldenName(type, catalog::version(full)));
    QVERIFY2(expected,
             "the golden is missing; for a new type run this test once with "
             "TAMMA_WRITE_GOLDENS=1 and read what it wrote before you add it");
    const auto written = json::parseObject(codec::encode(full).data);
    QVERIFY(written);
    // A field that is gone, renamed or changed needs a new version or a new type. A field that was
    // added with a default belongs into the golden as well, by hand.
    QCOMPARE(json::indented(*written), json::indented(*expected));
}

void TestCatalogFrozen::readsEveryVersionEverWritten_data()
{
    QTest::addColumn<QString>("name");
    const QStringList names = QDir(goldenFolder()).entryList({u"*.json"_s}, QDir::Files);
    for (const QString& name : names) {
        QTest::newRow(qPrintable(name)) << name;
    }
}

void TestCatalogFrozen::readsEveryVersionEverWritten()
{
    QFETCH(QString, name);
    static const QRegularExpression pattern(u"^(.+)\\.v(\\d+)\\.json$"_s);
    const auto parts = pattern.match(name);
    QVERIFY(parts.hasMatch());
    const QString type = parts.captured(1);
    const int version = parts.captured(2).toInt();
    QVERIFY2(catalog::allTypes().contains(type), "a type that was ever written stays known");
    QVERIFY(version <= catalog::version(catalog::emptyPayload(type)));
    const auto object = golden(name);
    QVERIFY(object);
    const auto payload = codec::decode({type, version, json::compact(*object)});
    QVERIFY2(payload, payload ? "" : qPrintable(payload.error().detail));
    if (version == catalog::version(*payload)) {
        QVERIFY(*payload == fullPayload(type));
    }
}

void TestCatalogFrozen::namesTypesAsTheSpecDoes()
{
    QFETCH(QString, type);
    static const QRegularExpression shape(u"^[A-Z]+(\\.[A-Z_]+){1,2}$"_s);
    QVERIFY(shape.match(type).hasMatch());
}

void TestCatalogFrozen::knowsEveryTypeByItsName()
{
    QFETCH(QString, type);
    const Payload payload = catalog::emptyPayload(type);
    QVERIFY(!std::holds_alternative<OpaquePayload>(payload));
    QCOMPARE(catalog::typeName(payload), type);
    QVERIFY(catalog::version(payload) >= 1);
}

void TestCatalogFrozen::namesNoTypeTwice()
{
    const QStringList types = catalog::allTypes();
    QCOMPARE(QSet<QString>(types.begin(), types.end()).size(), types.size());
    QCOMPARE(static_cast<size_t>(types.size()), std::variant_size_v<PayloadVariant> - 1);
}

QTEST_GUILESS_MAIN(TestCatalogFrozen)
#include "tst_catalog_frozen.moc"
