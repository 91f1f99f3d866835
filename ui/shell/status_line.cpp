// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/status_line.h"

#include "ui/client/gui_session.h"
#include "ui/text/error_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

namespace tamma::ui {

using namespace Qt::StringLiterals;

StatusLine::StatusLine(const GuiSession& session, QWidget* parent)
    : QStatusBar(parent)
    , m_session(session)
    , m_label(new TextLabel(TextRole::Caption, {}, this))
{
    setObjectName(u"statusLine"_s);
    m_label->setObjectName(u"statusText"_s);
    m_label->setContentsMargins(metrics::SPACE_2, 0, metrics::SPACE_2, 0);
    addWidget(m_label);
    setSizeGripEnabled(false);
    connect(&session, &GuiSession::changed, this, &StatusLine::refresh);
    connect(&session, &GuiSession::phaseChanged, this, &StatusLine::refresh);
    connect(&session, &GuiSession::troubleChanged, this, &StatusLine::refresh);
    connect(&session, &GuiSession::secondPassed, this, &StatusLine::refresh);
    refresh();
}

QString StatusLine::text() const
{
    return m_label->text();
}

void StatusLine::refresh()
{
    if (m_session.phase() == GuiSession::Phase::Failed) {
        m_label->setText(errorText(m_session.error()).what);
        return;
    }
    if (m_session.phase() == GuiSession::Phase::Loading) {
        m_label->setText(tr("Reading the record …"));
        return;
    }
    if (m_session.trouble()) {
        m_label->setText(tr("The record is unavailable, trying again …"));
        return;
    }
    const auto loops
        = std::ranges::count(m_session.loops(), Timestamp{}, &readmodels::LoopRow::finishedAt);
    const int open = m_session.openApprovalCount();
    QStringList parts{loops == 1 ? tr("1 active loop")
                                 : tr("%1 active loops").arg(locale().toString(loops))};
    if (open > 0) {
        parts.append(open == 1 ? tr("1 needs you")
                               : tr("%1 need you").arg(locale().toString(open)));
    }
    parts.append(m_session.lastEventAt()
                     ? tr("last event %1").arg(agoText(*m_session.lastEventAt(), m_session.now()))
                     : tr("nothing recorded yet"));
    m_label->setText(parts.join(u" · "_s));
}

} // namespace tamma::ui
