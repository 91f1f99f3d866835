// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <QHash>
#include <QList>

namespace tamma::readmodels {

/// One issue as the issue list shows it.
struct IssueRow {
    IssueId id;
    int number = 0;
    QString repository;
    QString title;
    QString body;
    QStringList labels;
    QString author;
    QString assignee;
    QList<events::IssueCommented> comments; ///< Oldest first.
    bool closed = false;
    LoopId loop; ///< The newest loop for it; empty when there was none.
    Timestamp createdAt{};
    Timestamp updatedAt{};

    friend bool operator==(const IssueRow&, const IssueRow&) = default;
};

/// Every issue of the record: a pure fold.
///
/// Shape    rows() is in the order of creation.
class Issues {
public:
    /// Folds one event in and returns the issues that it changed.
    QList<IssueId> apply(const events::StoredEvent& stored);

    [[nodiscard]] QList<IssueRow> rows() const;
    [[nodiscard]] std::optional<IssueRow> row(const IssueId& id) const;

private:
    QList<IssueId> m_order;
    QHash<IssueId, IssueRow> m_issues;
};

} // namespace tamma::readmodels
