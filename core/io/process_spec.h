// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>
#include <optional>

namespace tamma::io {

/// The variable by which the processes of one run are found again.
inline const QString RUN_ID = QStringLiteral("TAMMA_RUN_ID");

/// A program to run, with everything that it gets: nothing is inherited from Tamma.
///
/// Shape    `environment` is the whole environment; only TAMMA_RUN_ID is added to it unless it is
///          there: by it the processes of one run are found again.
struct ProcessSpec {
    QString program; ///< Absolute path, or a name that is looked up in Tamma's PATH.
    QStringList arguments;
    QString workingFolder; ///< Empty: "/".
    QMap<QString, QString> environment;
    std::optional<QByteArray> standardInput; ///< Nothing: the program reads an end of file.
    bool keepInputOpen = false; ///< For ChildProcess::write(); closeInput() ends it.
    bool mergeStreams = false; ///< Standard error joins standard output, in true order.
    std::chrono::milliseconds timeLimit{
        0}; ///< Zero: no limit. ChildProcess leaves it to the caller.
    std::chrono::milliseconds grace = std::chrono::seconds(3); ///< Between TERM and KILL.
    bool adoptsOrphans = false; ///< What leaves the tree comes back to this process and ends with
                                ///< the tree. For a process without any other child.
    QMap<int, QByteArray> inheritedFiles; ///< Descriptor (3 or more) to content; read and write.
};

/// A piece of what a program wrote.
///
/// Shape    Raw bytes, at most 64 KiB; a character or line may be cut in the middle.
struct OutputChunk {
    enum class Stream { Output, Error };
    Stream stream = Stream::Output;
    QByteArray bytes;
};

/// Hears the output in the thread that runs the program; the program waits while it works.
using OutputSink = std::function<void(const OutputChunk&)>;

/// How a program ended.
struct ProcessExit {
    int code = 0; ///< What it returned; 128 + `signal` when a signal ended it.
    int signal = 0; ///< 0: it ended by itself.
};

/// What is known after a run.
struct ProcessResult {
    ProcessExit exit;
    bool timedOut = false;
    std::chrono::milliseconds duration{0};
    QMap<int, QByteArray> inheritedFiles; ///< As the program left them, at most 64 KiB each.
};

} // namespace tamma::io
