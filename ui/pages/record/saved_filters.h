// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace tamma::ui {

class WindowState;

/// A filter that somebody gave a name.
struct SavedFilter {
    QString name;
    QString text;

    friend bool operator==(const SavedFilter&, const SavedFilter&) = default;
};

/// The filters that the user keeps, in what the window remembers.
///
/// Shape    In the order of their names; no name twice.
/// Threads  GUI thread only.
class SavedFilters {
public:
    explicit SavedFilters(WindowState& state);

    [[nodiscard]] QList<SavedFilter> all() const;

    /// Keeps a filter; one of the same name is replaced. An empty name keeps nothing.
    void put(const SavedFilter& filter);
    void remove(const QString& name);

private:
    void write(const QList<SavedFilter>& filters);

    WindowState& m_state;
};

} // namespace tamma::ui
