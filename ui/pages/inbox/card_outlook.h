// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/git/diff.h"
#include "core/git/merge_forecast.h"
#include "core/readmodels/approvals.h"

#include <QObject>

#include <optional>

namespace tamma::ui {

class GuiSession;

/// What the repository says about the change of the open card: whether it can be merged now, and
/// what is new in it since this person last said something about it.
///
/// Shape    Empty until the engine answered, and for what changes nothing.
/// Threads  GUI thread only.
class CardOutlook final : public QObject {
    Q_OBJECT

public:
    CardOutlook(const GuiSession& session, QObject* parent);

    /// Asks about another approval; the same one again asks nothing.
    void setApproval(const readmodels::Approval& approval);

    [[nodiscard]] const std::optional<git::MergeForecast>& forecast() const { return m_forecast; }
    /// Files that differ from what the person saw; nullopt when they saw none, or this very one.
    [[nodiscard]] const std::optional<QList<git::ChangedFile>>& news() const { return m_news; }

    /// Why the change cannot be shown here, if it cannot: its commits are not in this repository.
    [[nodiscard]] const std::optional<Error>& unreadable() const { return m_unreadable; }

signals:
    void arrived();

private:
    void ask();
    void askWhetherReadable();
    void askNews();

    const GuiSession& m_session;
    readmodels::Approval m_approval;
    std::optional<git::MergeForecast> m_forecast;
    std::optional<QList<git::ChangedFile>> m_news;
    std::optional<Error> m_unreadable;
    quint64 m_asked = 0; // Only answers to the newest questions count.
};

/// Returns the commit that `person` last said something about, if the change is another one now;
/// empty otherwise.
[[nodiscard]] QString lastSeenCommit(const readmodels::Approval& approval, const QString& person);

} // namespace tamma::ui
