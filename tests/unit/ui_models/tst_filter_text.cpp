// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filter_text.h"

#include <QDateTime>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

const Timestamp NOW{milliseconds(1'764'936'000'000)}; // 2025-12-05 12:00 UTC.

StoredEvent gateFailed()
{
    StoredEvent stored;
    stored.position = {7};
    stored.recorded = NOW - minutes(10);
    stored.event.tags = {{tag::LOOP, u"loop-1"_s}, {tag::GATE, u"test"_s}};
    stored.event.payload = GateFailed{LoopId(u"loop-1"_s), {.summary = u"2 of 412 tests failed"_s}};
    return stored;
}

} // namespace

class TestFilterText : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { qputenv("TZ", "UTC"); }
    void understandsWhatIsTyped_data();
    void understandsWhatIsTyped();
    void momentsAreUnderstood_data();
    void momentsAreUnderstood();
    void partsKnowWhereTheyStand();
    void menusWriteTheText();
};

void TestFilterText::understandsWhatIsTyped_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("matches");
    QTest::newRow("nothing") << u"   "_s << true;
    QTest::newRow("type") << u"type:GATE.FAILED"_s << true;
    QTest::newRow("type in small letters") << u"type:gate.failed"_s << true;
    QTest::newRow("another type") << u"type:GATE.PASSED"_s << false;
    QTest::newRow("one of two types") << u"type:GATE.PASSED type:GATE.FAILED"_s << true;
    QTest::newRow("star") << u"type:GATE.*"_s << true;
    QTest::newRow("star that fits nothing known") << u"type:MYPLUGIN.*"_s << false;
    QTest::newRow("tag") << u"loopId:loop-1"_s << true;
    QTest::newRow("another value") << u"loopId:loop-2"_s << false;
    QTest::newRow("type and tag") << u"type:GATE.FAILED gateId:test"_s << true;
    QTest::newRow("tag that is missing") << u"type:GATE.FAILED sessionId:x"_s << false;
    QTest::newRow("word") << u"FAILED"_s << true;
    QTest::newRow("every word") << u"412 tests"_s << true;
    QTest::newRow("one word is missing") << u"412 banana"_s << false;
    QTest::newRow("quoted words") << u"\"of 412\""_s << true;
    QTest::newRow("quoted words in another order") << u"\"412 of\""_s << false;
    QTest::newRow("quote that is not closed") << u"\"of 412"_s << true;
    QTest::newRow("lonely colon") << u":"_s << true; // A word; JSON is full of them.
    QTest::newRow("key without a value is a word") << u"type:"_s << false;
    QTest::newRow("since then") << u"since:11:50"_s << true;
    QTest::newRow("since later") << u"since:11:51"_s << false;
    QTest::newRow("until then") << u"until:11:50"_s << false; // Before that moment.
    QTest::newRow("until later") << u"since:1h until:11:51"_s << true;
    QTest::newRow("until a day, with all of it") << u"until:today"_s << true;
    QTest::newRow("time that is none does not filter") << u"since:noon"_s << true;
}

void TestFilterText::understandsWhatIsTyped()
{
    QFETCH(QString, text);
    QTEST(parseFilter(text, NOW).filter.matches(gateFailed()), "matches");
}

void TestFilterText::momentsAreUnderstood_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("moment");
    QTest::addColumn<bool>("end");
    const auto row = [](const QString& word, const QString& moment, bool end = false) {
        QTest::addRow("%s%s", qPrintable(word), end ? ", end" : "") << word << moment << end;
    };
    row(u"13:00"_s, u"2025-12-05T13:00:00.000Z"_s);
    row(u"9:05:30"_s, u"2025-12-05T09:05:30.000Z"_s);
    row(u"2025-12-01"_s, u"2025-12-01T00:00:00.000Z"_s);
    row(u"2025-12-01"_s, u"2025-12-02T00:00:00.000Z"_s, true);
    row(u"2025-12-01T08:30"_s, u"2025-12-01T08:30:00.000Z"_s);
    row(u"2025-12-01T08:30"_s, u"2025-12-01T08:30:00.000Z"_s, true);
    row(u"today"_s, u"2025-12-05T00:00:00.000Z"_s);
    row(u"yesterday"_s, u"2025-12-04T00:00:00.000Z"_s);
    row(u"yesterday"_s, u"2025-12-05T00:00:00.000Z"_s, true);
    row(u"30m"_s, u"2025-12-05T11:30:00.000Z"_s);
    row(u"2h"_s, u"2025-12-05T10:00:00.000Z"_s);
    row(u"7d"_s, u"2025-11-28T12:00:00.000Z"_s);
    row(u"noon"_s, QString());
    row(u"25:00"_s, QString());
    row(u"2025-13-01"_s, QString());
}

void TestFilterText::momentsAreUnderstood()
{
    QFETCH(QString, word);
    QFETCH(QString, moment);
    QFETCH(bool, end);
    const auto understood = momentOf(word, NOW, end);
    QCOMPARE(understood ? toIso8601(*understood) : QString(), moment);
    QCOMPARE(parseFilter(u"since:"_s + word, NOW).notUnderstood.isEmpty(), understood.has_value());
}

void TestFilterText::partsKnowWhereTheyStand()
{
    const QString text = u"  type:GATE.*  \"two words\" a:\"b c\""_s;
    const QList<FilterPart> parts = filterParts(text);
    QCOMPARE(parts.size(), 3);
    QCOMPARE(parts[0].key, u"type"_s);
    QCOMPARE(text.sliced(parts[0].start, parts[0].end - parts[0].start), u"type:GATE.*"_s);
    QCOMPARE(parts[1].key, QString());
    QCOMPARE(parts[1].value, u"two words"_s);
    QCOMPARE(parts[2].value, u"b c"_s);
    QCOMPARE(parts[2].end, text.size());
    QCOMPARE(filterParts(u"\"http://x\""_s).first().key, QString()); // No key inside quotes.
}

void TestFilterText::menusWriteTheText()
{
    QString text = withPartToggled({}, u"type"_s, u"GATE.FAILED"_s);
    QCOMPARE(text, u"type:GATE.FAILED"_s);
    text = withPartToggled(u"\"two words\" "_s + text, u"mode"_s, u"my own"_s);
    QCOMPARE(text, u"\"two words\" type:GATE.FAILED mode:\"my own\""_s);
    QVERIFY(hasPart(text, u"mode"_s, u"my own"_s));
    QVERIFY(hasPart(text, u"type"_s, u"gate.failed"_s));
    text = withPartToggled(text, u"type"_s, u"GATE.FAILED"_s);
    QCOMPARE(text, u"\"two words\" mode:\"my own\""_s);
    text = withOnly(text + u" since:1h since:2h"_s, u"since"_s, u"today"_s);
    QCOMPARE(text, u"\"two words\" mode:\"my own\" since:today"_s);
    QCOMPARE(withOnly(text, u"since"_s, {}), u"\"two words\" mode:\"my own\""_s);
    QCOMPARE(parseFilter(text, NOW).filter.tags.value(u"mode"_s), u"my own"_s);
}

QTEST_APPLESS_MAIN(TestFilterText)
#include "tst_filter_text.moc"
