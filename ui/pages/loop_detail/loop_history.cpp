// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/loop_history.h"

#include "core/workflow/step_ids.h"
#include "ui/text/status_text.h"

#include <QHash>

#include <algorithm>

namespace tamma::ui {
namespace {

/// Which gate a step of the standard workflow asks; others say so by a verdict only.
GateId gateOf(const StepId& step)
{
    namespace step_id = workflow::step;
    static const QHash<StepId, GateId> GATES{
        {step_id::BUILD_VALIDATION, GateId(QStringLiteral("build"))},
        {step_id::TEST_VALIDATION, GateId(QStringLiteral("test"))},
        {step_id::SECURITY_SCAN, GateId(QStringLiteral("security"))},
        {step_id::CODE_REVIEW, GateId(QStringLiteral("review"))},
        {step_id::CI_CHECK, GateId(QStringLiteral("ci"))},
    };
    return GATES.value(step);
}

} // namespace

void LoopHistory::apply(const QList<events::StoredEvent>& events)
{
    for (const auto& stored : events) {
        if (stored.position > m_seen) {
            m_seen = stored.position;
            std::visit([this](const auto& payload) { take(payload); }, stored.event.payload);
        }
    }
}

QList<GateCard> LoopHistory::cardsOf(const QString& commit) const
{
    QList<GateCard> cards;
    std::ranges::copy_if(m_cards, std::back_inserter(cards),
                         [&](const GateCard& card) { return card.verdict.commit == commit; });
    return cards;
}

QString LoopHistory::logOf(const events::Verdict& verdict) const
{
    return m_logs.value({verdict.stepId, verdict.attempt}, verdict.logTail);
}

QList<LineNote> LoopHistory::notesOf(const QString& commit) const
{
    QList<LineNote> notes;
    for (const GateCard& card : cardsOf(commit)) {
        notes += findingNotes(card.verdict);
    }
    for (const events::ApprovalRejected& rejected : m_rejections) {
        if (m_asked.value(rejected.approvalId) != commit) {
            continue;
        }
        for (const events::LineComment& comment : rejected.comments) {
            notes.append({LineNote::Kind::Comment,
                          comment.file,
                          comment.line,
                          {},
                          comment.text,
                          rejected.by});
        }
    }
    return notes;
}

void LoopHistory::put(GateCard card)
{
    const auto known = std::ranges::find_if(m_cards, [&](const GateCard& other) {
        return other.verdict.gateId == card.verdict.gateId
            && other.verdict.commit == card.verdict.commit;
    });
    if (known == m_cards.end()) {
        m_cards.append(std::move(card));
    } else {
        *known = std::move(card);
    }
}

void LoopHistory::take(const events::CodeGenerated& code)
{
    m_attempts.append(code);
}

void LoopHistory::take(const events::StepStarted& started)
{
    m_logs.remove({started.stepId, started.attempt}); // It was interrupted, and writes again.
}

void LoopHistory::take(const events::GateLogAppended& piece)
{
    m_logs[{piece.stepId, piece.attempt}] += piece.text;
}

void LoopHistory::take(const events::GatePassed& passed)
{
    put({GateCard::State::Passed, passed.verdict});
}

void LoopHistory::take(const events::GateFailed& failed)
{
    put({GateCard::State::Failed, failed.verdict});
}

void LoopHistory::take(const events::StepCompleted& completed)
{
    const auto gate = gateOf(completed.stepId);
    if (!completed.skipped || gate.isEmpty() || m_attempts.isEmpty()) {
        return;
    }
    events::Verdict verdict{.gateId = gate, .stepId = completed.stepId};
    verdict.attempt = completed.attempt;
    verdict.commit = m_attempts.last().commit;
    verdict.summary = completed.summary;
    put({GateCard::State::Skipped, verdict});
}

void LoopHistory::take(const events::ApprovalRequested& requested)
{
    m_asked.insert(requested.approvalId, requested.evidence.commit);
}

void LoopHistory::take(const events::ApprovalRejected& rejected)
{
    m_rejections.append(rejected);
}

} // namespace tamma::ui
