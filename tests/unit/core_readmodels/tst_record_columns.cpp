// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/record_columns.h"

#include "tests/support/gapped_record.h"

#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::readmodels;
using namespace Qt::StringLiterals;

namespace {

/// Reads the record into columns as an index does: from the newest event back, page by page, and
/// what is behind `head` as news.
RecordColumns columnsOf(const QList<StoredEvent>& record, qsizetype head, qsizetype page = 100)
{
    RecordColumns columns(head == 0 ? Position{} : record[head - 1].position);
    while (const auto gap = columns.nextGap()) {
        QList<StoredEvent> found;
        for (auto it = record.crbegin(); it != record.crend() && found.size() < page; ++it) {
            if (it->position > gap->after && it->position <= gap->upTo) {
                found.append(*it);
            }
        }
        columns.addOlder(*gap, found, found.size() < page);
        (void)columns.finish();
    }
    for (qsizetype next = head; next < record.size(); ++next) {
        columns.append({record[next]});
        (void)columns.finish();
    }
    return columns;
}

QList<qint64> positionsOf(const RecordMatches& matches)
{
    QList<qint64> positions;
    for (qint64 row = 0; row < matches.count(); ++row) {
        positions.append(matches.at(row).value);
    }
    return positions;
}

QList<qint64> bruteForce(const QList<StoredEvent>& record, const RecordQuestion& question,
                         RecordMark mark = RecordMark::None)
{
    QList<qint64> positions;
    for (const StoredEvent& stored : record) {
        if (stored.position > question.after && stored.position <= question.upTo
            && question.filter.matches(stored)
            && (mark == RecordMark::None || markOf(stored.event.payload) == mark)) {
            positions.append(stored.position.value);
        }
    }
    return positions;
}

} // namespace

class TestRecordColumns : public QObject {
    Q_OBJECT

private slots:
    void matchIsWhatReadingEverythingFinds_data();
    void matchIsWhatReadingEverythingFinds();
    void newestPartAnswersBeforeTheRestIsKnown();
    void segmentsComeBackFromTheirBytes();
    void damagedBytesAreNoSegment();
    void offeredSegmentsAreNotReadAgain();
    void restAndNewsMakeTheAnswerWhole();
    void wordsForCompletion();
    void timesAscendAndEndWithTheNewest();
};

void TestRecordColumns::matchIsWhatReadingEverythingFinds_data()
{
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<qint64>("widestGap");
    for (quint32 seed = 1; seed <= 4; ++seed) {
        QTest::addRow("without gaps, %u", seed) << seed << qint64{1};
        QTest::addRow("small gaps, %u", seed) << seed << qint64{150};
        QTest::addRow("segments without events, %u", seed) << seed << qint64{90'000};
    }
}

void TestRecordColumns::matchIsWhatReadingEverythingFinds()
{
    QFETCH(quint32, seed);
    QFETCH(qint64, widestGap);
    GappedRecord random(seed, widestGap);
    const QList<StoredEvent> record = random.events(widestGap > 1'000 ? 60 : 2'500);
    const RecordColumns columns = columnsOf(record, random.below(record.size()));
    QCOMPARE(columns.from(), Position{});
    QCOMPARE(columns.upTo(), record.last().position);
    for (int round = 0; round < 60; ++round) {
        RecordQuestion question{random.filter()};
        if (round % 3 == 1) {
            question.upTo = {random.below(record.last().position.value)};
        }
        if (round % 4 == 1) {
            question.after = {random.below(record.last().position.value)};
        }
        const RecordAnswer answer = columns.match(question);
        QCOMPARE(positionsOf(answer.matches), bruteForce(record, question));
        QCOMPARE(positionsOf(answer.failures), bruteForce(record, question, RecordMark::Failure));
        QCOMPARE(positionsOf(answer.waits),
                 bruteForce(record, question, RecordMark::WaitsForPerson));
        QVERIFY(answer.isWhole());
    }
}

void TestRecordColumns::newestPartAnswersBeforeTheRestIsKnown()
{
    const QList<StoredEvent> record = GappedRecord(7, 1).events(1'000);
    RecordColumns columns(record.last().position);
    const auto gap = columns.nextGap();
    QVERIFY(gap);
    QList<StoredEvent> newest = record.last(100);
    std::ranges::reverse(newest);
    columns.addOlder(*gap, newest, false);
    const RecordAnswer answer = columns.match({});
    QCOMPARE(answer.matches.count(), 100);
    QCOMPARE(answer.searchedBackTo.value, 900);
    QVERIFY(!answer.isWhole());
    // What was recorded lately is known whole already.
    const RecordAnswer late = columns.match({.filter = {}, .after = {950}});
    QCOMPARE(late.matches.count(), 50);
    QVERIFY(late.isWhole());
}

void TestRecordColumns::segmentsComeBackFromTheirBytes()
{
    RecordSegmentBuilder builder(2);
    GappedRecord random(3, 1);
    QList<StoredEvent> record = random.events(9'000);
    for (StoredEvent& stored : record) {
        stored.position.value += 2 * RecordSegment::SPAN;
        builder.add(stored);
    }
    const RecordSegment sealed = builder.seal();
    const auto bytes = std::make_shared<QByteArray>(sealed.bytes().data(), sealed.bytes().size());
    const auto read
        = RecordSegment::read(bytes, {bytes->constData(), static_cast<size_t>(bytes->size())});
    QVERIFY(read);
    QCOMPARE(read->number(), 2U);
    QCOMPARE(read->count(), 9'000);
    QCOMPARE(read->last(), record.last().position);
    QCOMPARE(read->lastId(), record.last().event.id.text().toUtf8());
    RecordSegmentBuilder again(2);
    again.add(*read);
    QCOMPARE(again.count(), 9'000);
    QList<QByteArray> words;
    builder.eachWord({}, [&](QByteArrayView word) {
        words.append(word.toByteArray());
        return true;
    });
    QVERIFY(words.size() > 10);
    for (const QByteArray& word : std::as_const(words)) {
        std::array<quint64, 1'024> first{};
        std::array<quint64, 1'024> second{};
        std::array<quint64, 1'024> third{};
        builder.addTo(first, word);
        read->addTo(second, word);
        again.addTo(third, word);
        QVERIFY2(first == second && first == third, word.constData());
    }
    // Ten bytes a word of an event, and not more: what ten million of them cost.
    QVERIFY2(bytes->size() < 9'000 * 10, qPrintable(QString::number(bytes->size())));
}

void TestRecordColumns::damagedBytesAreNoSegment()
{
    RecordSegmentBuilder builder(0);
    builder.add(GappedRecord(1).next());
    const RecordSegment sealed = builder.seal();
    const QByteArray sound(sealed.bytes().data(), static_cast<qsizetype>(sealed.bytes().size()));
    const auto isSegment = [](const QByteArray& bytes) {
        const auto owner = std::make_shared<QByteArray>(bytes);
        return RecordSegment::read(owner, {owner->constData(), static_cast<size_t>(owner->size())})
            .has_value();
    };
    QVERIFY(isSegment(sound));
    QVERIFY(isSegment(sound + "more"));
    for (qsizetype at = 0; at < sound.size(); ++at) {
        QByteArray damaged = sound;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
        QVERIFY2(!isSegment(damaged), qPrintable(QString::number(at)));
        QVERIFY2(!isSegment(sound.first(at)), qPrintable(QString::number(at)));
    }
}

void TestRecordColumns::offeredSegmentsAreNotReadAgain()
{
    const QList<StoredEvent> record = GappedRecord(5, 100).events(4'000); // Three segments.
    RecordColumns first(record.last().position);
    std::vector<RecordSegment> saved;
    while (const auto gap = first.nextGap()) {
        QList<StoredEvent> all;
        std::ranges::copy_if(record, std::back_inserter(all), [&](const StoredEvent& stored) {
            return stored.position > gap->after && stored.position <= gap->upTo;
        });
        std::ranges::reverse(all);
        first.addOlder(*gap, all, true);
        std::ranges::move(first.finish(), std::back_inserter(saved));
    }
    QVERIFY(saved.size() >= 2);
    const auto head = first.head();
    QVERIFY(head);
    RecordColumns second(record.last().position);
    for (const RecordSegment& segment : saved) {
        second.offer(segment, true);
    }
    second.offer(*head, false);
    QVERIFY(!second.nextGap()); // Nothing is left to read.
    QCOMPARE(positionsOf(second.match({}).matches), positionsOf(first.match({}).matches));
}

void TestRecordColumns::restAndNewsMakeTheAnswerWhole()
{
    GappedRecord random(11, 30);
    const QList<StoredEvent> record = random.events(1'500);
    const RecordColumns columns = columnsOf(record, 1'200);
    for (int round = 0; round < 20; ++round) {
        const RecordFilter filter = random.filter();
        const Position middle = record[500 + random.below(300)].position;
        const Position end = record[900].position;
        RecordAnswer answer
            = columns.match({.filter = filter, .upTo = end, .after = middle}); // The newer half.
        answer.searchedBackTo = middle;
        answer.addOlder(columns.match({.filter = filter, .upTo = middle}));
        for (const StoredEvent& stored : record.sliced(880)) { // Some of them are known.
            answer.append(filter, stored);
        }
        QVERIFY(answer.isWhole());
        QCOMPARE(positionsOf(answer.matches), bruteForce(record, {filter}));
        QCOMPARE(positionsOf(answer.failures), bruteForce(record, {filter}, RecordMark::Failure));
        QCOMPARE(answer.upTo, record.last().position);
    }
}

void TestRecordColumns::wordsForCompletion()
{
    const RecordColumns columns = columnsOf(GappedRecord(2, 50).events(3'000), 2'000);
    QCOMPARE(columns.words({}, 50, true).size(), 3); // Each key once, over all segments.
    QVERIFY(columns.words({}, 50, true).contains("loopId:"));
    QCOMPARE(columns.words("loopId:", 50, false).size(), 6);
    QCOMPARE(columns.words("loopId:", 4, false).size(), 4);
    QCOMPARE(columns.words(":GATE", 50, false),
             (QList<QByteArray>{":GATE.FAILED", ":GATE.PASSED"}));
    QVERIFY(columns.words("!", 50, false).isEmpty());
}

void TestRecordColumns::timesAscendAndEndWithTheNewest()
{
    const QList<StoredEvent> record = GappedRecord(2, 50).events(12'000);
    const RecordTimes times = columnsOf(record, 12'000, 5'000).match({}).times;
    QVERIFY(times.marks().size() <= RecordTimes::MOST + 1);
    QVERIFY(times.marks().size() > RecordTimes::MOST / 8);
    QVERIFY(std::ranges::is_sorted(times.marks(), {}, &TimeMark::position));
    QVERIFY(std::ranges::is_sorted(times.marks(), {}, &TimeMark::recorded));
    QCOMPARE(times.timeOf(record.last().position), record.last().recorded);
    const auto off = times.timeOf(record[6'000].position) - record[6'000].recorded;
    QVERIFY(std::chrono::abs(off) < std::chrono::minutes(2)); // Of eight hours.
}

QTEST_APPLESS_MAIN(TestRecordColumns)
#include "tst_record_columns.moc"
