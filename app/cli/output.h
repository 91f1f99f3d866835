// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

namespace tamma::cli {

/// How `tamma` ends; documented in the README and frozen, because scripts branch on it.
enum ExitCode {
    Ok = 0,
    Failed = 1, ///< What was asked could not be done; stderr says why.
    Usage = 2, ///< The command line was not understood.
    NeedsYou = 3, ///< A loop waits for a person.
    LoopFailed = 4, ///< A loop ended without a merge.
    Interrupted = 130, ///< Ctrl+C; what runs goes on at the next start.
};

/// Where a command writes. With --json stdout carries one JSON object a line and nothing else;
/// otherwise no control character of what is written reaches the terminal, but line ends and tabs.
///
/// Threads  The main thread.
class Output {
public:
    explicit Output(bool json)
        : m_json(json)
    {
    }

    [[nodiscard]] bool isJson() const { return m_json; }

    /// Writes one result: the object with --json, the line otherwise.
    void row(const QJsonObject& object, const QString& line) const;

    /// Writes a line for people: nothing with --json.
    void say(const QString& line) const;

    /// Replaces the last line of a terminal while something goes on; nothing elsewhere.
    void progress(const QString& line) const;

    /// Writes something to stderr that somebody should know beside the answer.
    void warn(const QString& line) const;

    /// Writes what happened, why and what to do to stderr, and returns the exit code for it.
    [[nodiscard]] ExitCode fail(const Error& error) const;

private:
    bool m_json;
};

} // namespace tamma::cli
