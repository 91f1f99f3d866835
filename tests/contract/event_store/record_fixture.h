// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_store.h"

#include <QTemporaryDir>

#include <memory>

namespace tamma::events {

/// A fresh record of the kind that a data row names, and the folder that it may use.
struct RecordFixture {
    QTemporaryDir folder;
    std::unique_ptr<EventStore> store;

    /// Adds a row for each kind of store to the global data of a suite: every test runs on all of
    /// them. A new kind of store needs a line here and one in the constructor.
    static void addKinds();

    /// Makes the store of the current global row.
    RecordFixture();
    ~RecordFixture();

    /// Where the record is, as another process opens it: a file or a URL.
    QString location;
};

/// Opens a record where a fixture has one.
[[nodiscard]] std::unique_ptr<EventStore> openAt(const QString& location);

/// Makes an event with a fresh id.
[[nodiscard]] Event anEvent(const QString& type, const Tags& tags = {});

[[nodiscard]] QList<qint64> positions(const Result<QList<StoredEvent>>& events);

} // namespace tamma::events
