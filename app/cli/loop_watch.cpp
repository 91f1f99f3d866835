// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/loop_watch.h"

#include "app/cli/record_view.h"
#include "core/events/codec.h"

#include <condition_variable>
#include <mutex>

namespace tamma::cli {

using namespace events;
using workflow::LoopStatus;
using workflow::StepStatus;
using namespace Qt::StringLiterals;

namespace {

QString outcomeLine(const readmodels::LoopRow& row, const readmodels::StepCell& cell)
{
    static const QHash<StepStatus, QString> marks{{StepStatus::Passed, u"ok  "_s},
                                                  {StepStatus::Skipped, u"skip"_s},
                                                  {StepStatus::Failed, u"FAIL"_s}};
    return u"#%1  %2  %3  %4"_s.arg(row.issueNumber)
        .arg(marks.value(cell.status), cell.name.leftJustified(22),
             cell.summary.section(u'\n', 0, 0));
}

bool isOver(LoopStatus status)
{
    return status == LoopStatus::Completed || status == LoopStatus::Failed
        || status == LoopStatus::Cancelled;
}

} // namespace

LoopWatch::LoopWatch(engine::ReadModelFeed& feed, const Output& output)
    : m_feed(feed)
    , m_output(output)
{
}

LoopWatch::~LoopWatch()
{
    m_feed.setWake({});
}

ExitCode LoopWatch::run(const QSet<LoopId>& loops, const std::stop_token& stop,
                        const OnApproval& onApproval)
{
    m_wanted = loops;
    std::mutex mutex;
    std::condition_variable_any bell;
    bool news = true;
    m_feed.setWake([&] {
        const std::scoped_lock lock(mutex);
        news = true;
        bell.notify_all();
    });
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex);
            if (!bell.wait(lock, stop, [&] { return news; })) {
                break;
            }
            news = false;
        }
        const engine::ReadModelChange change = m_feed.take();
        show(change);
        answer(change, onApproval);
        if (isQuiet()) {
            break;
        }
    }
    m_feed.setWake({});
    return stop.stop_requested() ? Interrupted : result();
}

void LoopWatch::answer(const engine::ReadModelChange& change, const OnApproval& onApproval)
{
    for (const readmodels::Approval& approval : change.approvals) {
        const ApprovalId& id = approval.request.approvalId;
        m_answered.remove(id); // These are the news of it.
        const bool isOpen = approval.status == readmodels::Approval::Status::Open;
        const bool isNamed = m_wanted.contains(approval.request.loopId);
        if (isOpen && isNamed && onApproval && approval.exchanges.isEmpty()
            && onApproval(approval)) {
            m_answered.insert(id);
        }
    }
}

void LoopWatch::show(const engine::ReadModelChange& change)
{
    for (const readmodels::LoopRow& row : change.loops) {
        if (m_wanted.isEmpty() || m_wanted.contains(row.id)) {
            m_rows[row.id] = row;
        }
    }
    for (const StoredEvent& stored : change.events) {
        if (m_rows.contains(LoopId(stored.event.tags.value(tag::LOOP)))) {
            showEvent(stored);
        }
    }
    for (const readmodels::LoopRow& row : change.loops) {
        if (m_rows.contains(row.id)) {
            showSteps(row);
        }
    }
}

void LoopWatch::showEvent(const StoredEvent& stored)
{
    if (m_output.isJson()) {
        m_output.row(codec::toJson(stored), {});
        return;
    }
    const readmodels::LoopRow& row = m_rows[LoopId(stored.event.tags.value(tag::LOOP))];
    if (const auto* session = std::get_if<AgentSessionStarted>(&stored.event.payload)) {
        m_output.say(u"#%1        %2 works%3"_s.arg(row.issueNumber)
                         .arg(session->provider, session->recorded ? u" (recorded)"_s : QString()));
    } else if (const auto* request = std::get_if<ApprovalRequested>(&stored.event.payload)) {
        m_output.say(u"#%1  ASK   %2"_s.arg(row.issueNumber).arg(request->question));
        m_output.say(u"             tamma approvals approve %1"_s.arg(request->approvalId.text()));
    } else if (const auto* merged = std::get_if<PullRequestMerged>(&stored.event.payload)) {
        m_output.say(u"#%1        merged into %2 as %3"_s.arg(row.issueNumber)
                         .arg(merged->baseBranch, merged->mergeCommit.left(10)));
    } else if (const auto* words = std::get_if<TranscriptAppended>(&stored.event.payload)) {
        const QString last = words->entries.isEmpty() ? QString() : words->entries.last().text;
        m_output.progress(u"#%1  %2"_s.arg(row.issueNumber).arg(last.simplified()));
    } else if (const auto* log = std::get_if<GateLogAppended>(&stored.event.payload)) {
        m_output.progress(
            u"#%1  %2"_s.arg(row.issueNumber).arg(log->text.trimmed().section(u'\n', -1)));
    }
}

void LoopWatch::showSteps(const readmodels::LoopRow& row)
{
    QList<StepStatus>& shown = m_shown[row.id];
    shown.resize(row.steps.size(), StepStatus::Pending);
    for (qsizetype i = 0; i < row.steps.size(); ++i) {
        const readmodels::StepCell& cell = row.steps.at(i);
        const bool ended = cell.status == StepStatus::Passed || cell.status == StepStatus::Skipped
            || cell.status == StepStatus::Failed;
        if (ended && shown.at(i) != cell.status) {
            m_output.say(outcomeLine(row, cell));
        }
        shown[i] = cell.status;
    }
}

bool LoopWatch::isQuiet() const
{
    const bool allSeen
        = std::ranges::all_of(m_wanted, [this](const LoopId& id) { return m_rows.contains(id); });
    return allSeen && !m_rows.isEmpty() && m_answered.isEmpty()
        && std::ranges::all_of(m_rows, [](const readmodels::LoopRow& row) {
               return isOver(row.status) || row.status == LoopStatus::NeedsYou
                   || row.status == LoopStatus::Paused;
           });
}

ExitCode LoopWatch::result() const
{
    const auto any = [this](auto fits) { return std::ranges::any_of(m_rows, fits); };
    if (any([](const readmodels::LoopRow& row) {
            return row.status == LoopStatus::NeedsYou || row.status == LoopStatus::Paused;
        })) {
        return NeedsYou;
    }
    if (any([](const readmodels::LoopRow& row) { return row.status != LoopStatus::Completed; })) {
        return LoopFailed;
    }
    return Ok;
}

} // namespace tamma::cli
