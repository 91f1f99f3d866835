// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/process_runner.h"
#include "core/sandbox/sandbox.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace tamma::test {

/// What is seen of a sandboxed command from outside.
struct Seen {
    Result<io::ProcessResult> result;
    QByteArray output; ///< Both streams.
};

/// Runs a command behind its walls, as the rooms above do it.
inline Seen runSandboxed(const sandbox::SandboxedCommand& command)
{
    io::ProcessSpec spec;
    spec.program = command.program;
    spec.arguments = command.arguments;
    spec.inheritedFiles = command.inheritedFiles;
    spec.mergeStreams = true;
    spec.timeLimit = std::chrono::seconds(60);
    spec.grace = std::chrono::milliseconds(200);
    Seen seen;
    seen.result = io::SystemProcessRunner().run(
        spec, [&seen](const io::OutputChunk& chunk) { seen.output += chunk.bytes; }, {});
    return seen;
}

inline void writeFile(const QString& path, const QByteArray& content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        qFatal("Cannot write %s", qPrintable(path));
    }
}

/// A home with a secret, another worktree, and a work folder with .git and .tamma.
///
/// Owns     The folders on disk.
struct SandboxFixture {
    SandboxFixture()
    {
        writeFile(path("home/.ssh/id_rsa"), "CANARY-KEY\n");
        writeFile(path("home/.bashrc"), "# mine\n");
        writeFile(path("other/secret.txt"), "CANARY-OTHER\n");
        writeFile(path("work/.git/HEAD"), "ref: refs/heads/main\n");
        writeFile(path("work/.git/config"), "[core]\n");
        QDir().mkpath(path("work/.git/hooks"));
        writeFile(path("work/.tamma/project.yaml"), "network: false\n");
        writeFile(path("work/main.c"), "int main(void) { return 0; }\n");
        QDir().mkpath(path("cache"));
        profile.workFolder = path("work");
        profile.home = path("cache");
    }

    [[nodiscard]] QString path(const QString& name) const { return folder.filePath(name); }

    [[nodiscard]] Seen run(const QString& script) const
    {
        const auto command = sandbox::sandboxed(profile, {"/bin/bash", "-c", script});
        if (!command) {
            return {std::unexpected(command.error()), command.error().detail.toUtf8()};
        }
        return runSandboxed(*command);
    }

    /// Everything that no command may change, as one text.
    [[nodiscard]] QByteArray outside() const
    {
        QByteArray text;
        for (const char* name : {"home", "other", "work/.git", "work/.tamma"}) {
            text += listing(path(QString::fromLatin1(name)));
        }
        return text;
    }

    QTemporaryDir folder;
    sandbox::SandboxProfile profile;

private:
    static QByteArray listing(const QString& top)
    {
        QByteArray text = top.toUtf8() + '\n';
        const QFileInfoList entries = QDir(top).entryInfoList(
            QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
        for (const QFileInfo& entry : entries) {
            if (entry.isDir()) {
                text += listing(entry.filePath());
                continue;
            }
            QFile file(entry.filePath());
            const bool readable = file.open(QIODevice::ReadOnly);
            text += entry.filePath().toUtf8() + (readable ? ": " + file.readAll() : "?") + '\n';
        }
        return text;
    }
};

} // namespace tamma::test
