// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/event_store/record_fixture.h"

#include "core/events/memory_event_store.h"

#include <QTest>

#include <random>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

/// Makes events, queries and guards in which words meet often.
class Dice {
public:
    explicit Dice(unsigned seed)
        : m_random(seed)
    {
    }

    int upTo(int end) { return static_cast<int>(m_random() % static_cast<unsigned>(end)); }

    QString type() { return u"TYPE.%1"_s.arg(upTo(4)); }
    Tags tags(int most)
    {
        Tags tags;
        for (int left = upTo(most + 1); left > 0; --left) {
            const int key = upTo(4); // The higher the key, the rarer its values.
            tags.insert(u"key%1"_s.arg(key), QString::number(upTo(1 + key * key * 6)));
        }
        return tags;
    }
    QList<Event> batch()
    {
        QList<Event> batch;
        for (int left = 1 + upTo(4); left > 0; --left) {
            batch.append(anEvent(type(), tags(4)));
            batch.last().metadata.actor = upTo(2) == 0 ? u"mia"_s : u"ann"_s;
        }
        return batch;
    }
    EventQuery about()
    {
        EventQuery query;
        for (int left = upTo(4); left > 0; --left) {
            QueryItem item;
            for (int types = upTo(3); types > 0; --types) {
                item.types.append(type());
            }
            item.tags = tags(2);
            if (!item.types.isEmpty() || !item.tags.isEmpty()) {
                query.items.append(item);
            }
        }
        return query;
    }
    EventQuery query(qint64 head)
    {
        EventQuery query = about();
        const auto somewhere = [&] { return Position{upTo(static_cast<int>(head) + 3)}; };
        query.after = upTo(2) == 0 ? Position{} : somewhere();
        query.upTo = upTo(2) == 0 ? query.upTo : somewhere();
        query.limit = upTo(2) == 0 ? query.limit : upTo(12);
        query.backwards = upTo(2) == 0;
        if (upTo(4) == 0) {
            query.metadata.insert(u"actor"_s, u"mia"_s);
        }
        return query;
    }

private:
    std::mt19937 m_random;
};

} // namespace

/// Every store against the simplest one: the same appends and questions, the same answers.
class TestEventStoreModel final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { RecordFixture::addKinds(); }

    void answersAsTheSimplestStoreDoes_data();
    void answersAsTheSimplestStoreDoes();
};

void TestEventStoreModel::answersAsTheSimplestStoreDoes_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 4; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void TestEventStoreModel::answersAsTheSimplestStoreDoes()
{
    QFETCH(unsigned, seed);
    RecordFixture record;
    MemoryEventStore model;
    Dice dice(seed);
    for (int round = 0; round < 250; ++round) {
        const QList<Event> batch = dice.batch();
        const qint64 head = model.head()->value;
        const AppendGuard guard = dice.upTo(3) == 0
            ? AppendGuard{{{dice.about(), {dice.upTo(static_cast<int>(head) + 1)}},
                           {dice.about(), {head}}}}
            : AppendGuard::none();
        const auto expected = model.append(batch, guard);
        const auto answer = record.store->append(batch, guard);
        QCOMPARE(answer.has_value(), expected.has_value());
        if (answer) {
            QCOMPARE(answer->first, expected->first);
            QCOMPARE(answer->last, expected->last);
        } else {
            QCOMPARE(answer.error().code, expected.error().code);
            QCOMPARE(answer.error().context[u"clause"], expected.error().context[u"clause"]);
            QCOMPARE(answer.error().context[u"position"], expected.error().context[u"position"]);
        }
        for (int questions = 0; questions < 4; ++questions) {
            const EventQuery query = dice.query(head);
            QCOMPARE(positions(record.store->read(query)), positions(model.read(query)));
        }
    }
    const auto all = record.store->read({});
    const auto told = model.read({});
    for (qsizetype i = 0; i < told->size(); ++i) {
        QCOMPARE(all->at(i).event, told->at(i).event);
    }
}

QTEST_GUILESS_MAIN(TestEventStoreModel)
#include "tst_event_store_model.moc"
