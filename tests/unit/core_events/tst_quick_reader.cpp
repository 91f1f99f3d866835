// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/quick_reader.h"

#include "core/events/codec.h"
#include "tests/unit/core_events/full_payload.h"

#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

class TestQuickReader final : public QObject {
    Q_OBJECT

private slots:
    void readsWhatTheCodecWrites_data();
    void readsWhatTheCodecWrites();
    void leavesTheUnusualToTheCodec_data();
    void leavesTheUnusualToTheCodec();
};

void TestQuickReader::readsWhatTheCodecWrites_data()
{
    QTest::addColumn<QString>("type");
    for (const QString& type : catalog::allTypes()) {
        QTest::newRow(qPrintable(type)) << type;
    }
}

void TestQuickReader::readsWhatTheCodecWrites()
{
    QFETCH(const QString, type);
    const Payload full = fullPayload(type);
    Payload read = catalog::emptyPayload(type);
    QVERIFY(readQuickly(codec::encode(full).data, read));
    QVERIFY(read == full);
}

void TestQuickReader::leavesTheUnusualToTheCodec_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<Payload>("expected"); // Of the codec; opaque: it refuses.
    const auto failed = [](int attempt, const QString& detail) {
        StepFailed payload;
        payload.attempt = attempt;
        payload.detail = detail;
        return Payload(payload);
    };
    QTest::newRow("a whole number with a fraction")
        << QByteArray(R"({"attempt":3.0})") << failed(3, {});
    QTest::newRow("half a surrogate pair")
        << QByteArray(R"({"detail":"cut \ud83d"})") << failed(1, u"cut "_s + QChar(0xd83d));
    const QString page(100'000, u'x');
    QTest::newRow("a long text") << R"({"detail":")" + page.toUtf8() + R"("})" << failed(1, page);
    QTest::newRow("a number that does not fit")
        << QByteArray(R"({"attempt":3000000000})") << Payload();
    QTest::newRow("another kind") << QByteArray(R"({"detail":5})") << Payload();
    QTest::newRow("a bracket too few") << QByteArray(R"({"attempt":3)") << Payload();
    QTest::newRow("no object") << QByteArray("[]") << Payload();
    QTest::newRow("bytes that are no text") << QByteArray("{\"detail\":\"\xff\"}") << Payload();
}

void TestQuickReader::leavesTheUnusualToTheCodec()
{
    QFETCH(const QByteArray, json);
    QFETCH(const Payload, expected);
    const QString type = catalog::typeNameOf<StepFailed>();
    Payload read = catalog::emptyPayload(type);
    QVERIFY(!readQuickly(json, read));
    const auto decoded = codec::decode({type, 1, json});
    QCOMPARE(decoded.has_value(), !std::holds_alternative<OpaquePayload>(expected));
    QVERIFY(!decoded || *decoded == expected);
}

QTEST_APPLESS_MAIN(TestQuickReader)
#include "tst_quick_reader.moc"
