// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/ai_provider.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace tamma::providers {

/// A change of one file that a recorded agent made.
struct RecordedEdit {
    enum class Kind { Write, Replace, Delete };
    Kind kind = Kind::Write;
    QString path; ///< Relative to the work folder, with "/"; never outside of it, never in ".git".
    QByteArray content; ///< Write: the whole file. Replace: what takes the place of `old`.
    QByteArray old; ///< Replace: found exactly once in the file.
    bool executable = false; ///< Write: the file may be run.
};

/// One moment of a recorded session: something said or done, and perhaps a file changed.
struct RecordedEntry {
    events::TranscriptEntry said; ///< An empty kind is not shown: only the edit happens.
    std::optional<RecordedEdit> edit;
};

/// One agent session of a recording.
struct RecordedSession {
    StepId stepId;
    QString purpose; ///< "code", "structured" or "answer"; for readers.
    QList<RecordedEntry> entries; ///< In the order of their times.
    AgentOutcome outcome;
};

/// What agents did in one loop, to be played again without any of them.
///
/// Shape    The n-th session of a step answers that step's n-th attempt. The file format
///          "tamma-recording" version 1 is described in README.md.
struct Recording {
    QString title;
    QString provider; ///< Who was recorded: "claude_code".
    QString model;
    QList<RecordedSession> sessions;
};

/// Reads a recording.
///
/// Errors   RECORDING_INVALID: `detail` and `context.field` name the faulty field
///          ("sessions[2].entries[0].edit.path"); mend the file there. INVALID_JSON: no JSON at
///          all.
[[nodiscard]] Result<Recording> parseRecording(const QByteArray& text);

/// Writes what parseRecording() reads.
[[nodiscard]] QByteArray writeRecording(const Recording& recording);

/// True for a path that a recorded edit may name: relative, clean, inside, not in ".git".
[[nodiscard]] bool isPathInside(const QString& path);

} // namespace tamma::providers
