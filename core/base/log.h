// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace tamma::log {

/// Pino's numbers, so that the usual viewers of JSON logs understand ours.
enum class Level { Debug = 20, Info = 30, Warning = 40, Error = 50 };

/// Sends every following line, and Qt's own messages, to `file` as JSON lines in Pino's shape
/// (level, time, service, msg, and the fields). Without it lines go to stderr from Warning up.
/// Returns false when the file cannot be opened; then stderr stays in use.
bool openFile(const QString& file, const QString& service);

/// Writes one line. `fields` are ids and paths; secrets never belong in a log.
///
/// Threads  Any; lines never interleave.
void write(Level level, const QString& message, const QJsonObject& fields = {});

inline void info(const QString& message, const QJsonObject& fields = {})
{
    write(Level::Info, message, fields);
}

inline void warning(const QString& message, const QJsonObject& fields = {})
{
    write(Level::Warning, message, fields);
}

} // namespace tamma::log
