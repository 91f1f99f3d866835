// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/playback/changed_files.h"

#include "core/base/log.h"
#include "core/io/process_runner.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

namespace tamma::providers {
namespace {

constexpr qint64 MAX_FILE_BYTES = 8 * 1024 * 1024;
constexpr auto GIT_LIMIT = std::chrono::seconds(30);

bool canBeRecorded(const QString& path, const QFileInfo& file)
{
    const bool isRecordable = !file.isSymLink() && (!file.exists() || file.isFile())
        && file.size() <= MAX_FILE_BYTES && isPathInside(path);
    if (!isRecordable) {
        log::warning(QStringLiteral("This change cannot be recorded"),
                     {{QStringLiteral("path"), file.filePath()}});
    }
    return isRecordable;
}

} // namespace

ChangedFiles::ChangedFiles(QString workFolder, Since since)
    : m_workFolder(std::move(workFolder))
{
    if (since == Since::Commit) {
        return;
    }
    // What was changed before the session began is known now, and no edit of it.
    if (const auto found = look(); !found) {
        log::warning(QStringLiteral("The changes of a work folder are not seen"),
                     {{QStringLiteral("detail"), found.error().detail}});
    }
}

Result<QStringList> ChangedFiles::changedPaths() const
{
    // Without the optional lock git leaves the index alone, which somebody else may be using.
    const io::ProcessSpec spec{
        .program = QStringLiteral("git"),
        .arguments
        = {QStringLiteral("-c"), QStringLiteral("core.fsmonitor=false"), QStringLiteral("status"),
           QStringLiteral("--porcelain=v1"), QStringLiteral("-z"),
           QStringLiteral("--untracked-files=all"), QStringLiteral("--no-renames")},
        .workingFolder = m_workFolder,
        .environment = {{QStringLiteral("PATH"), qEnvironmentVariable("PATH")},
                        {QStringLiteral("HOME"), qEnvironmentVariable("HOME")},
                        {QStringLiteral("GIT_OPTIONAL_LOCKS"), QStringLiteral("0")},
                        {QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8")}},
        .timeLimit = GIT_LIMIT};
    QByteArray said;
    QByteArray complaint;
    const auto listen = [&](const io::OutputChunk& chunk) {
        (chunk.stream == io::OutputChunk::Stream::Output ? said : complaint) += chunk.bytes;
    };
    TRY_ASSIGN(const io::ProcessResult result, io::SystemProcessRunner().run(spec, listen, {}));
    if (result.timedOut || result.exit.code != 0) {
        return failure(errors::GIT_FAILED, QString::fromUtf8(complaint).trimmed());
    }
    QStringList paths;
    for (const QByteArray& line : said.split('\0')) {
        if (line.size() > 3) {
            paths.append(QFile::decodeName(line.sliced(3))); // After "XY ".
        }
    }
    return paths;
}

Result<QList<RecordedEdit>> ChangedFiles::look()
{
    TRY_ASSIGN(QStringList paths, changedPaths());
    // A file that is as it was committed again is in git's list no more, but it changed.
    paths += m_known.keys();
    paths.sort();
    paths.removeDuplicates();
    QList<RecordedEdit> edits;
    for (const QString& path : std::as_const(paths)) {
        const QFileInfo status(m_workFolder + QLatin1Char('/') + path);
        if (!canBeRecorded(path, status)) {
            continue;
        }
        QFile file(status.filePath());
        State now{.exists = file.open(QIODevice::ReadOnly), .executable = status.isExecutable()};
        const QByteArray content = now.exists ? file.readAll() : QByteArray();
        now.hash = QCryptographicHash::hash(content, QCryptographicHash::Sha256);
        const auto before = m_known.constFind(path);
        if (before != m_known.cend() && *before == now) {
            continue;
        }
        m_known.insert(path, now);
        edits.append({.kind = now.exists ? RecordedEdit::Kind::Write : RecordedEdit::Kind::Delete,
                      .path = path,
                      .content = content,
                      .executable = now.executable});
    }
    return edits;
}

} // namespace tamma::providers
