// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/providers/playback/recording.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <mutex>
#include <unordered_map>

namespace tamma::providers {

/// Where recordings are found: by file path, else by name in `folder`, else among those that come
/// with Tamma (":/tamma/demo/recordings").
///
/// Owns     What it read, until the file changes: a loop asks for the same recording many times.
/// Threads  Any.
class RecordingLibrary {
public:
    explicit RecordingLibrary(QString folder);

    /// Reads a recording. Fails with RECORDING_NOT_FOUND (the detail lists the known names),
    /// RECORDING_INVALID and INVALID_JSON (mend the file that the detail names), FILE_READ_FAILED.
    [[nodiscard]] Result<std::shared_ptr<const Recording>> find(const QString& nameOrPath) const;

    /// The names that find() knows, sorted.
    [[nodiscard]] QStringList names() const;

private:
    struct Kept {
        qint64 changedAt = 0;
        qint64 size = 0;
        std::shared_ptr<const Recording> recording;
    };

    [[nodiscard]] QString fileOf(const QString& nameOrPath) const;

    QString m_folder;
    mutable std::mutex m_mutex;
    mutable std::unordered_map<QString, Kept> m_kept;
};

} // namespace tamma::providers
