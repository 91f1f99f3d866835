// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace tamma::ui {

/// What a row *is*, while its number changes: an event's position, or a number that the source
/// gives to an issue, a file or a message and keeps for as long as it lives.
enum class RowId : quint64 { };

/// "No row", and "not loaded, so not known yet".
inline constexpr RowId NO_ROW{~quint64{0}};

/// The rows behind a VirtualList. It answers from memory only: what is not loaded is *not ready*,
/// is painted as a placeholder, and was asked for with request().
///
/// Shape    Rows are numbered [0, rowCount()). A change is announced after it was made, so the
///          list may read the source while it handles the signal.
/// Threads  GUI thread only; a source that reads a database does so elsewhere and comes back.
class RowSource : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Returns how many rows there are, loaded or not.
    [[nodiscard]] virtual qint64 rowCount() const = 0;

    /// Returns what `row` is; NO_ROW while that is not known.
    [[nodiscard]] virtual RowId idAt(qint64 row) const = 0;

    /// Returns where `id` is now; -1 when it is gone (or filtered out).
    [[nodiscard]] virtual qint64 rowOf(RowId id) const = 0;

    /// Says whether `row` can be painted now.
    [[nodiscard]] virtual bool ready(qint64 row) const
    {
        Q_UNUSED(row);
        return true;
    }

    /// Asks for the rows [first, last) soon; forgets earlier wishes outside them. changed() follows
    /// when they came. Never answers synchronously.
    virtual void request(qint64 first, qint64 last)
    {
        Q_UNUSED(first);
        Q_UNUSED(last);
    }

signals:
    void inserted(qint64 first, qint64 count); ///< The rows [first, first + count) are new.
    void removed(qint64 first,
                 qint64 count); ///< The rows that were [first, first + count) are gone.
    void changed(qint64 first, qint64 count); ///< Arrived, or look different, or are taller.
    void replaced(); ///< Another filter, another order: find every row again by its id.
};

} // namespace tamma::ui
