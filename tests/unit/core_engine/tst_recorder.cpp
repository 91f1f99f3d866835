// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/recorder.h"

#include "core/events/catalog.h"
#include "tests/support/flaky_store.h"

#include <QTest>

using namespace tamma;
using namespace tamma::engine;
using namespace tamma::events;
using namespace Qt::StringLiterals;

class TestRecorder : public QObject {
    Q_OBJECT

    test::FlakyStore m_store;
    SystemClock m_clock;
    UuidV7Source m_ids;

    QStringList words() const
    {
        QStringList all;
        const auto stored = m_store.read(EventQuery::everything());
        for (const StoredEvent& one : *stored) {
            if (const auto* piece = std::get_if<TranscriptAppended>(&one.event.payload)) {
                for (const TranscriptEntry& entry : piece->entries) {
                    all.append(entry.text);
                }
            }
        }
        return all;
    }

private slots:
    void stampsEveryIdOfThePayloadAsTag()
    {
        Recorder recorder(m_store, m_clock, m_ids);
        Verdict verdict;
        verdict.gateId = GateId(u"build"_s);
        verdict.stepId = StepId(u"BUILD_VALIDATION"_s);
        QVERIFY(recorder.append({GatePassed{LoopId(u"l"_s), verdict}}, {{u"mine"_s, u"too"_s}},
                                {u"mia"_s, EventId(u"cause"_s)}));
        const auto stored = m_store.read(EventQuery::tagged(tag::GATE, u"build"_s));
        QCOMPARE(stored->size(), 1);
        const Event& event = stored->first().event;
        QVERIFY(event.tags.contains(tag::LOOP, u"l"_s));
        QVERIFY(event.tags.contains(tag::STEP, u"BUILD_VALIDATION"_s));
        QVERIFY(event.tags.contains(u"mine"_s, u"too"_s));
        QCOMPARE(event.metadata.actor, u"mia"_s);
        QCOMPARE(event.metadata.causation, u"cause"_s);
        QVERIFY(!event.id.isEmpty());
    }

    void gathersAFloodIntoFewAppends()
    {
        Recorder recorder(m_store, m_clock, m_ids);
        const LoopId loop(u"flood"_s);
        for (int i = 0; i < 5000; ++i) {
            recorder.appendLive(
                {loop},
                TranscriptAppended{loop, SessionId(u"s"_s), {{u"text"_s, QString::number(i)}}});
        }
        QVERIFY(recorder.flush(loop));
        const auto stored = m_store.read(
            {{{{catalog::typeNameOf<TranscriptAppended>()}, {{tag::LOOP, u"flood"_s}}}}});
        QVERIFY(stored->size() < 100);
        QCOMPARE(words().size(), 5000);
        for (int i = 0; i < 5000; ++i) {
            QCOMPARE(words().at(i), QString::number(i));
            i += 499;
        }
    }

    void storesLivePiecesWithoutBeingAsked()
    {
        Recorder recorder(m_store, m_clock, m_ids);
        const LoopId loop(u"quiet"_s);
        const qsizetype before = words().size();
        recorder.appendLive({loop},
                            TranscriptAppended{loop, SessionId(u"q"_s), {{u"text"_s, u"x"_s}}});
        QTRY_COMPARE(words().size(), before + 1);
    }

    void keepsWhatCouldNotBeStored()
    {
        Recorder recorder(m_store, m_clock, m_ids);
        const LoopId loop(u"full"_s);
        const qsizetype before = words().size();
        m_store.isFull = true;
        recorder.appendLive({loop},
                            TranscriptAppended{loop, SessionId(u"f"_s), {{u"text"_s, u"first"_s}}});
        QVERIFY(!recorder.flush(loop));
        recorder.appendLive(
            {loop}, TranscriptAppended{loop, SessionId(u"f"_s), {{u"text"_s, u"second"_s}}});
        QCOMPARE(words().size(), before);
        m_store.isFull = false;
        QVERIFY(recorder.flush(loop));
        QCOMPARE(words().mid(before), (QStringList{u"first"_s, u"second"_s}));
    }
};

QTEST_GUILESS_MAIN(TestRecorder)
#include "tst_recorder.moc"
