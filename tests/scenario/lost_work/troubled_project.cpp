// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/lost_work/troubled_project.h"

#include "core/git/kept_refs.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QProcess>

namespace tamma::tests {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LARGEST_STEP_MS = 6 * 3600 * 1000; // A sequence is over long before 30 days are.
constexpr int LONGEST_LIFE_MS = 45; // Most deeds take less: some kills come too late.

QString gitHash(const QByteArray& content)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData("blob " + QByteArray::number(content.size()) + '\0');
    hash.addData(content);
    return QString::fromLatin1(hash.result().toHex());
}

bool isIgnored(const QString& path)
{
    return path.endsWith(QLatin1String(".log")) || path.startsWith(QLatin1String("build/"));
}

// What of the ignored files Tamma promises to keep when it removes a worktree.
bool isPromised(const QString& path, const QByteArray& content)
{
    return path.endsWith(QLatin1String(".log")) && !path.startsWith(QLatin1String("build/"))
        && content.size() <= 64 * 1024 && !content.contains('\0');
}

} // namespace

TroubledProject::TroubledProject(quint32 seed)
    : m_random(seed)
    , m_base(m_user.commit({{"a.txt", "1\n"},
                            {"src/b.txt", "1\n"},
                            {"src/c.txt", QByteArray(5000, 'c')},
                            {".gitignore", "build/\n*.log\n"}}))
{
    for (const QString id : {"loop-1", "loop-2"}) {
        m_loops.append({id, "tamma/" + id});
    }
    m_user.write({{"a.txt", "the user's edit\n"}, {"mine.txt", "untracked\n"}});
    m_usersState = usersState();
}

QString TroubledProject::usersState() const
{
    return m_user.git({"status", "--porcelain", "--branch"}) + m_user.head("main")
        + QString::fromUtf8(m_user.read("a.txt") + m_user.read("mine.txt"));
}

QString TroubledProject::worktreeOf(const Loop& loop) const
{
    return m_user.outside("data/" + loop.id + "/work");
}

TroubledProject::Contents TroubledProject::contentsOf(const Loop& loop, bool ignoredToo) const
{
    Contents contents;
    const QDir folder(worktreeOf(loop));
    QDirIterator files(folder.path(), QDir::Files | QDir::Hidden | QDir::NoSymLinks,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = folder.relativeFilePath(files.next());
        QFile file(files.filePath());
        if (path == ".git" || path.contains("/.git/") || !file.open(QIODevice::ReadOnly)) {
            continue;
        }
        const QByteArray content = file.readAll();
        if (!isIgnored(path) || (ignoredToo && isPromised(path, content))) {
            contents.insert(gitHash(content), content.size());
        }
    }
    return contents;
}

QSet<QString> TroubledProject::listedObjects() const
{
    const auto repository = git::Repository::open(m_user.path());
    const auto all = git::keptWork(*repository);
    QStringList arguments{"rev-list", "--objects", "--no-object-names", "main"};
    for (const git::KeptWork& kept : all.value_or(QList<git::KeptWork>{})) {
        arguments.append(kept.ref);
    }
    const QStringList objects = m_user.git(arguments).split('\n');
    return {objects.begin(), objects.end()};
}

qint64 TroubledProject::owedBytes() const
{
    qint64 bytes = 0;
    for (const qint64 size : m_owed) {
        bytes += size;
    }
    return bytes;
}

QString TroubledProject::step()
{
    m_now += 1 + m_random.bounded(LARGEST_STEP_MS);
    Loop& loop = m_loops[below(static_cast<int>(m_loops.size()))];
    const int kind = below(12);
    if (kind < 5 && loop.isReady) {
        agentWorks(loop);
        return {};
    }
    if (kind < 5) { // No agent is started before its worktree is whole.
        return tammaActs(loop, u"create"_s, Fate::Ends);
    }
    if (kind < 7) {
        somebodyMeddles(loop);
        return {};
    }
    static const QStringList deeds{u"create"_s, u"attempt"_s,       u"attempt"_s,
                                   u"reset"_s,  u"reset"_s,         u"cancel"_s,
                                   u"remove"_s, u"gate"_s,          u"expire"_s,
                                   u"remove"_s, u"restoreFolder"_s, u"restoreBranch"_s};
    const int luck = below(10);
    return tammaActs(loop, deeds.at(below(static_cast<int>(deeds.size()))),
                     luck < 5       ? Fate::Killed
                         : luck < 6 ? Fate::Crashes
                                    : Fate::Ends);
}

void TroubledProject::agentWorks(const Loop& loop)
{
    const QDir folder(worktreeOf(loop));
    static const QStringList names{"a.txt",     "src/b.txt",     "src/c.txt", "new/n.txt",
                                   "notes.log", "build/out.txt", "x y/ü.txt", "nested/code.txt"};
    for (int i = below(8); i >= 0; --i) {
        const QString path = folder.filePath(names.at(below(static_cast<int>(names.size()))));
        if (below(6) == 0) {
            QFile::remove(path);
            continue;
        }
        if (below(25) == 0 && QDir().mkpath(folder.filePath("nested"))) {
            m_user.gitIn(folder.filePath("nested"), {"init", "--quiet"});
        }
        QFile file(path);
        // Often of one size: git takes a file for unchanged by its size and its times.
        const QByteArray content = QByteArray::number(++m_written).rightJustified(8, '0')
            + QByteArray(below(3) == 0 ? below(20'000) : 0, 'z') + '\n';
        if (QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly)) {
            file.write(content);
        }
    }
    m_story.append("agent works in " + loop.id);
}

void TroubledProject::somebodyMeddles(Loop& loop)
{
    const QString branch = "refs/heads/" + loop.branch;
    const QList<QList<QStringList>> deeds{
        {{"gc", "--quiet"}},
        {{"reflog", "expire", "--expire=now", "--all"}, {"gc", "--quiet", "--prune=now"}},
        {{"pack-refs", "--all"}, {"prune", "--expire=now"}},
        {{"worktree", "prune", "--expire=now"}},
        {{"update-ref", branch, m_base}},
        {{"update-ref", "-d", branch}},
    };
    const int chosen = below(static_cast<int>(deeds.size()) + 1);
    if (chosen == deeds.size()) {
        QDir(worktreeOf(loop)).removeRecursively();
        loop.isReady = false;
        m_story.append("worktree of " + loop.id + " deleted");
        return;
    }
    for (const QStringList& deed : deeds.at(chosen)) {
        m_story.append("git " + deed.join(' ') + (m_user.tryGit(deed) ? "" : " (refused)"));
    }
}

QString TroubledProject::orderFor(const QString& deed, Loop& loop)
{
    if (deed == "attempt") {
        return QString::number(++loop.attempts);
    }
    if (deed == "reset") {
        return loop.attempts == 0 || below(2) == 0
            ? m_base
            : QString("refs/tamma/attempts/%1/%2").arg(loop.id).arg(1 + below(loop.attempts));
    }
    if (deed == "restoreFolder") {
        return m_user.outside("restored/" + QString::number(m_now));
    }
    return "recovered/" + QString::number(m_now);
}

QString TroubledProject::tammaActs(Loop& loop, const QString& deed, Fate fate)
{
    const QString argument = orderFor(deed, loop);
    if (argument.startsWith("refs/") && !m_user.tryGit({"rev-parse", "--verify", argument})) {
        return {}; // The attempt was killed before it was one.
    }
    const bool isSync
        = deed == "attempt" || deed == "reset" || deed == "cancel" || deed == "remove";
    const bool makesWorktree = isSync || deed == "create";
    const Contents seen = isSync && loop.isReady ? contentsOf(loop, deed == "remove") : Contents();
    QStringList order{deed,        m_user.path(), m_user.outside("data"), loop.id,
                      loop.branch, m_base,        QString::number(m_now), argument};
    if (fate == Fate::Crashes) {
        order.append("crash");
    }
    bool ended = false;
    const QString wrong = act(order, fate, ended);
    m_story.append(
        QString("tamma: %1 %2 %3%4").arg(deed, loop.id, argument, ended ? "" : " (killed)"));
    owe(loop, seen, ended);
    loop.isReady = (loop.isReady || (ended && makesWorktree)) && deed != "remove";
    return wrong;
}

QString TroubledProject::act(const QStringList& order, Fate fate, bool& ended)
{
    QProcess process;
    process.start(GIT_ACTOR, order);
    if (!process.waitForReadyRead(60'000)) {
        return "the actor does not begin";
    }
    if (fate == Fate::Killed && !process.waitForFinished(below(LONGEST_LIFE_MS))) {
        process.kill(); // SIGKILL: nothing can be tidied up.
        ++m_kills;
    }
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(60'000)) {
        return "the actor does not end: " + order.join(' ');
    }
    ended = process.exitStatus() == QProcess::NormalExit;
    return ended && process.exitCode() != 0
        ? order.join(' ') + ": " + QString::fromUtf8(process.readAllStandardError())
        : QString();
}

void TroubledProject::owe(const Loop& loop, const Contents& seen, bool ended)
{
    // What a killed process left where it was is nobody's debt yet: it can still be seen.
    const Contents there = ended ? Contents() : contentsOf(loop, true);
    for (const auto& [hash, size] : seen.asKeyValueRange()) {
        if (!there.contains(hash)) {
            m_owed.insert(hash, size);
        }
    }
}

QString TroubledProject::verdict() const
{
    const QSet<QString> found = listedObjects();
    for (const auto& [hash, size] : m_owed.asKeyValueRange()) {
        if (!found.contains(hash)) {
            return QString("%1 bytes are lost: %2").arg(size).arg(hash);
        }
    }
    if (usersState() != m_usersState) {
        return "the user's checkout is another one: " + usersState();
    }
    return m_user.tryGit({"fsck", "--strict", "main"}) ? QString() : "git fsck complains";
}

} // namespace tamma::tests
