// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notifications/decision_notices.h"

#include "ui/client/gui_session.h"
#include "ui/models/inbox_order.h"
#include "ui/shell/notice_settings.h"
#include "ui/text/status_text.h"

namespace tamma::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using readmodels::Approval;

namespace {

constexpr qsizetype MOST_LINES = 4;

Notice noticeOf(const QList<Approval>& approvals)
{
    if (approvals.size() == 1) {
        const Approval& only = approvals.first();
        return {only.request.question, issueLabel(only.issueNumber) + u' ' + only.issueTitle};
    }
    QStringList lines;
    for (const Approval& approval : approvals.first(std::min(approvals.size(), MOST_LINES))) {
        lines.append(issueLabel(approval.issueNumber) + u' ' + approval.request.question);
    }
    if (approvals.size() > MOST_LINES) {
        lines.append(DecisionNotices::tr("and %1 more").arg(approvals.size() - MOST_LINES));
    }
    return {DecisionNotices::tr("%1 decisions wait for you").arg(approvals.size()),
            lines.join(u'\n')};
}

} // namespace

DecisionNotices::DecisionNotices(Parts parts, QObject* parent)
    : QObject(parent)
    , m_parts(std::move(parts))
{
    m_gather.setSingleShot(true);
    connect(&m_gather, &QTimer::timeout, this, &DecisionNotices::tellWhatWaits);
    connect(&m_parts.session, &GuiSession::changed, this, &DecisionNotices::update);
    connect(&m_parts.session, &GuiSession::phaseChanged, this, &DecisionNotices::update);
    connect(&m_parts.notifier, &Notifier::dismissed, this, [this] { m_told.clear(); });
    connect(&m_parts.notifier, &Notifier::opened, this, [this](const QString& token) {
        const ApprovalId id = m_told.size() == 1 ? m_told.first() : ApprovalId();
        seen();
        emit openWanted(id, token);
    });
    update();
}

void DecisionNotices::update()
{
    const GuiSession& session = m_parts.session;
    if (session.isPast() || (!m_begun && session.phase() != GuiSession::Phase::Ready)) {
        return;
    }
    const bool begins = !std::exchange(m_begun, true);
    QSet<ApprovalId> open;
    for (const Approval& approval :
         inboxOf(session.approvals(), {session.user(), session.now()}).waiting) {
        const ApprovalId id = approval.request.approvalId;
        open.insert(id);
        if (!m_known.contains(id) && !begins && !m_parts.isLookedAt()) {
            m_waiting.append(id);
        }
    }
    m_known = open;
    const auto isDecided = [&](const ApprovalId& id) { return !open.contains(id); };
    m_waiting.removeIf(isDecided);
    if (m_told.removeIf(isDecided) > 0) {
        show();
    }
    if (!m_waiting.isEmpty() && !m_gather.isActive()) {
        m_gather.start(GATHERING);
    }
}

bool DecisionNotices::isQuiet() const
{
    const auto now = QDateTime::fromMSecsSinceEpoch(m_parts.clock.now().time_since_epoch().count());
    return noticeSettings(m_parts.window).quiet.cover(now);
}

void DecisionNotices::tellWhatWaits()
{
    if (m_waiting.isEmpty()) {
        return;
    }
    if (!noticeSettings(m_parts.window).enabled || m_parts.isLookedAt()) {
        m_waiting.clear();
    } else if (isQuiet() || m_parts.session.isPast()) {
        m_gather.start(30s);
    } else {
        m_told += std::exchange(m_waiting, {});
        show();
    }
}

void DecisionNotices::show()
{
    if (m_told.isEmpty()) {
        m_parts.notifier.withdraw();
    } else {
        m_parts.notifier.show(noticeOf(rowsOf(m_told)));
    }
}

QList<Approval> DecisionNotices::rowsOf(const QList<ApprovalId>& ids) const
{
    QList<Approval> rows;
    for (const ApprovalId& id : ids) {
        if (const Approval* row = m_parts.session.approval(id)) {
            rows.append(*row);
        }
    }
    return rows;
}

void DecisionNotices::seen()
{
    m_waiting.clear();
    m_told.clear();
    m_parts.notifier.withdraw();
}

} // namespace tamma::ui
