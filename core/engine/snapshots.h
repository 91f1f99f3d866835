// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_store.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace tamma::engine {

/// Which fold a snapshot is of, and which version of its code made it.
struct SnapshotKind {
    const char* name;
    QByteArray version;
};

/// Keeps states of folds in files, so that nobody has to begin at the first event: a cache, for one
/// record. Whoever deletes it loses time only.
///
/// Shape    One file for each state. A state is bound to the record by the id of its newest event,
///          to the code by its version, and to the last erasure of a person; what does not fit, or
///          is damaged, is as if it was not there. Besides the two newest, one is kept for every
///          SPACING events.
/// Threads  Any; several processes may use one folder.
class Snapshots {
public:
    static constexpr qint64 SPACING = 100'000;

    /// Keeps them in `folder`, which is made when it is needed.
    Snapshots(QString folder, const events::EventStore& store);

    struct Snapshot {
        Position upTo; ///< The newest event that is in it.
        QByteArray state;
    };
    /// Returns the newest one that has no event after `upTo`.
    [[nodiscard]] std::optional<Snapshot> newest(const SnapshotKind& kind, Position upTo) const;

    /// Keeps a state. A failure only costs the next reader time; it is logged.
    void keep(const SnapshotKind& kind, const Snapshot& snapshot) const;

private:
    [[nodiscard]] Result<QString> folderOfRecord() const;
    [[nodiscard]] Result<QByteArray> versionOf(const SnapshotKind& kind) const;
    [[nodiscard]] Result<EventId> eventAt(Position position) const;
    [[nodiscard]] std::optional<Snapshot> load(const QString& path, const SnapshotKind& kind) const;
    [[nodiscard]] Result<> write(const SnapshotKind& kind, const Snapshot& snapshot) const;

    QString m_folder;
    const events::EventStore& m_store;
};

} // namespace tamma::engine
