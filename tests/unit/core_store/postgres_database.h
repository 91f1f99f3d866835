// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id_source.h"
#include "core/store/postgres/client/connection.h"
#include "core/store/postgres/postgres_record.h"
#include "tests/support/postgres/postgres_server.h"

#include <QTest>

// What the suites about records in databases share.
namespace tamma::store {

inline events::Event anEvent(const events::Tags& tags = {})
{
    UuidV7Source ids;
    return {EventId(ids.next()),
            SystemClock().now(),
            tags,
            {},
            events::OpaquePayload{QStringLiteral("X")}};
}

/// Opens a record that must open.
inline std::unique_ptr<PostgresRecord> openRecordAt(const QString& url,
                                                    const PostgresRecordOptions& options = {})
{
    auto opened = PostgresRecord::open(url, options);
    if (!opened) {
        qFatal("%s", qPrintable(opened.error().detail));
    }
    return *std::move(opened);
}

/// A connection beside the record, as another host has one.
inline std::unique_ptr<postgres::Connection> connectTo(const QString& url)
{
    auto opened = postgres::Connection::open({*postgres::Location::parse(url)});
    if (!opened) {
        qFatal("%s", qPrintable(opened.error().detail));
    }
    return *std::move(opened);
}

} // namespace tamma::store
