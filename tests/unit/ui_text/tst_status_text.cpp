// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/status_text.h"

#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using readmodels::LoopRow;
using workflow::LoopStatus;

namespace {

const Timestamp NOW{std::chrono::milliseconds(1'764'936'000'000)};

LoopRow loop(LoopStatus status)
{
    LoopRow row;
    row.status = status;
    row.steps = {{StepId(u"A"_s), u"Assign issue"_s}, {StepId(u"B"_s), u"Generate code"_s}};
    row.currentStep = 1;
    row.startedAt = NOW - 3min;
    row.lastSignAt = NOW - 3s;
    return row;
}

} // namespace

class TestStatusText : public QObject {
    Q_OBJECT

private slots:
    void headlineSaysWhatTheLoopDoes_data();
    void headlineSaysWhatTheLoopDoes();
    void silenceBeginsAfterAMinute();
    void onlyRunningLoopsGiveASign();
    void factsFitTheState();
    void idsOfOthersStayAsTheyAre();
    void numbersAreShort();
};

void TestStatusText::headlineSaysWhatTheLoopDoes_data()
{
    QTest::addColumn<LoopRow>("row");
    QTest::addColumn<QString>("headline");
    LoopRow row = loop(LoopStatus::Running);
    QTest::newRow("running step") << row << u"Generate code"_s;
    row.currentStep = 7;
    QTest::newRow("step beyond the plan") << row << u"Running"_s;
    row = loop(LoopStatus::NeedsYou);
    row.waitsFor = u"merge"_s;
    QTest::newRow("approval") << row << u"Your approval"_s;
    row.waitsFor = u"clarification"_s;
    QTest::newRow("question") << row << u"Your answer"_s;
    row.waitsFor = u"escalation"_s;
    QTest::newRow("escalation") << row << u"Your help"_s;
    row = loop(LoopStatus::Completed);
    QTest::newRow("finished without a merge") << row << u"Finished"_s;
    row.mergeCommit = u"4f1c"_s;
    QTest::newRow("merged") << row << u"Merged"_s;
    QTest::newRow("failed") << loop(LoopStatus::Failed) << u"Failed: Generate code"_s;
    QTest::newRow("not known yet") << loop(LoopStatus::Unknown) << u"Queued"_s;
}

void TestStatusText::headlineSaysWhatTheLoopDoes()
{
    QFETCH(LoopRow, row);
    QFETCH(QString, headline);
    QCOMPARE(loopHeadline(row), headline);
}

void TestStatusText::silenceBeginsAfterAMinute()
{
    LoopRow row = loop(LoopStatus::Running);
    row.lastSignAt = NOW - 60s;
    QVERIFY(!isSilent(row, NOW));
    row.lastSignAt = NOW - 61s;
    QVERIFY(isSilent(row, NOW));
    row.status = LoopStatus::NeedsYou;
    QVERIFY(!isSilent(row, NOW)); // It waits for a person: no sign is expected.
}

void TestStatusText::onlyRunningLoopsGiveASign()
{
    QCOMPARE(signOfLife(loop(LoopStatus::Running), NOW), u"last sign 3 s ago"_s);
    QCOMPARE(signOfLife(loop(LoopStatus::Queued), NOW), QString());
}

void TestStatusText::factsFitTheState()
{
    LoopRow row = loop(LoopStatus::Running);
    row.attempts = 2;
    row.tokens = 41'200;
    row.costUsd = 0.381;
    QCOMPARE(loopFacts(row, NOW), u"3 min · 2 attempts · 41 k tokens"_s);
    row.status = LoopStatus::Completed;
    row.finishedAt = row.startedAt + 72min;
    QCOMPARE(loopFacts(row, NOW), u"1 h 12 min · 2 attempts · $0.38"_s);
    row = loop(LoopStatus::NeedsYou);
    QCOMPARE(loopFacts(row, NOW), u"waits for 3 s"_s);
}

void TestStatusText::idsOfOthersStayAsTheyAre()
{
    QCOMPARE(providerLabel(u"claude_code"_s), u"Claude Code"_s);
    QCOMPARE(providerLabel(u"playback:green"_s), u"Recording green"_s);
    QCOMPARE(providerLabel(u"some_plugin"_s), u"some_plugin"_s);
    QCOMPARE(gateLabel(GateId(u"test"_s)), u"Tests"_s);
    QCOMPARE(gateLabel(GateId(u"licence"_s)), u"licence"_s);
    QCOMPARE(issueLabel(0), u"no issue"_s);
    QCOMPARE(repositoryLabel(u"/home/mia/shop/"_s), u"shop"_s);
}

void TestStatusText::numbersAreShort()
{
    QCOMPARE(tokensText(830), u"830 tokens"_s);
    QCOMPARE(tokensText(41'499), u"41 k tokens"_s);
    QCOMPARE(tokensText(2'340'000), u"2.3 M tokens"_s);
    QCOMPARE(filesText(1), u"1 file"_s);
    QCOMPARE(filesText(4), u"4 files"_s);
    QCOMPARE(linesText(80, 9), u"+80 −9"_s);
}

QTEST_GUILESS_MAIN(TestStatusText)
#include "tst_status_text.moc"
