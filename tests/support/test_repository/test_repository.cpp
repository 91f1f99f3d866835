// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_repository/test_repository.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>

namespace tamma::tests {

namespace {

struct GitRun {
    bool succeeded = false;
    QByteArray output;
    QByteArray complaint;
};

QProcessEnvironment fixedEnvironment()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    const QMap<QString, QString> fixed = {
        {"GIT_CONFIG_GLOBAL", "/dev/null"},
        {"GIT_CONFIG_NOSYSTEM", "1"},
        {"GIT_TERMINAL_PROMPT", "0"},
        {"GIT_AUTHOR_NAME", "Ada"},
        {"GIT_AUTHOR_EMAIL", "ada@example.org"},
        {"GIT_AUTHOR_DATE", "2025-10-28T12:00:00Z"},
        {"GIT_COMMITTER_NAME", "Ada"},
        {"GIT_COMMITTER_EMAIL", "ada@example.org"},
        {"GIT_COMMITTER_DATE", "2025-10-28T12:00:00Z"},
        {"LC_ALL", "C.UTF-8"},
    };
    for (const auto& [name, value] : fixed.asKeyValueRange()) {
        environment.insert(name, value);
    }
    return environment;
}

GitRun run(const QString& folder, const QStringList& arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setProcessEnvironment(fixedEnvironment());
    process.start(QStringLiteral("git"), arguments);
    const bool finished = process.waitForFinished(60'000);
    return {finished && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
            process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

TestRepository::TestRepository()
{
    // The canonical path: on some machines the temporary folder is behind a symbolic link.
    m_root = QFileInfo(m_folder.path()).canonicalFilePath() + QStringLiteral("/the project");
    QDir().mkpath(m_root);
    git({"init", "--quiet", "--initial-branch=main"});
}

QString TestRepository::gitIn(const QString& folder, const QStringList& arguments) const
{
    const GitRun result = run(folder, arguments);
    if (!result.succeeded) {
        qFatal("git %s failed: %s", qPrintable(arguments.join(QLatin1Char(' '))),
               result.complaint.constData());
    }
    QString text = QString::fromUtf8(result.output);
    if (text.endsWith(QLatin1Char('\n'))) {
        text.chop(1);
    }
    return text;
}

bool TestRepository::tryGit(const QStringList& arguments) const
{
    return run(m_root, arguments).succeeded;
}

void TestRepository::write(const Files& files) const
{
    for (const auto& [path, content] : files.asKeyValueRange()) {
        QFile file(m_root + QLatin1Char('/') + path);
        QDir().mkpath(QFileInfo(file).path());
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("cannot write %s", qPrintable(file.fileName()));
        }
    }
}

QByteArray TestRepository::read(const QString& path) const
{
    QFile file(m_root + QLatin1Char('/') + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString TestRepository::commit(const Files& files, const QString& message) const
{
    write(files);
    git({"add", "--all"});
    git({"commit", "--quiet", "--allow-empty", "--message", message});
    return head();
}

QString TestRepository::commitOn(const QString& branch, const Files& files,
                                 const QString& message) const
{
    const QString before = git({"symbolic-ref", "--short", "HEAD"});
    const bool exists = tryGit({"rev-parse", "--verify", "--quiet", "refs/heads/" + branch});
    git(exists ? QStringList{"checkout", "--quiet", branch}
               : QStringList{"checkout", "--quiet", "-b", branch});
    const QString hash = commit(files, message);
    git({"checkout", "--quiet", before});
    return hash;
}

} // namespace tamma::tests
