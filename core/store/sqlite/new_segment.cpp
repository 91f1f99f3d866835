// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/new_segment.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <algorithm>

#include <fcntl.h>
#include <unistd.h>

namespace tamma::store::sqlite {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 SEGMENT_EVENTS = 250'000;

std::unexpected<Error> cannotWriteSegment(const QString& path)
{
    return failure(errors::FILE_WRITE_FAILED, u"%1 cannot be written"_s.arg(path),
                   {{u"file"_s, path}});
}

/// Waits until a file, or the names in a folder, are on the disk.
bool reachesTheDisk(const QString& path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
    ::close(descriptor);
    return done;
}

} // namespace

Result<std::unique_ptr<FolderLock>> lockSegments(const QString& record)
{
    const QDir folder(segmentFolder(record));
    if (!folder.mkpath(u"."_s)) {
        return cannotWriteSegment(folder.path());
    }
    auto lock = std::make_unique<FolderLock>(folder.path(), FolderLock::Patience::Try);
    if (!lock->isHeld()) {
        return retryableFailure(errors::STORE_UNAVAILABLE,
                                u"another process is archiving this record; try again later"_s);
    }
    for (const QFileInfo& draft : folder.entryInfoList({u"*.draft*"_s}, QDir::Files)) {
        QFile::remove(draft.filePath());
    }
    return lock;
}

NewSegment::~NewSegment()
{
    if (!m_draft.isEmpty()) {
        QFile::remove(m_draft);
    }
}

NewSegment::NewSegment(NewSegment&& other) noexcept
    : m_segment(std::move(other.m_segment))
    , m_draft(std::exchange(other.m_draft, {}))
    , m_events(other.m_events)
{
}

NewSegment& NewSegment::operator=(NewSegment&& other) noexcept
{
    std::swap(m_segment, other.m_segment);
    std::swap(m_draft, other.m_draft);
    std::swap(m_events, other.m_events);
    return *this;
}

Result<std::optional<NewSegment>> NewSegment::plan(EventTable& events, Position upTo)
{
    TRY(events.refresh());
    Connection& live = events.live();
    TRY_ASSIGN(const qint64 indexed, live.number("SELECT value FROM meta WHERE key = 'indexed'"));
    TRY_ASSIGN(const qint64 newest, live.number("SELECT max(position) FROM event"));
    const qint64 last = std::min({upTo.value, indexed, newest - 1});
    NewSegment segment;
    Rows rows = live.query(
        "SELECT min(position), max(position), max(recorded), count(*) FROM (SELECT position, "
        "recorded FROM event WHERE position <= ? ORDER BY position LIMIT ?)",
        last, SEGMENT_EVENTS);
    TRY(rows.next());
    segment.m_events = rows.integer(3);
    if (segment.m_events == 0) {
        return std::nullopt;
    }
    const QString folder = segmentFolder(live.path());
    segment.m_segment = {{rows.integer(0)},
                         {rows.integer(1)},
                         rows.integer(2),
                         u"%1/%2-%3.sqlite"_s.arg(folder)
                             .arg(rows.integer(0), 12, 10, QLatin1Char('0'))
                             .arg(rows.integer(1), 12, 10, QLatin1Char('0'))};
    segment.m_draft = u"%1/%2.draft"_s.arg(folder, QUuid::createUuid().toString(QUuid::Id128));
    return segment;
}

Result<> NewSegment::write(Connection& connection) const
{
    const QByteArray range = "position BETWEEN " + QByteArray::number(m_segment.first.value)
        + " AND " + QByteArray::number(m_segment.last.value);
    makePrivateFile(m_draft);
    TRY(connection.execute("ATTACH ? AS segment", QFile::encodeName(m_draft)));
    // The words go with the rows, so that somebody can read the file with sqlite3 alone.
    const auto written = connection.run(
        "PRAGMA segment.journal_mode = OFF; PRAGMA segment.synchronous = FULL;"
        "BEGIN;"
        "CREATE TABLE segment.event(position INTEGER PRIMARY KEY, id ANY NOT NULL UNIQUE,"
        " type INTEGER NOT NULL, version INTEGER NOT NULL, recorded INTEGER NOT NULL,"
        " timestamp INTEGER NOT NULL, tags TEXT NOT NULL, metadata TEXT NOT NULL,"
        " data ANY NOT NULL, hash BLOB NOT NULL) STRICT;"
        "CREATE TABLE segment.tag(id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT;"
        "INSERT INTO segment.event SELECT position, id, type, version, recorded, timestamp, tags,"
        " metadata, data, hash FROM main.event WHERE "
        + range
        + ";"
          "INSERT INTO segment.tag SELECT id, word FROM main.tag WHERE id IN (SELECT type FROM"
          " segment.event UNION SELECT each.value FROM segment.event, json_each(tags) AS each);"
          "COMMIT;");
    if (!written) {
        static_cast<void>(connection.run("ROLLBACK"));
    }
    const auto detached = connection.run("DETACH segment");
    TRY(written);
    TRY(detached);
    return reachesTheDisk(m_draft) ? Result<>() : cannotWriteSegment(m_draft);
}

Result<> NewSegment::take(EventTable& events)
{
    TRY(events.refresh());
    if (events.archivedUpTo() >= m_segment.first) {
        return retryableFailure(errors::STORE_UNAVAILABLE,
                                u"another process has archived these events meanwhile"_s);
    }
    const QString folder = QFileInfo(m_segment.path).path();
    QFile::remove(m_segment.path); // Left by a crash: no record knows of it.
    if (!QFile::rename(m_draft, m_segment.path) || !reachesTheDisk(folder)) {
        return cannotWriteSegment(m_segment.path);
    }
    m_draft.clear();
    QFile::setPermissions(m_segment.path, QFile::ReadOwner);
    Connection& live = events.live();
    TRY(live.execute("INSERT INTO segment(first, last, lastRecorded, name) VALUES (?, ?, ?, ?)",
                     m_segment.first.value, m_segment.last.value, m_segment.lastRecorded,
                     QFileInfo(m_segment.path).fileName().toUtf8()));
    // An older Tamma would miss them.
    TRY(live.execute("UPDATE meta SET value = 3 WHERE key = 'readableFrom' AND value < 3"));
    return live.execute("DELETE FROM event WHERE position BETWEEN ? AND ?", m_segment.first.value,
                        m_segment.last.value);
}

} // namespace tamma::store::sqlite
