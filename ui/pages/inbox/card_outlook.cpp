// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/card_outlook.h"

#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"

namespace tamma::ui {

using readmodels::Approval;

QString lastSeenCommit(const Approval& approval, const QString& person)
{
    const QString seen = approval.seen.value(person).commit;
    return seen == approval.request.evidence.commit ? QString() : seen;
}

CardOutlook::CardOutlook(const GuiSession& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    // Another loop's merge moves the branch that this one is to get into.
    connect(&session, &GuiSession::changed, this, [this](const engine::ReadModelChange& change) {
        if (std::ranges::any_of(change.loops, &readmodels::LoopRow::isOver)) {
            ask();
        }
    });
    connect(&session, &GuiSession::momentChanged, this, &CardOutlook::ask);
}

void CardOutlook::setApproval(const Approval& approval)
{
    const bool same = approval.request == m_approval.request;
    m_approval = approval;
    if (!same) {
        m_forecast.reset();
        m_news.reset();
        m_unreadable.reset();
        ask();
    }
}

void CardOutlook::ask()
{
    const auto asked = ++m_asked;
    const QString commit = m_approval.request.evidence.commit;
    if (commit.isEmpty() || m_approval.request.kind != QStringLiteral("merge")
        || m_session.isPast()) {
        m_forecast.reset();
        return;
    }
    askWhetherReadable();
    askNews();
    if (m_approval.baseBranch.isEmpty()) {
        return;
    }
    whenDone(
        m_session.engine().mergeForecast({m_approval.repository, m_approval.baseBranch, commit}),
        this, [this, asked](const Result<git::MergeForecast>& forecast) {
            if (asked == m_asked && forecast && m_forecast != *forecast) {
                m_forecast = *forecast;
                emit arrived();
            }
        });
}

void CardOutlook::askWhetherReadable()
{
    const auto asked = m_asked;
    const events::Evidence& evidence = m_approval.request.evidence;
    whenDone(m_session.engine().changedFiles(
                 {m_approval.repository, evidence.baseCommit, evidence.commit, {}}),
             this, [this, asked](const Result<QList<git::ChangedFile>>& files) {
                 const auto why = files ? std::optional<Error>() : files.error();
                 if (asked == m_asked && m_unreadable.has_value() != why.has_value()) {
                     m_unreadable = why;
                     emit arrived();
                 }
             });
}

void CardOutlook::askNews()
{
    const QString seen = lastSeenCommit(m_approval, m_session.user());
    if (seen.isEmpty() || m_news) {
        return;
    }
    const auto asked = m_asked;
    whenDone(m_session.engine().changedFiles(
                 {m_approval.repository, seen, m_approval.request.evidence.commit, {}}),
             this, [this, asked](const Result<QList<git::ChangedFile>>& files) {
                 if (asked == m_asked && files) {
                     m_news = *files;
                     emit arrived();
                 }
             });
}

} // namespace tamma::ui
