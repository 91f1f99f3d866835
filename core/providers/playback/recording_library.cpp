// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/playback/recording_library.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace tamma::providers {
namespace {

const QString BUILT_IN = QStringLiteral(":/tamma/demo/recordings");
const QString SUFFIX = QStringLiteral(".json");

} // namespace

RecordingLibrary::RecordingLibrary(QString folder)
    : m_folder(std::move(folder))
{
}

QString RecordingLibrary::fileOf(const QString& nameOrPath) const
{
    if (nameOrPath.contains(QLatin1Char('/'))) {
        return QFileInfo(nameOrPath).isFile() ? nameOrPath : QString();
    }
    for (const QString& folder : {m_folder, BUILT_IN}) {
        const QString file = folder + QLatin1Char('/') + nameOrPath + SUFFIX;
        if (!folder.isEmpty() && QFileInfo(file).isFile()) {
            return file;
        }
    }
    return {};
}

QStringList RecordingLibrary::names() const
{
    QStringList names;
    for (const QString& folder : {m_folder, BUILT_IN}) {
        if (folder.isEmpty()) {
            continue;
        }
        const auto files = QDir(folder).entryInfoList({QLatin1Char('*') + SUFFIX}, QDir::Files);
        for (const QFileInfo& file : files) {
            names.append(file.completeBaseName());
        }
    }
    names.sort();
    names.removeDuplicates();
    return names;
}

Result<std::shared_ptr<const Recording>> RecordingLibrary::find(const QString& nameOrPath) const
{
    const QString path = fileOf(nameOrPath);
    if (nameOrPath.isEmpty() || path.isEmpty()) {
        const QStringList known = names();
        return failure(
            errors::RECORDING_NOT_FOUND,
            QStringLiteral("There is no recording \"%1\". Known: %2.")
                .arg(nameOrPath,
                     known.isEmpty() ? QStringLiteral("none") : known.join(QLatin1String(", "))));
    }
    const QFileInfo status(path);
    const qint64 changedAt = status.lastModified().toMSecsSinceEpoch();
    const std::scoped_lock lock(m_mutex);
    const auto kept = m_kept.find(path);
    if (kept != m_kept.end() && kept->second.changedAt == changedAt
        && kept->second.size == status.size()) {
        return kept->second.recording;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(errors::FILE_READ_FAILED,
                       QStringLiteral("%1: %2").arg(path, file.errorString()));
    }
    auto recording = parseRecording(file.readAll());
    if (!recording) {
        Error fault = recording.error();
        fault.detail = QStringLiteral("%1: %2").arg(path, fault.detail);
        fault.context.insert(QLatin1String("file"), path);
        return std::unexpected(fault);
    }
    const auto shared = std::make_shared<const Recording>(*std::move(recording));
    m_kept[path] = {changedAt, status.size(), shared};
    return shared;
}

} // namespace tamma::providers
