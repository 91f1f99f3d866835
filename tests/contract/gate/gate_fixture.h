// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gates/added_lines.h"
#include "core/gates/gate.h"
#include "core/gates/repository_access.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

namespace tamma::test {

/// A repository as the gates see it: a checkout on disk, files of the base commit, added lines.
///
/// Owns     Everything on disk.
class FakeRepository final : public gates::Checkouts, public gates::ChangeReader {
public:
    FakeRepository()
    {
        QDir(m_folder.path()).mkpath("checkout/.git");
        QDir(m_folder.path()).mkpath("repository");
    }

    [[nodiscard]] Result<QString> cleanCheckout(const QString&, const LoopId&,
                                                const QString&) override
    {
        return checkout();
    }

    [[nodiscard]] Result<QList<git::FileDiff>> change(const QString&, const QString&,
                                                      const QString&) const override
    {
        QList<git::FileDiff> diffs = files;
        for (const gates::AddedLine& line : lines) {
            if (diffs.isEmpty() || diffs.last().file.path != line.path) {
                diffs.append(git::FileDiff{{line.path, line.path}, {}, {}, {}});
            }
            git::FileDiff& diff = diffs.last();
            const int missing = line.line - 1 - int(diff.newText.count('\n'));
            diff.newText += QByteArray(std::max(0, missing), '\n') + line.text.toUtf8() + '\n';
            diff.hunks.append({0, 0, line.line - 1, 1});
        }
        return diffs;
    }

    [[nodiscard]] Result<QByteArray> fileAt(const QString&, const QString& commit,
                                            const QString& path) const override
    {
        if (readError.code == errors::GIT_FAILED) {
            return std::unexpected(readError);
        }
        const QHash<QString, QByteArray>& known = commit == "base" ? base : binaries;
        if (known.contains(path)) {
            return known[path];
        }
        if (commit != "base" || path != ".tamma/project.yaml" || projectFile.isEmpty()) {
            return failure(errors::NOT_FOUND, path);
        }
        return projectFile;
    }

    [[nodiscard]] QString checkout() const { return m_folder.filePath("checkout"); }
    [[nodiscard]] QString cache() const { return m_folder.filePath("cache"); }

    /// Lets `kind` (build, test, ci) run `script`.
    void setCommand(const QString& kind, const QByteArray& script)
    {
        projectFile = "commands: { " + kind.toUtf8() + ": { run: 'sh ./run.sh', timeout: 60 } }\n";
        write("run.sh", script + '\n');
    }

    void write(const QString& name, const QByteArray& content) const
    {
        const QString path = checkout() + '/' + name;
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("Cannot write %s", qPrintable(path));
        }
    }

    [[nodiscard]] QByteArray read(const QString& name) const
    {
        QFile file(checkout() + '/' + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(missing)");
    }

    [[nodiscard]] gates::GateRequest request() const
    {
        gates::GateRequest request;
        request.loopId = LoopId("loop-1");
        request.stepId = StepId("TEST_VALIDATION");
        request.attempt = 2;
        request.repository = m_folder.filePath("repository");
        request.commit = "commit-1";
        request.baseCommit = "base";
        return request;
    }

    QByteArray projectFile;
    QHash<QString, QByteArray> base; ///< More files of the base commit.
    QHash<QString, QByteArray> binaries; ///< What binary files of the change hold.
    QList<gates::AddedLine> lines{{"src/main.c", 3, "int main(void) { return 0; }"}};
    QList<git::FileDiff> files; ///< Changed besides.
    Error readError;

private:
    QTemporaryDir m_folder;
};

/// Keeps what a gate says, or does something at its first words.
class LogKeeper final : public gates::GateListener {
public:
    void onLog(const QString& piece) override
    {
        ++pieces;
        size += piece.size();
        if (text.size() < 1'000'000) {
            text += piece;
        }
        if (atFirstWords && text.contains("up\n")) {
            std::exchange(atFirstWords, {})();
        }
    }

    QString text;
    qint64 size = 0;
    int pieces = 0;
    std::function<void()> atFirstWords;
};

} // namespace tamma::test
