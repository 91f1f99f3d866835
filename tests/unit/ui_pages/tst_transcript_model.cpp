// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/transcript_model.h"

#include "tests/support/loop_story.h"

#include <QSignalSpy>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using Kind = TranscriptBlock::Kind;
using Outcome = TranscriptBlock::Outcome;

namespace {

const LoopId LOOP(QStringLiteral("loop-1"));
const SessionId SESSION(QStringLiteral("session-1"));
const GateId TEST_GATE(QStringLiteral("test"));

events::GateLogAppended log(const QString& text, int attempt = 1)
{
    return {LOOP, workflow::step::TEST_VALIDATION, attempt, text};
}

events::TranscriptEntry entry(const char* kind, const QString& text)
{
    return {QLatin1StringView(kind), text};
}

/// A loop with an agent session, a log and a verdict.
QList<events::StoredEvent> story()
{
    test::LoopStory told;
    told.start(workflow::step::CODE_GENERATION);
    told.say(events::AgentSessionStarted{LOOP, workflow::step::CODE_GENERATION, SESSION,
                                         QStringLiteral("playback"), QStringLiteral("opus"), true,
                                         QStringLiteral("Do it.")});
    auto call = entry("toolCall", QStringLiteral("Edit src/a.cpp"));
    call.tool = QStringLiteral("Edit");
    call.path = QStringLiteral("src/a.cpp");
    auto denied = entry("toolResult", QStringLiteral("denied\n"));
    denied.failed = true;
    told.say(events::TranscriptAppended{LOOP,
                                        SESSION,
                                        {entry("text", QStringLiteral("I will.")),
                                         entry("thought", QStringLiteral("Hm.")), call, denied,
                                         entry("text", QStringLiteral("  \n")),
                                         entry("unheard-of", QStringLiteral("new"))}});
    told.say(events::AgentSessionEnded{
        LOOP, SESSION, QStringLiteral("completed"), {}, {}, 1200, 300, 0.38, 12'000});
    told.say(events::StepCompleted{LOOP, workflow::step::CODE_GENERATION, 1, false,
                                   QStringLiteral("2 files changed.")});
    told.start(workflow::step::TEST_VALIDATION);
    told.say(log(QStringLiteral("one\ntw")));
    told.say(log(QStringLiteral("o\nthree")));
    events::Verdict verdict{TEST_GATE, workflow::step::TEST_VALIDATION};
    verdict.summary = QStringLiteral("1 of 3 failed");
    told.say(events::GateFailed{LOOP, verdict});
    told.say(events::StepFailed{LOOP, workflow::step::TEST_VALIDATION, 1,
                                QStringLiteral("GATE_FAILED"), QStringLiteral("1 of 3 failed")});
    return told.stored;
}

QList<Kind> kindsOf(const TranscriptModel& model)
{
    QList<Kind> kinds;
    for (qint64 row = 0; row < model.rowCount(); ++row) {
        kinds.append(model.block(row).kind);
    }
    return kinds;
}

QList<TranscriptBlock> blocksOf(const TranscriptModel& model)
{
    QList<TranscriptBlock> blocks;
    for (qint64 row = 0; row < model.rowCount(); ++row) {
        blocks.append(model.block(row));
    }
    return blocks;
}

} // namespace

class TestTranscriptModel : public QObject {
    Q_OBJECT

private slots:
    void tellsALoopInOrder()
    {
        TranscriptModel model;
        model.apply(story());
        const QList<Kind> expected{Kind::Step,     Kind::Session,    Kind::Text,   Kind::Thought,
                                   Kind::ToolCall, Kind::ToolOutput, Kind::Notice, Kind::SessionEnd,
                                   Kind::Step,     Kind::GateLog,    Kind::Verdict};
        QCOMPARE(kindsOf(model), expected);
        QVERIFY(model.block(1).recorded);
        QCOMPARE(model.block(4).path, QStringLiteral("src/a.cpp"));
        QCOMPARE(model.block(5).outcome, Outcome::Bad);
        QCOMPARE(model.block(0).outcome, Outcome::Good);
        QCOMPARE(model.block(0).text, QStringLiteral("2 files changed."));
        QCOMPARE(model.block(8).outcome, Outcome::Bad);
        QCOMPARE(model.block(9).text, QStringLiteral("one\ntwo\nthree"));
        QCOMPARE(model.block(9).lineCount, 3);
    }

    void batchesDoNotMatter()
    {
        const auto events = story();
        TranscriptModel whole;
        whole.apply(events);
        TranscriptModel single;
        for (const auto& stored : events) {
            single.apply({stored});
        }
        QCOMPARE(blocksOf(single), blocksOf(whole));
    }

    void eventsThatCameAlreadyAreSkipped()
    {
        const auto events = story();
        TranscriptModel model;
        model.apply(events.mid(0, 6));
        model.apply(events);
        model.apply(events.mid(3, 4));
        TranscriptModel whole;
        whole.apply(events);
        QCOMPARE(blocksOf(model), blocksOf(whole));
    }

    void announcesExactlyWhatChanged()
    {
        const auto events = story();
        TranscriptModel model;
        QSignalSpy inserted(&model, &RowSource::inserted);
        QSignalSpy changed(&model, &RowSource::changed);
        QList<TranscriptBlock> shown;
        for (const auto& stored : events) {
            inserted.clear();
            changed.clear();
            model.apply({stored});
            for (const auto& signal : changed) {
                for (qint64 i = 0; i < signal[1].toLongLong(); ++i) {
                    shown[signal[0].toLongLong() + i] = model.block(signal[0].toLongLong() + i);
                }
            }
            for (const auto& signal : inserted) {
                QCOMPARE(signal[0].toLongLong(), shown.size());
                for (qint64 i = 0; i < signal[1].toLongLong(); ++i) {
                    shown.append(model.block(shown.size()));
                }
            }
            QCOMPARE(shown, blocksOf(model));
        }
    }

    void eachAttemptHasALogOfItsOwn()
    {
        test::LoopStory told;
        told.say(log(QStringLiteral("first\n")));
        told.say(log(QStringLiteral("second\n"), 2));
        told.say(log(QStringLiteral("still the first\n")));
        TranscriptModel model;
        model.apply(told.stored);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.block(0).text, QStringLiteral("first\nstill the first\n"));
        QCOMPARE(model.block(0).lineCount, 2);
    }

    void findsTheNewestHeaderOfAStep()
    {
        test::LoopStory told;
        told.pass(workflow::step::CODE_GENERATION, 1);
        told.pass(workflow::step::TEST_VALIDATION, 1);
        told.pass(workflow::step::CODE_GENERATION, 2);
        TranscriptModel model;
        model.apply(told.stored);
        QCOMPARE(model.rowOfStep(workflow::step::CODE_GENERATION), 2);
        QCOMPARE(model.rowOfStep(workflow::step::CODE_GENERATION, 1), 0);
        QCOMPARE(model.rowOfStep(workflow::step::MERGE), -1);
    }

    void stripsWhatIsMeantForATerminal_data()
    {
        QTest::addColumn<QStringList>("pieces");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QStringList& pieces, const QString& expected) {
            QTest::newRow(name) << pieces << expected;
        };
        row("plain", {"a\tb\n"}, "a\tb\n");
        row("colours", {"\x1b[31mred\x1b[0m\n"}, "red\n");
        row("cut inside a sequence", {"\x1b[3", "1mred\x1b", "[0m\n"}, "red\n");
        row("window title", {"\x1b]0;title\x07text\n"}, "text\n");
        row("link", {"\x1b]8;;http://x\x1b\\here\n"}, "here\n");
        row("Windows line ends", {"one\r", "\ntwo\r\n"}, "one\ntwo\n");
        row("progress bar", {"10 %\r50 %\r", "100 %\n"}, "100 %\n");
        row("progress bar that clears", {"10 %\r\x1b[K50 %\n"}, "50 %\n");
        row("only the last line is overwritten", {"kept\nold\rnew"}, "kept\nnew");
        row("backspace", {"ab\bc\n\b"}, "ac\n");
        row("bells and zeros", {QString::fromLatin1("a\x07\0b", 4)}, "ab");
    }
    void stripsWhatIsMeantForATerminal()
    {
        QFETCH(QStringList, pieces);
        QFETCH(QString, expected);
        test::LoopStory told;
        for (const auto& piece : pieces) {
            told.say(log(piece));
        }
        TranscriptModel model;
        model.apply(told.stored);
        QCOMPARE(model.block(0).text, expected);
        const auto lines = expected.count(u'\n') + (expected.endsWith(u'\n') ? 0 : 1);
        QCOMPARE(model.block(0).lineCount, lines);
    }
};

QTEST_GUILESS_MAIN(TestTranscriptModel)
#include "tst_transcript_model.moc"
