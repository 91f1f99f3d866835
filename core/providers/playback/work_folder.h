// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/providers/playback/recording.h"

#include <QString>

namespace tamma::providers {

/// Makes the change of `edit` inside `workFolder`, and only there: no folder on the way and no file
/// at its end may be a symbolic link, so a prepared link cannot lead a recording out.
///
/// Shape    Doing the same edit twice leaves the same file: a session can be played again.
/// Errors   INVALID_ARGUMENT: the path leads out, or the text to replace is not there exactly once
///          (the recording does not fit this project). FILE_READ_FAILED, FILE_WRITE_FAILED,
///          DISK_FULL: as the system says.
[[nodiscard]] Result<> applyEdit(const QString& workFolder, const RecordedEdit& edit);

} // namespace tamma::providers
