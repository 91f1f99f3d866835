// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/loop_watch.h"

#include <QTest>

using namespace tamma;
using namespace tamma::cli;
using engine::ReadModelChange;
using readmodels::Approval;
using workflow::LoopStatus;
using namespace Qt::StringLiterals;

namespace {

ReadModelChange news(qint64 position, const QHash<QString, LoopStatus>& loops)
{
    ReadModelChange change;
    for (const auto& [id, status] : loops.asKeyValueRange()) {
        readmodels::LoopRow row;
        row.id = LoopId(id);
        row.status = status;
        change.loops.append(row);
    }
    change.upTo = Position{position};
    return change;
}

ReadModelChange question(ReadModelChange change, const QString& loop, Approval::Status status)
{
    Approval approval;
    approval.request.approvalId = ApprovalId(u"question of "_s + loop);
    approval.request.loopId = LoopId(loop);
    approval.status = status;
    change.approvals.append(approval);
    return change;
}

} // namespace

// When it is over: not before everything that somebody answered has gone on.
class TestLoopWatch : public QObject {
    Q_OBJECT

private slots:
    void init() { m_feed = std::make_unique<engine::ReadModelFeed>(); }
    void endsWhenEveryLoopIsOver();
    void endsWhenALoopWaitsForAPerson();
    void asksAboutNoOtherLoop();
    void waitsForTheNewsOfAnAnswer();

private:
    [[nodiscard]] ExitCode watch(const QSet<LoopId>& loops,
                                 const LoopWatch::OnApproval& onApproval = {})
    {
        const Output output(true);
        return LoopWatch(*m_feed, output).run(loops, {}, onApproval);
    }

    std::unique_ptr<engine::ReadModelFeed> m_feed;
    const LoopId m_first{u"first"_s};
    const LoopId m_second{u"second"_s};
};

void TestLoopWatch::endsWhenEveryLoopIsOver()
{
    m_feed->publish(news(1, {{u"first"_s, LoopStatus::Completed}}));
    QCOMPARE(watch({m_first}), Ok);
    m_feed->publish(
        news(2, {{u"first"_s, LoopStatus::Completed}, {u"second"_s, LoopStatus::Failed}}));
    QCOMPARE(watch({m_first, m_second}), LoopFailed);
}

void TestLoopWatch::endsWhenALoopWaitsForAPerson()
{
    m_feed->publish(
        news(1, {{u"first"_s, LoopStatus::Completed}, {u"second"_s, LoopStatus::NeedsYou}}));
    QCOMPARE(watch({m_first, m_second}), NeedsYou);
}

void TestLoopWatch::asksAboutNoOtherLoop()
{
    m_feed->publish(question(news(1, {{u"first"_s, LoopStatus::Completed}}), u"second"_s,
                             Approval::Status::Open));
    int asked = 0;
    QCOMPARE(watch({m_first}, [&asked](const Approval&) { return ++asked > 0; }), Ok);
    QCOMPARE(asked, 0);
}

void TestLoopWatch::waitsForTheNewsOfAnAnswer()
{
    // The other loop ends between the answer and its news: at that moment everything looks quiet.
    m_feed->publish(question(
        news(1, {{u"first"_s, LoopStatus::NeedsYou}, {u"second"_s, LoopStatus::Running}}),
        u"first"_s, Approval::Status::Open));
    const auto answer = [this](const Approval& approval) {
        if (approval.request.loopId == m_first) {
            m_feed->publish(question(news(2, {{u"second"_s, LoopStatus::Completed}}), u"second"_s,
                                     Approval::Status::Open));
            return true;
        }
        m_feed->publish(question(news(3, {{u"first"_s, LoopStatus::Completed}}), u"first"_s,
                                 Approval::Status::Granted));
        return false;
    };
    QCOMPARE(watch({m_first, m_second}, answer), Ok);
}

QTEST_APPLESS_MAIN(TestLoopWatch)
#include "tst_loop_watch.moc"
