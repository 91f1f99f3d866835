// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/snapshot.h"

#include "core/events/catalog.h"
#include "core/events/codec.h"
#include "core/readmodels/audit.h"
#include "core/readmodels/read_models.h"
#include "tests/support/random_record.h"

#include <QTest>

using namespace tamma;
using namespace tamma::readmodels;
using events::StoredEvent;

namespace {

template <Fold T> T foldOf(const QList<StoredEvent>& events, T from = {})
{
    for (const StoredEvent& stored : events) {
        from.apply(stored);
    }
    return from;
}

/// fold(snapshot, rest) == fold(all), for one cut.
template <Fold T> bool isTakenUpAt(qsizetype cut, const QList<StoredEvent>& events)
{
    const auto kept = T::fromSnapshot(foldOf<T>(events.first(cut)).snapshot());
    return kept && foldOf<T>(events.sliced(cut), *kept) == foldOf<T>(events);
}

/// The events as a store gives them to whoever wants the payloads of this fold only.
template <Fold T> QList<StoredEvent> asReadFor(QList<StoredEvent> events)
{
    for (StoredEvent& stored : events) {
        events::Payload& payload = stored.event.payload;
        const QString type = events::catalog::typeName(payload);
        if (!T::payloads().contains(type)) {
            payload = events::codec::withoutFields(type, events::catalog::version(payload));
        }
    }
    return events;
}

struct OneField {
    int number = 0;
    template <typename V> friend void fields(V& visit, OneField& p) { visit("number", p.number); }
};
struct OtherName {
    int count = 0;
    template <typename V> friend void fields(V& visit, OtherName& p) { visit("count", p.count); }
};
struct OtherType {
    QList<QString> number;
    template <typename V> friend void fields(V& visit, OtherType& p) { visit("number", p.number); }
};

} // namespace

class TestSnapshot : public QObject {
    Q_OBJECT

private slots:
    void takesUpWhatItKept_data();
    void takesUpWhatItKept();
    void foldsEqualEventsToEqualStates();
    void looksAtNoOtherPayloads_data() { takesUpWhatItKept_data(); }
    void looksAtNoOtherPayloads();
    void refusesWhatNobodyWrote();
    void bearsAnyDamage();
    void tellsStatesOfOtherShapesApart();
    void writesATextOnce();
};

void TestSnapshot::takesUpWhatItKept_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 20; ++seed) {
        QTest::newRow(qPrintable(QString::number(seed))) << seed;
    }
}

void TestSnapshot::takesUpWhatItKept()
{
    QFETCH(const unsigned, seed);
    const auto events = test::RandomRecord(seed).events(400);
    std::mt19937 random(seed);
    for (int i = 0; i < 10; ++i) {
        const qsizetype cut = std::uniform_int_distribution<qsizetype>(0, events.size())(random);
        QVERIFY2(isTakenUpAt<ReadModels>(cut, events), qPrintable(QString::number(cut)));
        QVERIFY2(isTakenUpAt<Audit>(cut, events), qPrintable(QString::number(cut)));
    }
}

void TestSnapshot::foldsEqualEventsToEqualStates()
{
    const auto events = test::RandomRecord(7).events(500);
    QVERIFY(foldOf<ReadModels>(events) == foldOf<ReadModels>(events));
    QVERIFY(!(foldOf<ReadModels>(events) == foldOf<ReadModels>(events.first(400))));
}

void TestSnapshot::looksAtNoOtherPayloads()
{
    QFETCH(const unsigned, seed);
    const auto events = test::RandomRecord(seed).events(400);
    QVERIFY(asReadFor<ReadModels>(events) != events);
    QVERIFY(foldOf<ReadModels>(asReadFor<ReadModels>(events)) == foldOf<ReadModels>(events));
    QVERIFY(foldOf<Audit>(asReadFor<Audit>(events)) == foldOf<Audit>(events));
}

void TestSnapshot::refusesWhatNobodyWrote()
{
    const QByteArray kept = foldOf<ReadModels>(test::RandomRecord(1).events(100)).snapshot();
    QVERIFY(ReadModels::fromSnapshot(kept));
    QVERIFY(!ReadModels::fromSnapshot(kept.chopped(1)));
    QVERIFY(!ReadModels::fromSnapshot(kept + 'x'));
    QVERIFY(!ReadModels::fromSnapshot({}));
}

// Damaged files are found by their sum before; this must only not crash or take all memory.
void TestSnapshot::bearsAnyDamage()
{
    const QByteArray kept = foldOf<ReadModels>(test::RandomRecord(2).events(60)).snapshot();
    std::mt19937 random(3);
    for (int i = 0; i < 500; ++i) {
        QByteArray damaged = kept;
        for (int byte = 0; byte < 3; ++byte) {
            damaged[static_cast<qsizetype>(random() % static_cast<size_t>(damaged.size()))]
                = static_cast<char>(random());
        }
        (void)ReadModels::fromSnapshot(damaged.first(
            static_cast<qsizetype>(random() % static_cast<size_t>(damaged.size() + 1))));
    }
}

void TestSnapshot::tellsStatesOfOtherShapesApart()
{
    const QByteArray version = snapshotVersion<OneField>(1);
    QVERIFY(version != snapshotVersion<OneField>(2));
    QVERIFY(version != snapshotVersion<OtherName>(1));
    QVERIFY(version != snapshotVersion<OtherType>(1));
    QCOMPARE(version, snapshotVersion<OneField>(1));
}

void TestSnapshot::writesATextOnce()
{
    const QString text(1000, QLatin1Char('x'));
    const QList<QString> many(50, text);
    const QByteArray bytes = snapshotOf(many);
    QVERIFY(bytes.size() < 1100);
    const auto again = foldFrom<QList<QString>>(bytes);
    QVERIFY(again && *again == many);
    QCOMPARE(again->at(0).constData(), again->at(49).constData());
}

QTEST_APPLESS_MAIN(TestSnapshot)
#include "tst_snapshot.moc"
