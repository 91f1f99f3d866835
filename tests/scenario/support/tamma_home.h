// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_store.h"

#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace tamma::tests {

/// How a run of a program ended, and what it said.
struct Ended {
    int exitCode = -1; ///< -1: it crashed, was killed or did not end in time.
    QByteArray out;
    QByteArray err;

    /// The JSON objects on stdout, one a line; a line that is none gives an empty object.
    [[nodiscard]] QList<QJsonObject> rows() const;

    /// How it ended and the end of what it said, for the message of a test that fails.
    [[nodiscard]] QByteArray story() const;
};

/// The real `tamma` program with a home of its own, which is deleted with this object.
///
/// Shape    Recordings play without waiting. The program is the one of the build folder that
///          TAMMA_BINARY_DIR names.
/// Threads  One object, one thread.
class TammaHome {
public:
    TammaHome();

    [[nodiscard]] QString path() const { return m_folder.path(); }
    [[nodiscard]] QString recordFile() const
    {
        return path() + QStringLiteral("/data/record.sqlite");
    }

    /// What the next runs get; change it to play another machine.
    QProcessEnvironment& environment() { return m_environment; }

    /// Runs `tamma` with `arguments` in `folder` until it ends; it reads the file `input`.
    [[nodiscard]] Ended run(const QStringList& arguments, const QString& folder = {},
                            const QString& input = QProcess::nullDevice()) const;

    /// The same, started by `launcher` (a program and its first arguments), such as a sandbox.
    [[nodiscard]] Ended runUnder(const QStringList& launcher, const QStringList& arguments,
                                 const QString& folder) const;

    /// Starts it and comes back at once; destroying the process kills it.
    [[nodiscard]] std::unique_ptr<QProcess>
    start(const QStringList& arguments, const QString& folder = {},
          const QString& input = QProcess::nullDevice()) const;

    /// Waits until the process ends.
    [[nodiscard]] static Ended wait(QProcess& process);

    /// Everything in the record, oldest first; nothing when there is no record.
    [[nodiscard]] QList<events::StoredEvent> events() const;

    /// The number of events of that type, e.g. "PR.MERGED.SUCCESS".
    [[nodiscard]] qsizetype count(const QString& type) const;

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
};

/// The `tamma` program under test.
[[nodiscard]] QString tammaProgram();

/// The name of an event's type.
[[nodiscard]] QString typeOf(const events::StoredEvent& stored);

} // namespace tamma::tests
