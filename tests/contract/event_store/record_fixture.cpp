// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/event_store/record_fixture.h"

#include "core/base/id_source.h"
#include "core/events/memory_event_store.h"
#include "core/store/sqlite/sqlite_record.h"

#include <QTest>

namespace tamma::events {

void RecordFixture::addKinds()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("memory") << QStringLiteral("memory");
    QTest::newRow("sqlite") << QStringLiteral("sqlite");
    QTest::newRow("sqlite, indexed at once") << QStringLiteral("indexed");
}

RecordFixture::RecordFixture()
{
    QFETCH_GLOBAL(QString, kind);
    if (kind == QLatin1StringView("memory")) {
        store = std::make_unique<MemoryEventStore>();
        return;
    }
    auto opened = store::SqliteRecord::open(
        file(), {.indexAfter = kind == QLatin1StringView("indexed") ? 1 : 256});
    if (!opened) {
        qFatal("%s", qPrintable(opened.error().detail));
    }
    store = *std::move(opened);
}

Event anEvent(const QString& type, const Tags& tags)
{
    UuidV7Source ids;
    return {EventId(ids.next()), SystemClock().now(), tags, {}, OpaquePayload{type}};
}

QList<qint64> positions(const Result<QList<StoredEvent>>& events)
{
    QList<qint64> result;
    if (!events) {
        result.append(-1); // No store gives this: the comparison fails and shows it.
        return result;
    }
    for (const StoredEvent& event : *events) {
        result.append(event.position.value);
    }
    return result;
}

} // namespace tamma::events
