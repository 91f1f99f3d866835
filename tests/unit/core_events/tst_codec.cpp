// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/core_events/full_payload.h"

#include "core/base/json.h"
#include "core/events/codec.h"

#include <QJsonArray>
#include <QTest>

#include <cmath>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

void addTypes()
{
    QTest::addColumn<QString>("type");
    for (const QString& type : catalog::allTypes()) {
        QTest::newRow(qPrintable(type)) << type;
    }
}

QJsonObject written(const Payload& payload)
{
    return *json::parseObject(codec::encode(payload).data);
}

} // namespace

class TestCodec final : public QObject {
    Q_OBJECT

private slots:
    void givesBackEveryField_data() { addTypes(); }
    void givesBackEveryField();
    void givesBackDefaults_data() { addTypes(); }
    void givesBackDefaults();
    void keepsAMarkOfTheByteOrder();
    void keepsDefaultsOfMissingFields_data() { addTypes(); }
    void keepsDefaultsOfMissingFields();
    void refusesAFieldOfTheWrongKind_data() { addTypes(); }
    void refusesAFieldOfTheWrongKind();
    void namesTheFieldThatIsWrong_data();
    void namesTheFieldThatIsWrong();
    void ignoresFieldsThatItDoesNotKnow();
    void passesUnknownTypesThrough();
    void passesNewerVersionsThrough();
    void refusesWhatIsNoJson_data();
    void refusesWhatIsNoJson();
    void writesEqualPayloadsAsEqualBytes();
    void writesNumbersThatJsonLacks();
    void keepsTags_data();
    void keepsTags();
    void keepsMetadata();
    void printsAnEventAsTheSpecDoes();
};

void TestCodec::givesBackEveryField()
{
    QFETCH(QString, type);
    const Payload full = fullPayload(type);
    // The fixture itself: every field differs from its default.
    const QJsonObject fullFields = written(full);
    const QJsonObject emptyFields = written(catalog::emptyPayload(type));
    QCOMPARE(fullFields.keys(), emptyFields.keys());
    for (const QString& key : fullFields.keys()) {
        QVERIFY2(fullFields[key] != emptyFields[key], qPrintable(key));
    }
    const auto encoded = codec::encode(full);
    QCOMPARE(encoded.type, type);
    const auto decoded = codec::decode(encoded);
    QVERIFY(decoded);
    QVERIFY(*decoded == full);
}

void TestCodec::givesBackDefaults()
{
    QFETCH(QString, type);
    const Payload empty = catalog::emptyPayload(type);
    QVERIFY(*codec::decode(codec::encode(empty)) == empty);
}

void TestCodec::keepsAMarkOfTheByteOrder()
{
    IssueCreated created;
    created.title = QString(QChar::ByteOrderMark) + QChar(QChar::ByteOrderMark) + u"VAT"_s;
    const auto read = codec::decode(codec::encode(created));
    QVERIFY(read);
    QCOMPARE(std::get<IssueCreated>(*read).title, created.title);
}

void TestCodec::keepsDefaultsOfMissingFields()
{
    QFETCH(QString, type);
    QVERIFY(*codec::decode({type, 1, "{}"}) == catalog::emptyPayload(type));
}

void TestCodec::refusesAFieldOfTheWrongKind()
{
    QFETCH(QString, type);
    const QJsonObject good = written(fullPayload(type));
    for (const QString& key : good.keys()) {
        QJsonObject bad = good;
        bad[key] = QJsonValue(); // Null is no value of any field.
        const auto decoded = codec::decode({type, 1, json::compact(bad)});
        QVERIFY2(!decoded, qPrintable(key));
        QCOMPARE(decoded.error().code, errors::CORRUPT_EVENT);
        QVERIFY2(decoded.error().detail.startsWith(type + u'/' + key),
                 qPrintable(decoded.error().detail));
    }
}

void TestCodec::namesTheFieldThatIsWrong_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QString>("path");
    const QString gate = catalog::typeNameOf<GateFailed>();
    QTest::newRow("a text in a number's place")
        << gate << QByteArray(R"({"verdict":{"exitCode":"1"}})") << gate + u"/verdict/exitCode"_s;
    QTest::newRow("half a number")
        << gate << QByteArray(R"({"verdict":{"exitCode":1.5}})") << gate + u"/verdict/exitCode"_s;
    QTest::newRow("a number that does not fit")
        << gate << QByteArray(R"({"verdict":{"exitCode":3000000000}})")
        << gate + u"/verdict/exitCode"_s;
    QTest::newRow("a number that fits nothing")
        << gate << QByteArray(R"({"verdict":{"durationMs":1e30}})")
        << gate + u"/verdict/durationMs"_s;
    QTest::newRow("inside a list")
        << gate << QByteArray(R"({"verdict":{"findings":[{"line":1},{"line":true}]}})")
        << gate + u"/verdict/findings/1/line"_s;
    QTest::newRow("inside a map") << gate << QByteArray(R"({"verdict":{"environment":{"CI":1}}})")
                                  << gate + u"/verdict/environment/CI"_s;
    QTest::newRow("an object in a list's place")
        << gate << QByteArray(R"({"verdict":{"findings":{}}})") << gate + u"/verdict/findings"_s;
}

void TestCodec::namesTheFieldThatIsWrong()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, data);
    QFETCH(QString, path);
    const auto decoded = codec::decode({type, 1, data});
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, errors::CORRUPT_EVENT);
    QVERIFY2(decoded.error().detail.startsWith(path + u' '), qPrintable(decoded.error().detail));
}

void TestCodec::ignoresFieldsThatItDoesNotKnow()
{
    const QString type = catalog::typeNameOf<IssueClosed>();
    const auto decoded = codec::decode({type, 1, R"({"reason":"merged","mood":["good"]})"});
    QVERIFY(decoded);
    QCOMPARE(std::get<IssueClosed>(*decoded).reason, u"merged"_s);
}

void TestCodec::passesUnknownTypesThrough()
{
    const Payload opaque = OpaquePayload{
        u"PLUGIN.SPOKE"_s, 4, {{u"deep"_s, QJsonArray{QJsonObject{{u"n"_s, qint64(1) << 60}}}}}};
    const auto encoded = codec::encode(opaque);
    QCOMPARE(encoded.type, u"PLUGIN.SPOKE"_s);
    QCOMPARE(encoded.version, 4);
    QVERIFY(*codec::decode(encoded) == opaque);
}

void TestCodec::passesNewerVersionsThrough()
{
    const QString type = catalog::typeNameOf<GatePassed>();
    const codec::EncodedPayload newer{type, 99, R"({"verdict":"all good"})"};
    const auto decoded = codec::decode(newer);
    QVERIFY(decoded);
    QVERIFY(std::holds_alternative<OpaquePayload>(*decoded));
    const auto again = codec::encode(*decoded);
    QCOMPARE(again.type, type);
    QCOMPARE(again.version, 99);
    QCOMPARE(again.data, newer.data);
}

void TestCodec::refusesWhatIsNoJson_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("cut short") << QByteArray(R"({"reason":"mer)");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("bytes") << QByteArray("\0\xff\xfe", 3);
}

void TestCodec::refusesWhatIsNoJson()
{
    QFETCH(QByteArray, data);
    for (const QString& type : {catalog::typeNameOf<IssueClosed>(), u"PLUGIN.SPOKE"_s}) {
        QCOMPARE(codec::decode({type, 1, data}).error().code, errors::CORRUPT_EVENT);
    }
}

void TestCodec::writesEqualPayloadsAsEqualBytes()
{
    for (const QString& type : catalog::allTypes()) {
        QCOMPARE(codec::encode(fullPayload(type)).data, codec::encode(fullPayload(type)).data);
    }
}

void TestCodec::writesNumbersThatJsonLacks()
{
    for (const double cost : {std::nan(""), std::numeric_limits<double>::infinity()}) {
        const auto decoded = codec::decode(codec::encode(AgentSessionEnded{.costUsd = cost}));
        QVERIFY(decoded);
        QCOMPARE(std::get<AgentSessionEnded>(*decoded).costUsd, 0.0);
    }
}

void TestCodec::keepsTags_data()
{
    QTest::addColumn<Tags>("tags");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("none") << Tags() << QByteArray("{}");
    QTest::newRow("one") << Tags{{u"a"_s, u"1"_s}} << QByteArray(R"({"a":"1"})");
    QTest::newRow("a key twice") << Tags{{u"a"_s, u"2"_s}, {u"b"_s, u"x"_s}, {u"a"_s, u"1"_s}}
                                 << QByteArray(R"({"a":["1","2"],"b":"x"})");
}

void TestCodec::keepsTags()
{
    QFETCH(Tags, tags);
    QFETCH(QByteArray, text);
    QCOMPARE(json::compact(codec::toJson(tags)), text);
    QVERIFY(codec::tagsFromJson(*json::parseObject(text)) == tags);
}

void TestCodec::keepsMetadata()
{
    const EventMetadata all{u"2.0.0"_s, u"plugin"_s, u"ann"_s, u"cause"_s};
    for (const EventMetadata& metadata : {all, EventMetadata()}) {
        QVERIFY(codec::metadataFromJson(codec::toJson(metadata)) == metadata);
    }
    QVERIFY(codec::metadataFromJson({}) == EventMetadata());
}

void TestCodec::printsAnEventAsTheSpecDoes()
{
    const StoredEvent stored{{7},
                             {EventId(u"id"_s),
                              Timestamp(std::chrono::milliseconds(1761654896789)),
                              {{u"issueId"_s, u"I"_s}},
                              {},
                              IssueClosed{IssueId(u"I"_s), u"merged"_s}}};
    QCOMPARE(json::compact(codec::toJson(stored)),
             QByteArray(R"({"data":{"issueId":"I","reason":"merged"},"id":"id",)"
                        R"("metadata":{"eventSource":"system","workflowVersion":"1.0.0"},)"
                        R"("position":7,"tags":{"issueId":"I"},)"
                        R"("timestamp":"2025-10-28T12:34:56.789Z","type":"ISSUE.CLOSED.SUCCESS",)"
                        R"("version":1})"));
}

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
