// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/events/catalog.h"
#include "core/events/event_schema.h"
#include "core/providers/schema_validator.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

// valijson takes a whole number beyond 32 bits for a fraction.
QJsonValue withSmallNumbers(const QJsonValue& value)
{
    if (value.isDouble()) {
        return value.toInteger() > std::numeric_limits<int>::max() ? QJsonValue(1) : value;
    }
    if (value.isArray()) {
        QJsonArray small;
        for (const auto& item : value.toArray()) {
            small.append(withSmallNumbers(item));
        }
        return small;
    }
    QJsonObject small = value.toObject();
    for (auto it = small.begin(); it != small.end(); ++it) {
        *it = withSmallNumbers(*it);
    }
    return value.isObject() ? QJsonValue(small) : value;
}

} // namespace

/// The schemas say what the codec does: everything that was ever written fits, and what the codec
/// refuses does not.
class TestEventSchema final : public QObject {
    Q_OBJECT

private slots:
    void everyTypeHasASchema();
    void whatWasEverWrittenFits_data();
    void whatWasEverWrittenFits();
    void whatTheCodecRefusesDoesNotFit();
    void otherTypesHaveNone();
};

void TestEventSchema::everyTypeHasASchema()
{
    for (const QString& type : catalog::allTypes()) {
        const QJsonObject schema = schemaOf(type);
        QCOMPARE(schema[u"title"].toString(), type);
        QVERIFY2(!schema[u"properties"].toObject().isEmpty(), qPrintable(type));
    }
}

void TestEventSchema::whatWasEverWrittenFits_data()
{
    QTest::addColumn<QString>("path");
    const QDir folder(qEnvironmentVariable("TAMMA_SOURCE_DIR") + u"/tests/data/events"_s);
    for (const QFileInfo& file : folder.entryInfoList({u"*.json"_s})) {
        QTest::newRow(qPrintable(file.fileName())) << file.filePath();
    }
}

void TestEventSchema::whatWasEverWrittenFits()
{
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto data = json::parseObject(file.readAll());
    QVERIFY(data);
    const QString type = QFileInfo(path).fileName().section(u".v"_s, 0, 0);
    const auto fits = providers::validateAgainstSchema(withSmallNumbers(*data), schemaOf(type));
    QVERIFY2(fits, fits ? "" : qPrintable(fits.error().detail));
}

void TestEventSchema::whatTheCodecRefusesDoesNotFit()
{
    const QJsonObject schema = schemaOf(u"GATE.FAILED"_s);
    QVERIFY(!providers::validateAgainstSchema(QJsonObject{{u"loopId"_s, 5}}, schema));
    QVERIFY(!providers::validateAgainstSchema(
        QJsonObject{{u"verdict"_s, QJsonObject{{u"exitCode"_s, u"one"_s}}}}, schema));
    QVERIFY(providers::validateAgainstSchema(QJsonObject{{u"newer"_s, true}}, schema));
}

void TestEventSchema::otherTypesHaveNone()
{
    QVERIFY(schemaOf(u"PLUGIN.DID.SOMETHING"_s).isEmpty());
}

QTEST_GUILESS_MAIN(TestEventSchema)
#include "tst_event_schema.moc"
