// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/restore_command.h"

#include "app/record_access.h"
#include "core/engine/host_lock.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace tamma::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr auto COPY = ".restoring"_L1; // Behind the name of the record.
constexpr auto ASIDE = ".replaced-"_L1;

std::unexpected<Error> cannotWrite(const QString& path)
{
    return failure(errors::FILE_WRITE_FAILED, u"%1 cannot be written"_s.arg(path),
                   {{u"file"_s, path}});
}

/// What lies beside a record, and the record: its log, its keys, its segments, who works on it.
QStringList partsOf(const QFileInfo& record)
{
    QStringList names = record.absoluteDir().entryList({record.fileName() + u"*"_s},
                                                       QDir::AllEntries | QDir::NoDotAndDotDot);
    names.removeIf([&record](const QString& name) {
        const QString rest = name.sliced(record.fileName().size());
        return rest.startsWith(COPY) || rest.startsWith(ASIDE);
    });
    return names;
}

Result<> copyFile(const QString& from, const QString& to)
{
    // A backup may lie where nothing can be written; what is made of it is used.
    return QFile::copy(from, to) && QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner)
        ? Result<>()
        : cannotWrite(to);
}

/// Copies a backup: the record, the keys and the segments.
Result<> copyBackup(const QString& from, const QString& to)
{
    TRY(copyFile(from, to));
    if (QFileInfo::exists(store::personKeysFile(from))) {
        TRY(copyFile(store::personKeysFile(from), store::personKeysFile(to)));
    }
    const QDir segments(store::segmentFolderOf(from));
    const QDir copies(store::segmentFolderOf(to));
    for (const QString& name : segments.entryList(QDir::Files)) {
        if (!copies.mkpath(u"."_s)) {
            return cannotWrite(copies.path());
        }
        TRY(copyFile(segments.filePath(name), copies.filePath(name)));
    }
    return {};
}

void removeCopy(const QFileInfo& record)
{
    QDir folder = record.absoluteDir();
    const QString names = record.fileName() + COPY + u"*"_s;
    for (const QFileInfo& rest :
         folder.entryInfoList({names}, QDir::AllEntries | QDir::NoDotAndDotDot)) {
        rest.isDir() ? QDir(rest.filePath()).removeRecursively() : folder.remove(rest.fileName());
    }
}

/// Opens the copy, which brings it to this version, and looks at every event of it.
Result<store::RecordReport> examine(Session& session, const QString& copy)
{
    TRY_ASSIGN(const auto record, openRecordWithSecrets(copy, session.paths()));
    TRY_ASSIGN(auto report, record->verify(session.interrupted(), [&](qint64 done) {
        session.output().progress(u"%1 events are right so far"_s.arg(done));
    }));
    return report.isGood()
        ? Result<store::RecordReport>(report)
        : failure(errors::CORRUPT_EVENT,
                  u"The backup is damaged, so nothing was changed: %1"_s.arg(
                      report.fault.isEmpty() ? u"its index is wrong"_s : report.fault));
}

/// Moves the record aside and the copy into its place; returns where the old one lies.
Result<QString> exchange(const QFileInfo& record)
{
    QDir folder = record.absoluteDir();
    const QStringList old = partsOf(record);
    const QString aside = record.fileName() + ASIDE
        + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss.zzz'Z'"_s);
    if (!old.isEmpty() && !folder.mkdir(aside)) {
        return cannotWrite(folder.filePath(aside));
    }
    for (const QString& name : old) {
        if (!folder.rename(name, aside + u'/' + name)) {
            return cannotWrite(folder.filePath(aside));
        }
    }
    const QString copy = record.fileName() + COPY;
    for (const QString& name : folder.entryList({copy + u"*"_s}, QDir::AllEntries)) {
        if (!folder.rename(name, record.fileName() + name.sliced(copy.size()))) {
            return cannotWrite(record.filePath());
        }
    }
    return old.isEmpty() ? QString() : folder.filePath(aside);
}

Result<ExitCode> restore(Session& session, const QString& backup)
{
    const QString location = recordLocation(session.paths());
    if (store::isDatabaseUrl(location)) {
        return failure(
            errors::INVALID_ARGUMENT,
            u"The record is in a database: tamma record copy %1 URL brings a backup into "
            "an empty one."_s.arg(backup));
    }
    if (!QFileInfo(backup).isFile()) {
        return failure(errors::FILE_READ_FAILED, u"%1: there is no such file"_s.arg(backup),
                       {{u"file"_s, backup}});
    }
    if (QFileInfo(backup + u"-wal"_s).size() > 0) {
        return failure(
            errors::INVALID_ARGUMENT,
            u"%1 is a record in use, no backup: tamma events backup makes one."_s.arg(backup));
    }
    engine::HostLock lock(session.paths().data + u"/engine.lock"_s);
    TRY_ASSIGN(const bool isAlone, lock.tryTake());
    if (!isAlone) {
        return retryableFailure(errors::STORE_UNAVAILABLE, u"Tamma runs here: end it first."_s);
    }
    const QFileInfo record(location);
    removeCopy(record); // Of a restore that was killed.
    const auto examined = copyBackup(backup, location + COPY).and_then([&] {
        return examine(session, location + COPY);
    });
    if (!examined) {
        removeCopy(record);
        return std::unexpected(examined.error());
    }
    TRY_ASSIGN(const QString aside, exchange(record));
    QDir(session.paths().snapshots()).removeRecursively();
    session.output().row(
        {{u"events"_s, examined->events}, {u"replaced"_s, aside}},
        u"The record has the %1 events of %2 now."_s.arg(examined->events).arg(backup)
            + (aside.isEmpty() ? QString()
                               : u" What was there lies in %1, whole: to go back, move its "
                                 "files where they were. Whoever was erased since the copy "
                                 "was made is back."_s.arg(aside)));
    return Ok;
}

} // namespace

ExitCode restoreRecord(Session& session, const QString& backup)
{
    const auto done = restore(session, backup);
    return done ? *done : session.output().fail(done.error());
}

} // namespace tamma::cli
