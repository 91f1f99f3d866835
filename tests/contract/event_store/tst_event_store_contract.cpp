// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/event_store/record_fixture.h"

#include <QTest>

#include <limits>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

using Positions = QList<qint64>;

const Tags A{{u"a"_s, u"1"_s}};
const Tags B{{u"b"_s, u"1"_s}};
const Tags A_AND_B{{u"a"_s, u"1"_s}, {u"b"_s, u"1"_s}};

// 1: X a   2: Y a b   3: X b   4: Z
void fill(EventStore& store)
{
    QVERIFY(store.append({anEvent(u"X"_s, A), anEvent(u"Y"_s, A_AND_B)}, AppendGuard::none()));
    QVERIFY(store.append({anEvent(u"X"_s, B), anEvent(u"Z"_s)}, AppendGuard::none()));
}

EventQuery about(const QList<QueryItem>& items)
{
    return {items};
}

} // namespace

/// Every promise of EventStore that one caller can see, over every implementation.
class TestEventStoreContract final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { RecordFixture::addKinds(); }

    void startsEmpty();
    void givesBackWhatWasStored();
    void keepsUnknownTypesUntouched();
    void leavesPayloadsEmptyThatNobodyWants();
    void readsWhatAQueryMatches_data();
    void readsWhatAQueryMatches();
    void refusesStaleBatch_data();
    void refusesStaleBatch();
    void storesNothingOfARefusedBatch();
    void refusesInvalidRequests_data();
    void refusesInvalidRequests();
    void storesARepeatedBatchOnce();
    void judgesABatchThatIsStoredInPart();
    void tellsFollowersWhatIsStoredAndWhatComes();
    void startsFollowersAfterTheirPosition();
    void stopsCallingAFollowerThatLeft();
    void letsAFollowerLeaveWhileItIsCalled();
    void takesTextsThatLookLikeSomethingElse();
    void holdsALargeEvent();
};

void TestEventStoreContract::startsEmpty()
{
    const RecordFixture record;
    QCOMPARE(*record.store->head(), Position{0});
    QCOMPARE(positions(record.store->read({})), Positions());
}

void TestEventStoreContract::givesBackWhatWasStored()
{
    RecordFixture record;
    Event event = anEvent(
        u"ignored"_s, {{u"issueId"_s, u"I1"_s}, {u"issueId"_s, u"I2"_s}, {u"loopId"_s, u"L"_s}});
    event.metadata = {u"2.0.0"_s, u"plugin"_s, u"ann"_s, u"cause"_s};
    event.timestamp = Timestamp(std::chrono::milliseconds(1761654896789));
    event.payload
        = GateFailed{LoopId(u"L"_s),
                     {.gateId = GateId(u"test"_s), .exitCode = 3, .summary = u"no \U0001F600"_s}};
    const auto receipt = record.store->append({event}, AppendGuard::none());
    QVERIFY(receipt);
    QCOMPARE(receipt->last, Position{1});
    QVERIFY(!receipt->repeated);
    const auto stored = record.store->read({});
    QVERIFY(stored);
    QCOMPARE(stored->size(), 1);
    QCOMPARE(stored->first(), (StoredEvent{{1}, event, stored->first().recorded}));
}

void TestEventStoreContract::keepsUnknownTypesUntouched()
{
    RecordFixture record;
    Event event = anEvent(u"ignored"_s);
    event.payload = OpaquePayload{u"PLUGIN.DID.SOMETHING"_s,
                                  7,
                                  {{u"list"_s, QJsonArray{1, u"two"_s, QJsonValue()}},
                                   {u"big"_s, std::numeric_limits<qint64>::max()}}};
    QVERIFY(record.store->append({event}, AppendGuard::none()));
    QCOMPARE(record.store->read({})->first().event, event);
}

void TestEventStoreContract::leavesPayloadsEmptyThatNobodyWants()
{
    RecordFixture record;
    Event failed = anEvent(u"ignored"_s, A);
    failed.payload = GateFailed{LoopId(u"L"_s), {.exitCode = 3, .summary = QString(9'000, u'x')}};
    Event plugin = anEvent(u"ignored"_s, A_AND_B);
    plugin.payload = OpaquePayload{u"PLUGIN.DID.SOMETHING"_s, 7, {{u"n"_s, 1}}};
    QVERIFY(record.store->append({failed, plugin}, AppendGuard::none()));
    const auto read = [&](const EventQuery& query) {
        const auto found = record.store->read(query);
        return QList{found->first().event, found->last().event};
    };
    Event emptyGate = failed;
    emptyGate.payload = GateFailed{};
    Event emptyPlugin = plugin;
    emptyPlugin.payload = OpaquePayload{u"PLUGIN.DID.SOMETHING"_s, 7, {}};
    const QStringList gates{u"GATE.FAILED"_s};
    const QStringList plugins{u"PLUGIN.DID.SOMETHING"_s};
    QCOMPARE(read({.payloadsOf = gates}), (QList{failed, emptyPlugin}));
    QCOMPARE(read({.payloadsOf = plugins}), (QList{emptyGate, plugin}));
    QCOMPARE(read({.payloadsOf = QStringList()}), (QList{emptyGate, emptyPlugin}));
    EventQuery tagged = about({{{}, A}});
    QCOMPARE(read(tagged), (QList{failed, plugin}));
    tagged.payloadsOf = plugins;
    QCOMPARE(read(tagged), (QList{emptyGate, plugin}));
}

void TestEventStoreContract::readsWhatAQueryMatches_data()
{
    QTest::addColumn<EventQuery>("query");
    QTest::addColumn<Positions>("expected");
    const QueryItem x{{u"X"_s}, {}};
    const QueryItem b{{}, B};
    QTest::newRow("everything") << EventQuery() << Positions{1, 2, 3, 4};
    QTest::newRow("after is exclusive") << EventQuery{{}, {2}} << Positions{3, 4};
    QTest::newRow("after the end") << EventQuery{{}, {99}} << Positions{};
    QTest::newRow("up to is inclusive") << EventQuery{.upTo = {2}} << Positions{1, 2};
    QTest::newRow("limit") << EventQuery{{}, {}, 2} << Positions{1, 2};
    QTest::newRow("limit zero is nothing") << EventQuery{{}, {}, 0} << Positions{};
    QTest::newRow("negative limit is nothing") << EventQuery{{}, {}, -1} << Positions{};
    QTest::newRow("backwards") << EventQuery{.backwards = true} << Positions{4, 3, 2, 1};
    QTest::newRow("backwards, a page") << EventQuery{{}, {1}, 2, true, {3}} << Positions{3, 2};
    QTest::newRow("a type") << about({x}) << Positions{1, 3};
    QTest::newRow("one of two types") << about({{{u"Y"_s, u"Z"_s}, {}}}) << Positions{2, 4};
    QTest::newRow("one of two types, one unknown")
        << about({{{u"Q"_s, u"Z"_s}, {}}}) << Positions{4};
    QTest::newRow("unknown type") << about({{{u"Q"_s}, {}}}) << Positions{};
    QTest::newRow("a tag") << about({b}) << Positions{2, 3};
    QTest::newRow("both tags") << about({{{}, A_AND_B}}) << Positions{2};
    QTest::newRow("a tag nobody has") << about({{{}, {{u"a"_s, u"2"_s}}}}) << Positions{};
    QTest::newRow("one tag known, one not")
        << about({{{}, {{u"a"_s, u"1"_s}, {u"q"_s, u"1"_s}}}}) << Positions{};
    QTest::newRow("type and tag") << about({{{u"X"_s}, B}}) << Positions{3};
    QTest::newRow("one of two types, and tag") << about({{{u"X"_s, u"Y"_s}, B}}) << Positions{2, 3};
    QTest::newRow("unknown type and tag") << about({{{u"Q"_s}, B}}) << Positions{};
    QTest::newRow("either item, nothing twice") << about({x, b}) << Positions{1, 2, 3};
    QTest::newRow("either item, one of them empty-handed")
        << about({{{u"Q"_s}, {}}, b}) << Positions{2, 3};
    QTest::newRow("either item, after, limit") << EventQuery{{x, b}, {1}, 1} << Positions{2};
    QTest::newRow("either item, backwards, limit")
        << EventQuery{{x, b}, {}, 2, true} << Positions{3, 2};
    QTest::newRow("a tag, backwards, up to") << EventQuery{{b}, {}, 5, true, {2}} << Positions{2};
    QTest::newRow("a prefix is no match")
        << about({{{}, {{u"a"_s, u""_s}, {u"b"_s, u"11"_s}}}}) << Positions{};
    QTest::newRow("case matters") << about({{{u"x"_s}, {}}}) << Positions{};
}

void TestEventStoreContract::readsWhatAQueryMatches()
{
    QFETCH(EventQuery, query);
    QFETCH(Positions, expected);
    RecordFixture record;
    fill(*record.store);
    QCOMPARE(positions(record.store->read(query)), expected);
}

void TestEventStoreContract::refusesStaleBatch_data()
{
    QTest::addColumn<AppendGuard>("guard");
    QTest::addColumn<bool>("accepted");
    const EventQuery aAndB = about({{{}, A_AND_B}});
    QTest::newRow("no guard") << AppendGuard::none() << true;
    QTest::newRow("an event at the seen position is known")
        << AppendGuard::unchanged(aAndB, {2}) << true;
    QTest::newRow("an event right after it is not") << AppendGuard::unchanged(aAndB, {1}) << false;
    QTest::newRow("nothing seen") << AppendGuard::unchanged(aAndB, {}) << false;
    QTest::newRow("seen more than there is") << AppendGuard::unchanged(aAndB, {99}) << true;
    QTest::newRow("everything, all seen") << AppendGuard::unchanged({}, {4}) << true;
    QTest::newRow("everything, one not seen") << AppendGuard::unchanged({}, {3}) << false;
    QTest::newRow("unknown type") << AppendGuard::unchanged(about({{{u"Q"_s}, {}}}), {}) << true;
    QTest::newRow("unknown tag") << AppendGuard::unchanged(EventQuery::tagged(u"q"_s, u"1"_s), {})
                                 << true;
    QTest::newRow("tags must all be there")
        << AppendGuard::unchanged(about({{{}, {{u"a"_s, u"1"_s}, {u"q"_s, u"1"_s}}}}), {}) << true;
    QTest::newRow("one of the items is enough")
        << AppendGuard::unchanged(about({{{u"Q"_s}, {}}, {{u"Z"_s}, {}}}), {3}) << false;
    QTest::newRow("type and tag, both match")
        << AppendGuard::unchanged(about({{{u"X"_s}, B}}), {}) << false;
    QTest::newRow("type and tag, never on one event")
        << AppendGuard::unchanged(about({{{u"Z"_s}, B}}), {}) << true;
    EventQuery narrow = aAndB;
    narrow.limit = 0;
    narrow.upTo = {1};
    QTest::newRow("only the items of the query count")
        << AppendGuard::unchanged(narrow, {}) << false;
}

void TestEventStoreContract::refusesStaleBatch()
{
    QFETCH(AppendGuard, guard);
    QFETCH(bool, accepted);
    RecordFixture record;
    fill(*record.store);
    const auto answer = record.store->append({anEvent(u"N"_s)}, guard);
    QCOMPARE(answer.has_value(), accepted);
    if (!accepted) {
        QCOMPARE(answer.error().code, errors::POSITION_CONFLICT);
        QVERIFY(answer.error().retryable);
    }
    QCOMPARE(*record.store->head(), Position{accepted ? 5 : 4});
}

void TestEventStoreContract::storesNothingOfARefusedBatch()
{
    RecordFixture record;
    fill(*record.store);
    const Event first = anEvent(u"N"_s, {{u"new"_s, u"1"_s}});
    const auto guard = AppendGuard::unchanged({}, {1});
    QVERIFY(!record.store->append({first, anEvent(u"N"_s)}, guard));
    QCOMPARE(positions(record.store->read(EventQuery::tagged(u"new"_s, u"1"_s))), Positions{});
    QCOMPARE(record.store->append({first}, AppendGuard::none())->last, Position{5});
    QCOMPARE(positions(record.store->read(EventQuery::tagged(u"new"_s, u"1"_s))), Positions{5});
}

void TestEventStoreContract::refusesInvalidRequests_data()
{
    QTest::addColumn<QList<Event>>("batch");
    QTest::addColumn<AppendGuard>("guard");
    const QList<Event> good{anEvent(u"X"_s)};
    Event withoutId = anEvent(u"X"_s);
    withoutId.id = {};
    QTest::newRow("no event") << QList<Event>() << AppendGuard::none();
    QTest::newRow("no id") << QList<Event>{withoutId} << AppendGuard::none();
    QTest::newRow("no id in the middle")
        << QList<Event>{good.first(), withoutId, anEvent(u"X"_s)} << AppendGuard::none();
    QTest::newRow("no type") << QList<Event>{anEvent(u""_s)} << AppendGuard::none();
    QTest::newRow("an id twice") << good + good << AppendGuard::none();
    QTest::newRow("a colon in a key")
        << QList<Event>{anEvent(u"X"_s, {{u"a:b"_s, u"c"_s}})} << AppendGuard::none();
    QTest::newRow("an empty key") << QList<Event>{anEvent(u"X"_s, {{u""_s, u"c"_s}})}
                                  << AppendGuard::none();
    Event afterTheEnd = anEvent(u"X"_s);
    afterTheEnd.timestamp = std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1);
    QTest::newRow("a time that nobody can write")
        << QList<Event>{afterTheEnd} << AppendGuard::none();
    Event badData = anEvent(u"GATE.FAILED"_s);
    badData.payload = OpaquePayload{
        u"GATE.FAILED"_s, 1, {{u"verdict"_s, QJsonObject{{u"exitCode"_s, u"one"_s}}}}};
    QTest::newRow("data that its type cannot have") << QList<Event>{badData} << AppendGuard::none();
    QTest::newRow("a guard about an empty id")
        << good << AppendGuard::unchanged(EventQuery::tagged(u"loopId"_s, u""_s), {});
}

void TestEventStoreContract::refusesInvalidRequests()
{
    QFETCH(QList<Event>, batch);
    QFETCH(AppendGuard, guard);
    RecordFixture record;
    const auto answer = record.store->append(batch, guard);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, errors::INVALID_ARGUMENT);
    QVERIFY(!answer.error().retryable);
    QCOMPARE(*record.store->head(), Position{0});
    for (const GuardClause& clause : guard.clauses) {
        QCOMPARE(record.store->read(clause.about).error().code, errors::INVALID_ARGUMENT);
    }
}

void TestEventStoreContract::storesARepeatedBatchOnce()
{
    RecordFixture record;
    const QList<Event> batch{anEvent(u"X"_s, A), anEvent(u"Y"_s, A)};
    const auto guard = AppendGuard::unchanged(about({{{}, A}}), {});
    QCOMPARE(record.store->append(batch, guard)->last, Position{2});
    QVERIFY(record.store->append({anEvent(u"Z"_s)}, AppendGuard::none()));
    // Its own first try would refuse the second one by the guard.
    const auto again = record.store->append(batch, guard);
    QVERIFY(again->repeated);
    QCOMPARE(again->first, Position{1});
    QCOMPARE(again->last, Position{2});
    QCOMPARE(record.store->append({batch.first()}, AppendGuard::none())->last, Position{1});
    QCOMPARE(*record.store->head(), Position{3});
}

void TestEventStoreContract::judgesABatchThatIsStoredInPart()
{
    RecordFixture record;
    const Event old = anEvent(u"X"_s, A);
    const auto guard = AppendGuard::unchanged(about({{{}, A}}), {});
    QVERIFY(record.store->append({old}, guard));
    const QList<Event> oldFirst{old, anEvent(u"Y"_s, A)};
    const QList<Event> oldLast{anEvent(u"Y"_s, A), old};
    for (const QList<Event>& mixed : {oldFirst, oldLast}) {
        QCOMPARE(record.store->append(mixed, guard).error().code, errors::POSITION_CONFLICT);
        QCOMPARE(record.store->append(mixed, AppendGuard::none()).error().code,
                 errors::INVALID_ARGUMENT);
    }
    QCOMPARE(*record.store->head(), Position{1});
}

void TestEventStoreContract::tellsFollowersWhatIsStoredAndWhatComes()
{
    RecordFixture record;
    fill(*record.store);
    std::mutex mutex;
    QList<StoredEvent> seen;
    const auto subscription = record.store->subscribe({}, [&](const QList<StoredEvent>& events) {
        const std::scoped_lock lock(mutex);
        seen.append(events);
    });
    for (int i = 0; i < 20; ++i) {
        QVERIFY(record.store->append({anEvent(u"X"_s), anEvent(u"Y"_s)}, AppendGuard::none()));
    }
    const auto count = [&] {
        const std::scoped_lock lock(mutex);
        return seen.size();
    };
    QTRY_COMPARE(count(), 44);
    QCOMPARE(seen, *record.store->read({}));
}

void TestEventStoreContract::startsFollowersAfterTheirPosition()
{
    RecordFixture record;
    fill(*record.store);
    std::mutex mutex;
    Positions early;
    Positions late;
    const auto into = [&mutex](Positions& list) {
        return [&mutex, &list](const QList<StoredEvent>& events) {
            const std::scoped_lock lock(mutex);
            list.append(positions(events));
        };
    };
    const auto first = record.store->subscribe({2}, into(early));
    const auto second = record.store->subscribe({5}, into(late)); // Not there yet.
    QVERIFY(record.store->append({anEvent(u"X"_s), anEvent(u"Y"_s)}, AppendGuard::none()));
    const auto copy = [&mutex](const Positions& list) {
        const std::scoped_lock lock(mutex);
        return list;
    };
    QTRY_COMPARE(copy(early), (Positions{3, 4, 5, 6}));
    QTRY_COMPARE(copy(late), Positions{6});
}

void TestEventStoreContract::stopsCallingAFollowerThatLeft()
{
    RecordFixture record;
    std::atomic<int> left = 0;
    std::atomic<int> stayed = 0;
    const auto count = [](std::atomic<int>& calls) {
        return [&calls](const QList<StoredEvent>& events) {
            calls += static_cast<int>(events.size());
        };
    };
    auto first = record.store->subscribe({}, count(left));
    const auto second = record.store->subscribe({}, count(stayed));
    QVERIFY(record.store->append({anEvent(u"X"_s)}, AppendGuard::none()));
    QTRY_COMPARE(left.load(), 1);
    first.reset();
    QVERIFY(record.store->append({anEvent(u"X"_s)}, AppendGuard::none()));
    QTRY_COMPARE(stayed.load(), 2);
    QCOMPARE(left.load(), 1);
}

void TestEventStoreContract::letsAFollowerLeaveWhileItIsCalled()
{
    RecordFixture record;
    std::unique_ptr<Subscription> subscription;
    std::atomic<bool> called = false;
    std::atomic<int> later = 0;
    subscription = record.store->subscribe({}, [&](const QList<StoredEvent>&) {
        subscription.reset();
        called = true;
    });
    const auto other = record.store->subscribe(
        {}, [&](const QList<StoredEvent>& events) { later += static_cast<int>(events.size()); });
    QVERIFY(record.store->append({anEvent(u"X"_s)}, AppendGuard::none()));
    QTRY_VERIFY(called);
    QVERIFY(record.store->append({anEvent(u"X"_s)}, AppendGuard::none()));
    QTRY_COMPARE(later.load(), 2);
}

void TestEventStoreContract::takesTextsThatLookLikeSomethingElse()
{
    RecordFixture record;
    const QStringList nasty{
        u"'; DROP TABLE event; --"_s, u"%"_s,  u"a:b:c"_s, u" "_s, u"Ä\u0308ß"_s,
        QString(u"nul\0l"_s),         u"123"_s};
    for (const QString& text : nasty) {
        Event event = anEvent(text, {{u"k"_s, text}});
        event.id = EventId(text);
        QVERIFY(record.store->append({event}, AppendGuard::none()));
        const auto found = record.store->read(about({{{text}, {{u"k"_s, text}}}}));
        QCOMPARE(found->size(), 1);
        QCOMPARE(found->first().event, event);
    }
    // The type "k:x" is no tag k:x, and the other way round.
    QVERIFY(record.store->append({anEvent(u"k:x"_s)}, AppendGuard::none()));
    QCOMPARE(positions(record.store->read(EventQuery::tagged(u"k"_s, u"x"_s))), Positions{});
}

void TestEventStoreContract::holdsALargeEvent()
{
    RecordFixture record;
    Event event = anEvent(u"ignored"_s);
    event.payload = GateLogAppended{.text = QString(2 * 1024 * 1024, u'ü')};
    QVERIFY(record.store->append({event}, AppendGuard::none()));
    QCOMPARE(record.store->read({})->first().event, event);
}

QTEST_GUILESS_MAIN(TestEventStoreContract)
#include "tst_event_store_contract.moc"
