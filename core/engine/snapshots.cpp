// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/snapshots.h"

#include "core/base/log.h"
#include "core/events/personal_fields.h"
#include "core/store/compression.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace tamma::engine {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype NEWEST_KEPT = 2;

QByteArray checksum(QByteArrayView bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Blake2b_256).toHex();
}

QString fileName(const SnapshotKind& kind, qint64 position)
{
    return u"%1-%2.snapshot"_s.arg(QLatin1StringView(kind.name)).arg(position);
}

/// Positions of the snapshots in a folder, the newest first.
QList<qint64> positionsIn(const QDir& folder, const SnapshotKind& kind)
{
    QList<qint64> positions;
    const QString pattern = u"%1-*.snapshot"_s.arg(QLatin1StringView(kind.name));
    for (const QString& name : folder.entryList({pattern}, QDir::Files)) {
        positions.append(name.section(u'-', -1).section(u'.', 0, 0).toLongLong());
    }
    std::ranges::sort(positions, std::greater());
    return positions;
}

void removeSuperfluous(const QDir& folder, const SnapshotKind& kind)
{
    const QList<qint64> positions = positionsIn(folder, kind);
    for (qsizetype i = NEWEST_KEPT; i < positions.size(); ++i) {
        // The first one behind each multiple stays; the one before this decides.
        const qint64 before = i + 1 < positions.size() ? positions.at(i + 1) : 0;
        if (positions.at(i) / Snapshots::SPACING == before / Snapshots::SPACING) {
            QFile::remove(folder.filePath(fileName(kind, positions.at(i))));
        }
    }
}

} // namespace

Snapshots::Snapshots(QString folder, const events::EventStore& store)
    : m_folder(std::move(folder))
    , m_store(store)
{
}

std::optional<Snapshots::Snapshot> Snapshots::newest(const SnapshotKind& kind, Position upTo) const
{
    const auto path = folderOfRecord();
    if (!path) {
        return std::nullopt;
    }
    const QDir folder(*path);
    for (const qint64 position : positionsIn(folder, kind)) {
        if (position > upTo.value) {
            continue;
        }
        if (auto found = load(folder.filePath(fileName(kind, position)), kind)) {
            return found;
        }
    }
    return std::nullopt;
}

void Snapshots::keep(const SnapshotKind& kind, const Snapshot& snapshot) const
{
    if (const auto written = write(kind, snapshot); !written) {
        log::warning(u"A snapshot could not be kept."_s, {{u"err"_s, written.error().detail}});
    }
}

Result<> Snapshots::write(const SnapshotKind& kind, const Snapshot& snapshot) const
{
    TRY_ASSIGN(const QString path, folderOfRecord());
    TRY_ASSIGN(const EventId newest, eventAt(snapshot.upTo));
    TRY_ASSIGN(const QByteArray version, versionOf(kind));
    if (!QDir().mkpath(path)) {
        return failure(errors::FILE_WRITE_FAILED, path);
    }
    const QDir folder(path);
    QSaveFile file(folder.filePath(fileName(kind, snapshot.upTo.value)));
    const QByteArray state = store::compressed(snapshot.state);
    const QByteArrayList parts{version, newest.text().toUtf8(), checksum(state), state};
    if (!file.open(QIODevice::WriteOnly) || file.write(parts.join('\n')) < 0 || !file.commit()) {
        return failure(errors::FILE_WRITE_FAILED,
                       u"%1: %2"_s.arg(file.fileName(), file.errorString()));
    }
    removeSuperfluous(folder, kind);
    return {};
}

std::optional<Snapshots::Snapshot> Snapshots::load(const QString& path,
                                                   const SnapshotKind& kind) const
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    const auto line = [&file] { return file.readLine(1000).trimmed(); };
    const QByteArray version = line();
    const QByteArray newest = line();
    const QByteArray sum = line();
    const QByteArray compressed = file.readAll();
    const Position upTo{path.section(u'-', -1).section(u'.', 0, 0).toLongLong()};
    const auto stored = eventAt(upTo);
    const bool fits = version == versionOf(kind).value_or(QByteArray())
        && sum == checksum(compressed) && stored && stored->text().toUtf8() == newest;
    if (!fits) {
        return std::nullopt;
    }
    auto state = store::decompressed(compressed);
    return state ? std::optional(Snapshot{upTo, *std::move(state)}) : std::nullopt;
}

// A state from before an erasure holds what was erased.
Result<QByteArray> Snapshots::versionOf(const SnapshotKind& kind) const
{
    TRY_ASSIGN(const Position erasure, events::newestErasure(m_store));
    return kind.version + '@' + QByteArray::number(erasure.value);
}

// A record is known by its first event.
Result<QString> Snapshots::folderOfRecord() const
{
    TRY_ASSIGN(const auto first, m_store.read({.limit = 1}));
    if (first.isEmpty()) {
        return failure(errors::NOT_FOUND, u"the record is empty"_s);
    }
    const QByteArray id = first.first().event.id.text().toUtf8();
    return m_folder + u'/' + QString::fromLatin1(checksum(id).first(16));
}

Result<EventId> Snapshots::eventAt(Position position) const
{
    TRY_ASSIGN(const auto found,
               m_store.read({.after = {position.value - 1}, .limit = 1, .upTo = position}));
    if (found.isEmpty()) {
        return failure(errors::NOT_FOUND, u"there is no event %1"_s.arg(position.value));
    }
    return found.first().event.id;
}

} // namespace tamma::engine
