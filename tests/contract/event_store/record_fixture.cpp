// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/event_store/record_fixture.h"

#include "core/base/id_source.h"
#include "core/events/memory_event_store.h"
#include "core/store/open_record.h"
#include "core/store/personal/person_keys.h"
#include "core/store/sqlite/sqlite_record.h"
#include "tests/support/postgres/postgres_server.h"

#include <QTest>

namespace tamma::events {

namespace {

bool isUrl(const QString& location)
{
    return location.startsWith(QLatin1StringView("postgresql:"));
}

} // namespace

void RecordFixture::addKinds()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("memory") << QStringLiteral("memory");
    QTest::newRow("sqlite") << QStringLiteral("sqlite");
    QTest::newRow("sqlite, indexed at once") << QStringLiteral("indexed");
    if (PostgresServer::isInstalled()) {
        QTest::newRow("postgres") << QStringLiteral("postgres");
    } else {
        qInfo("%s", PostgresServer::MISSING);
    }
}

RecordFixture::RecordFixture()
{
    QFETCH_GLOBAL(QString, kind);
    if (kind == QLatin1StringView("memory")) {
        store = std::make_unique<MemoryEventStore>();
        return;
    }
    const bool isPostgres = kind == QLatin1StringView("postgres");
    location = isPostgres ? PostgresServer::ofThisProcess().freshDatabase()
                          : folder.filePath(QStringLiteral("record.sqlite"));
    if (kind == QLatin1StringView("indexed")) {
        store = std::make_unique<store::SealedRecord>(
            *store::SqliteRecord::open(location, {.indexAfter = 1}),
            store::personKeysInFile(store::personKeysFile(location)));
    } else {
        store = openAt(location);
    }
}

RecordFixture::~RecordFixture()
{
    store.reset();
    if (isUrl(location)) {
        PostgresServer::ofThisProcess().giveBack(location);
    }
}

std::unique_ptr<EventStore> openAt(const QString& location)
{
    auto opened = store::openRecord(location);
    if (!opened) {
        qFatal("%s", qPrintable(opened.error().detail));
    }
    return *std::move(opened);
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
