// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_filter.h"

#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

namespace {

StoredEvent gateFailed()
{
    StoredEvent stored;
    stored.position = {7};
    stored.event.tags = {{tag::LOOP, u"loop-1"_s}, {tag::GATE, u"test"_s}};
    stored.event.payload = GateFailed{LoopId(u"loop-1"_s), {.summary = u"2 of 412 tests failed"_s}};
    return stored;
}

} // namespace

class TestRecordFilter : public QObject {
    Q_OBJECT

private slots:
    void understandsWhatIsTyped_data();
    void understandsWhatIsTyped();
    void starStandsForEveryTypeThatBeginsSo();
    void asksTheStoreForTypesAndTags();
};

void TestRecordFilter::understandsWhatIsTyped_data()
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
}

void TestRecordFilter::understandsWhatIsTyped()
{
    QFETCH(QString, text);
    QTEST(parseRecordFilter(text).matches(gateFailed()), "matches");
}

void TestRecordFilter::starStandsForEveryTypeThatBeginsSo()
{
    const auto items = parseRecordFilter(u"type:APPROVAL.*"_s).query.items;
    QCOMPARE(items.size(), 1);
    QVERIFY(items.first().types.size() >= 3);
    QVERIFY(std::ranges::all_of(
        items.first().types, [](const QString& type) { return type.startsWith(u"APPROVAL."_s); }));
}

void TestRecordFilter::asksTheStoreForTypesAndTags()
{
    const RecordFilter filter = parseRecordFilter(u"type:GATE.FAILED gateId:test broken build"_s);
    QCOMPARE(filter.query.items.size(), 1);
    QCOMPARE(filter.query.items.first().types, QStringList{u"GATE.FAILED"_s});
    QVERIFY(filter.query.items.first().tags.contains(tag::GATE, u"test"_s));
    QCOMPARE(filter.words, (QStringList{u"broken"_s, u"build"_s}));
    QVERIFY(parseRecordFilter(u"only words"_s).query.items.isEmpty()); // An empty item is refused.
    QVERIFY(parseRecordFilter({}).isEmpty());
}

QTEST_GUILESS_MAIN(TestRecordFilter)
#include "tst_record_filter.moc"
