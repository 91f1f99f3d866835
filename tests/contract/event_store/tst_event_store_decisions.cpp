// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/event_store/record_fixture.h"

#include "core/events/catalog.h"

#include <QTest>

#include <latch>
#include <thread>
#include <vector>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

constexpr int PEOPLE = 12;
constexpr int ROOM = 5; // In a pool.

/// What somebody decides after reading; nullopt: it cannot be done.
using Decision = std::function<std::optional<Event>(const QList<StoredEvent>& past)>;

// Reads, decides, appends if nothing changed meanwhile, and decides anew if something did: how
// every decision is made. Returns whether it was carried out.
bool decide(EventStore& store, const EventQuery& about, const Decision& decision)
{
    while (true) {
        const auto head = store.head();
        const auto past = store.read(about);
        if (!head || !past) {
            qFatal("the record cannot be read");
        }
        const auto event = decision(*past);
        if (!event) {
            return false;
        }
        const auto answer = store.append({*event}, AppendGuard::unchanged(about, *head));
        if (answer) {
            return true;
        }
        if (answer.error().code != errors::POSITION_CONFLICT) {
            qFatal("%s", qPrintable(answer.error().detail));
        }
    }
}

QString typeOf(const StoredEvent& stored)
{
    return catalog::typeName(stored.event.payload);
}

int countOf(const QList<StoredEvent>& events, const QString& type)
{
    return static_cast<int>(
        std::ranges::count_if(events, [&](const StoredEvent& one) { return typeOf(one) == type; }));
}

/// A store that forgets its guards: what the suite must notice.
class UnguardedStore final : public EventStore {
public:
    explicit UnguardedStore(EventStore& inner)
        : m_inner(inner)
    {
    }
    Result<AppendReceipt> append(const QList<Event>& batch, const AppendGuard&) override
    {
        return m_inner.append(batch, AppendGuard::none());
    }
    Result<QList<StoredEvent>> read(const EventQuery& query) const override
    {
        return m_inner.read(query);
    }
    Result<Position> head() const override { return m_inner.head(); }
    Result<Position> positionAt(Timestamp moment) const override
    {
        return m_inner.positionAt(moment);
    }
    std::unique_ptr<Subscription> subscribe(Position after, Listener listener) override
    {
        return m_inner.subscribe(after, std::move(listener));
    }

private:
    EventStore& m_inner;
};

/// Lets everybody do the same at once, and returns how many could.
template <typename Act> int everybody(const Act& act)
{
    std::atomic<int> done = 0;
    {
        std::vector<std::jthread> threads;
        for (int who = 0; who < PEOPLE; ++who) {
            threads.emplace_back([&, who] { done += act(who) ? 1 : 0; });
        }
    }
    return done;
}

} // namespace

/// Rules that no single thing owns, kept by nothing but guards: the examples that DCB was made for
/// (dcb.events), with everybody at once.
class TestEventStoreDecisions final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { RecordFixture::addKinds(); }

    void aPoolIsNeverOverfull();
    void aStoreWithoutGuardsIsNoticed();
    void nobodyIsInTooManyPools();
    void aNameBelongsToOneUntilItIsFree();
    void numbersHaveNoGaps();
    void aTokenWorksOnce();
    void aDeliveryCountsOnce();

private:
    static int joinAPool(EventStore& store);
};

// Everybody has looked before anybody joins: the worst moment. Returns how many got in.
int TestEventStoreDecisions::joinAPool(EventStore& store)
{
    std::latch everybodyHasLooked(PEOPLE);
    const EventQuery pool = EventQuery::tagged(u"pool"_s, u"p"_s);
    return everybody([&](int who) {
        bool isFirst = true;
        return decide(store, pool, [&](const QList<StoredEvent>& past) -> std::optional<Event> {
            if (std::exchange(isFirst, false)) {
                everybodyHasLooked.arrive_and_wait();
            }
            if (past.size() >= ROOM) {
                return std::nullopt;
            }
            return anEvent(u"JOINED"_s, {{u"pool"_s, u"p"_s}, {u"agent"_s, QString::number(who)}});
        });
    });
}

void TestEventStoreDecisions::aPoolIsNeverOverfull()
{
    const RecordFixture record;
    QCOMPARE(joinAPool(*record.store), ROOM);
    QCOMPARE(record.store->read({})->size(), ROOM);
}

void TestEventStoreDecisions::aStoreWithoutGuardsIsNoticed()
{
    const RecordFixture record;
    UnguardedStore unguarded(*record.store);
    QCOMPARE(joinAPool(unguarded), PEOPLE);
}

// One event counts for two: for the pool and for the agent.
void TestEventStoreDecisions::nobodyIsInTooManyPools()
{
    const RecordFixture record;
    constexpr int MOST = 3;
    const int joined = everybody([&](int who) {
        const QString agent = QString::number(who % 3);
        const QString name = QString::number(who % 4);
        const EventQuery about{{{{}, {{u"agent"_s, agent}}}, {{}, {{u"pool"_s, name}}}}};
        return decide(
            *record.store, about, [&](const QList<StoredEvent>& past) -> std::optional<Event> {
                const auto mine = std::ranges::count_if(past, [&](const StoredEvent& one) {
                    return one.event.tags.contains(u"agent"_s, agent);
                });
                const auto there = std::ranges::count_if(past, [&](const StoredEvent& one) {
                    return one.event.tags.contains(u"pool"_s, name);
                });
                if (mine >= MOST || there >= 8) {
                    return std::nullopt;
                }
                return anEvent(u"JOINED"_s, {{u"agent"_s, agent}, {u"pool"_s, name}});
            });
    });
    QCOMPARE(joined, 3 * MOST); // Four try for each of three agents.
    for (int agent = 0; agent < 3; ++agent) {
        const auto mine
            = record.store->read(EventQuery::tagged(u"agent"_s, QString::number(agent)));
        QCOMPARE(mine->size(), MOST);
    }
}

void TestEventStoreDecisions::aNameBelongsToOneUntilItIsFree()
{
    const RecordFixture record;
    const EventQuery name = EventQuery::tagged(u"plugin"_s, u"x"_s);
    const auto take = [&](int who) {
        return decide(*record.store, name, [&](const QList<StoredEvent>& past) {
            const bool isFree = countOf(past, u"REGISTERED"_s) == countOf(past, u"REMOVED"_s);
            return isFree
                ? std::optional(anEvent(u"REGISTERED"_s,
                                        {{u"plugin"_s, u"x"_s}, {u"by"_s, QString::number(who)}}))
                : std::nullopt;
        });
    };
    QCOMPARE(everybody(take), 1);
    QVERIFY(record.store->append({anEvent(u"REMOVED"_s, {{u"plugin"_s, u"x"_s}})},
                                 AppendGuard::none()));
    QCOMPARE(everybody(take), 1);
}

void TestEventStoreDecisions::numbersHaveNoGaps()
{
    const RecordFixture record;
    const EventQuery releases{{{{u"RELEASED"_s}, {}}}};
    QCOMPARE(everybody([&](int) {
                 return decide(*record.store, releases, [](const QList<StoredEvent>& past) {
                     return std::optional(
                         anEvent(u"RELEASED"_s, {{u"number"_s, QString::number(past.size() + 1)}}));
                 });
             }),
             PEOPLE);
    const auto all = record.store->read(releases);
    for (qsizetype i = 0; i < all->size(); ++i) {
        QCOMPARE(all->at(i).event.tags.value(u"number"_s), QString::number(i + 1));
    }
}

void TestEventStoreDecisions::aTokenWorksOnce()
{
    const RecordFixture record;
    QVERIFY(record.store->append({anEvent(u"REQUESTED"_s, {{u"token"_s, u"1"_s}})},
                                 AppendGuard::none()));
    const auto use = [&](const QString& token) {
        return decide(*record.store, EventQuery::tagged(u"token"_s, token),
                      [&](const QList<StoredEvent>& past) {
                          const bool isOpen = countOf(past, u"REQUESTED"_s) == 1
                              && countOf(past, u"GIVEN"_s) == 0;
                          return isOpen ? std::optional(anEvent(u"GIVEN"_s, {{u"token"_s, token}}))
                                        : std::nullopt;
                      });
    };
    QCOMPARE(everybody([&](int) { return use(u"2"_s); }), 0); // Nobody asked.
    QCOMPARE(everybody([&](int) { return use(u"1"_s); }), 1);
}

// No reading at all: the guard alone says "never before".
void TestEventStoreDecisions::aDeliveryCountsOnce()
{
    const RecordFixture record;
    const EventQuery delivery = EventQuery::tagged(u"delivery"_s, u"1111"_s);
    QCOMPARE(everybody([&](int) {
                 return record.store
                     ->append({anEvent(u"RECEIVED"_s, {{u"delivery"_s, u"1111"_s}})},
                              AppendGuard::never(delivery))
                     .has_value();
             }),
             1);
    QCOMPARE(record.store->read(delivery)->size(), 1);
}

QTEST_GUILESS_MAIN(TestEventStoreDecisions)
#include "tst_event_store_decisions.moc"
