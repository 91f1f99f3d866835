// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/board_order.h"
#include "ui/models/inbox_order.h"
#include "ui/models/issue_order.h"

#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;
using readmodels::Approval;
using readmodels::IssueRow;
using readmodels::LoopRow;
using workflow::LoopStatus;

namespace {

Timestamp at(int second)
{
    return Timestamp{std::chrono::seconds(second)};
}

LoopRow loop(const QString& id, LoopStatus status, int second)
{
    LoopRow row;
    row.id = LoopId(id);
    row.status = status;
    row.startedAt = row.lastSignAt = row.finishedAt = at(second);
    return row;
}

Approval approval(const QString& id, int second, bool breaking = false)
{
    Approval row;
    row.request.approvalId = ApprovalId(id);
    row.request.breaking = breaking;
    row.requestedAt = at(second);
    return row;
}

QStringList ids(const QList<LoopRow>& rows)
{
    QStringList found;
    std::ranges::transform(rows, std::back_inserter(found),
                           [](const LoopRow& row) { return row.id.text(); });
    return found;
}

QStringList ids(const QList<Approval>& rows)
{
    QStringList found;
    std::ranges::transform(rows, std::back_inserter(found),
                           [](const Approval& row) { return row.request.approvalId.text(); });
    return found;
}

IssueRow issue(int number, const QString& title, bool closed = false)
{
    IssueRow row;
    row.id = IssueId(QString::number(number));
    row.number = number;
    row.title = title;
    row.closed = closed;
    row.createdAt = at(number);
    row.updatedAt = at(100 - number);
    row.repository = u"/r/%1"_s.arg(number % 2);
    return row;
}

} // namespace

class TestOrders : public QObject {
    Q_OBJECT

private slots:
    void boardPutsEveryLoopIntoOneColumn();
    void inboxPutsBreakingThenOverdueThenOldestFirst();
    void inboxLeavesOutHeldAndClosed();
    void inboxDividesByWhatTheReaderHasToDo();
    void nextOpensInPlaceOfTheOneThatLeft_data();
    void nextOpensInPlaceOfTheOneThatLeft();
    void issueFilterNeedsEveryWord_data();
    void issueFilterNeedsEveryWord();
    void closedIssuesComeLastOrNotAtAll();
    void repositoryUsedLastComesFirst();
};

void TestOrders::boardPutsEveryLoopIntoOneColumn()
{
    const auto board = boardOf(
        {loop(u"done-early"_s, LoopStatus::Completed, 10),
         loop(u"done-late"_s, LoopStatus::Failed, 20), loop(u"run-late"_s, LoopStatus::Running, 9),
         loop(u"run-early"_s, LoopStatus::Running, 3), loop(u"ask-late"_s, LoopStatus::NeedsYou, 8),
         loop(u"ask-early"_s, LoopStatus::NeedsYou, 2), loop(u"unknown"_s, LoopStatus::Unknown, 1),
         loop(u"queued"_s, LoopStatus::Queued, 1),
         loop(u"cancelled"_s, LoopStatus::Cancelled, 15)});
    QCOMPARE(ids(board[0]), (QStringList{u"ask-early"_s, u"ask-late"_s}));
    QCOMPARE(ids(board[1]), (QStringList{u"run-early"_s, u"run-late"_s}));
    QCOMPARE(ids(board[2]), (QStringList{u"unknown"_s, u"queued"_s})); // As they came.
    QCOMPARE(ids(board[3]), (QStringList{u"done-late"_s, u"cancelled"_s, u"done-early"_s}));
}

void TestOrders::inboxPutsBreakingThenOverdueThenOldestFirst()
{
    Approval overdue = approval(u"overdue"_s, 8);
    overdue.request.dueAfterMs = 1'000;
    const auto inbox = inboxOf(
        {approval(u"new"_s, 9), approval(u"old"_s, 1), overdue, approval(u"breaking"_s, 5, true)},
        {u"mia"_s, at(10)});
    QCOMPARE(ids(inbox.waiting), (QStringList{u"breaking"_s, u"overdue"_s, u"old"_s, u"new"_s}));
}

void TestOrders::inboxLeavesOutHeldAndClosed()
{
    Approval closed = approval(u"closed"_s, 1);
    closed.status = Approval::Status::Granted;
    const auto inbox = inboxOf({closed, approval(u"held"_s, 2), approval(u"open"_s, 3)},
                               {u"mia"_s, at(10), {ApprovalId(u"held"_s)}});
    QCOMPARE(ids(inbox.waiting), QStringList{u"open"_s});
}

void TestOrders::inboxDividesByWhatTheReaderHasToDo()
{
    Approval late = approval(u"late"_s, 1);
    late.snoozedUntil = {{u"mia"_s, at(30)}, {u"ben"_s, at(5)}};
    Approval soon = approval(u"soon"_s, 2);
    soon.snoozedUntil = {{u"mia"_s, at(20)}};
    Approval handed = approval(u"handed"_s, 3);
    handed.handedTo = u"ben"_s;
    Approval own = approval(u"own"_s, 4);
    own.request.mayNotDecide = {u"mia"_s};
    const QList<Approval> all{late, soon, handed, own, approval(u"open"_s, 5)};
    const auto mine = inboxOf(all, {u"mia"_s, at(10)});
    QCOMPARE(ids(mine.waiting), QStringList{u"open"_s});
    QCOMPARE(ids(mine.later), (QStringList{u"soon"_s, u"late"_s})); // The first to come back.
    QCOMPARE(ids(mine.withOthers), (QStringList{u"handed"_s, u"own"_s}));
    QCOMPARE(ids(inboxOf(all, {u"mia"_s, at(25)}).waiting), (QStringList{u"soon"_s, u"open"_s}));
    const auto bens = inboxOf(all, {u"ben"_s, at(10)});
    QCOMPARE(bens.waiting.size(), 5);
    QVERIFY(bens.later.isEmpty() && bens.withOthers.isEmpty());
}

void TestOrders::nextOpensInPlaceOfTheOneThatLeft_data()
{
    QTest::addColumn<QString>("gone");
    QTest::addColumn<QString>("next");
    QTest::newRow("first of three") << u"a"_s << u"b"_s;
    QTest::newRow("middle") << u"b"_s << u"c"_s;
    QTest::newRow("last") << u"c"_s << u"b"_s;
    QTest::newRow("nothing was open") << QString() << u"a"_s;
}

void TestOrders::nextOpensInPlaceOfTheOneThatLeft()
{
    QFETCH(QString, gone);
    const QList<Approval> before{approval(u"a"_s, 1), approval(u"b"_s, 2), approval(u"c"_s, 3)};
    QList<Approval> now = before;
    now.removeIf([&](const Approval& a) { return a.request.approvalId.text() == gone; });
    QTEST(nextAfter(ApprovalId(gone), before, now).text(), "next");
    QVERIFY(nextAfter(ApprovalId(gone), before, {}).isEmpty());
}

void TestOrders::issueFilterNeedsEveryWord_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("found");
    QTest::newRow("no words") << u"  "_s << 2;
    QTest::newRow("another case") << u"ROUND"_s << 1;
    QTest::newRow("two words in any order") << u"cent round"_s << 1;
    QTest::newRow("one word is missing") << u"round invoice"_s << 0;
    QTest::newRow("number") << u"#2"_s << 1;
    QTest::newRow("label") << u"bug"_s << 1;
}

void TestOrders::issueFilterNeedsEveryWord()
{
    QFETCH(QString, text);
    IssueRow labelled = issue(2, u"Export invoices"_s);
    labelled.labels = {u"Bug"_s};
    const auto found = issuesOf({issue(1, u"Round to the cent"_s), labelled}, {text});
    QTEST(static_cast<int>(found.size()), "found");
}

void TestOrders::closedIssuesComeLastOrNotAtAll()
{
    const QList<IssueRow> all{issue(1, u"a"_s), issue(2, u"b"_s), issue(3, u"c"_s, true)};
    QCOMPARE(issuesOf(all, {}).size(), 2);
    const auto both = issuesOf(all, {{}, true});
    QCOMPARE(both.size(), 3);
    QCOMPARE(both.first().number, 2); // The newest open one.
    QCOMPARE(both.last().number, 3);
}

void TestOrders::repositoryUsedLastComesFirst()
{
    QCOMPARE(repositoriesOf({issue(2, {}), issue(1, {}), issue(4, {})}),
             (QStringList{u"/r/1"_s, u"/r/0"_s}));
}

QTEST_GUILESS_MAIN(TestOrders)
#include "tst_orders.moc"
