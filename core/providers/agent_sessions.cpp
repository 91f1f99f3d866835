// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/agent_sessions.h"

#include "core/base/log.h"
#include "core/io/supervised/supervised_process.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace tamma::providers {

using namespace Qt::StringLiterals;

namespace {

void endAll(const QStringList& folders)
{
    std::vector<std::unique_ptr<io::SupervisedProcess>> processes;
    for (const QString& folder : folders) {
        const io::SessionState state = io::stateOf(folder);
        if (state.kind == io::SessionState::Kind::Ended && !state.isSupervised) {
            continue;
        }
        if (auto process = io::SupervisedProcess::attach(folder)) {
            (*process)->requestEnd(ASKED_TO_END);
            processes.push_back(*std::move(process));
        }
    }
    // They end side by side.
    for (const auto& process : processes) {
        if (!process->end(ASKED_TO_END)) {
            log::warning(u"Some process of an agent would not end."_s);
        }
    }
}

} // namespace

QString AgentSessions::folderOf(const AgentTask& task) const
{
    return u"%1/%2/%3-%4"_s.arg(m_root, task.loopId.text(), task.stepId.text(),
                                task.sessionId.text());
}

bool AgentSessions::has(const AgentTask& task) const
{
    return io::isSession(folderOf(task));
}

QStringList AgentSessions::foldersOf(const LoopId& loop) const
{
    const QDir folder(m_root + u'/' + loop.text());
    QStringList paths;
    for (const QString& name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        paths.append(folder.filePath(name));
    }
    return paths;
}

QList<LoopId> AgentSessions::loops() const
{
    QList<LoopId> loops;
    for (const QString& name : QDir(m_root).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        loops.append(LoopId(name));
    }
    return loops;
}

void AgentSessions::endOf(const LoopId& loop) const
{
    endAll(foldersOf(loop));
}

void AgentSessions::endOthers(const AgentTask& task) const
{
    QStringList others = foldersOf(task.loopId);
    const QString own = folderOf(task);
    const QString step = u'/' + task.stepId.text() + u'-';
    others.removeIf([&](const QString& folder) { return folder == own || !folder.contains(step); });
    endAll(others);
}

void AgentSessions::tidy(const std::function<bool(const LoopId&)>& isOver,
                         std::chrono::seconds keep) const
{
    const QDateTime oldest = QDateTime::currentDateTimeUtc().addDuration(-keep);
    for (const LoopId& loop : loops()) {
        if (!isOver(loop)) {
            continue;
        }
        endOf(loop);
        for (const QString& folder : foldersOf(loop)) {
            if (QFileInfo(folder).lastModified(QTimeZone::UTC) < oldest) {
                QDir(folder).removeRecursively();
            }
        }
        QDir(m_root).rmdir(loop.text()); // Stays while something is in it.
    }
}

int AgentSessions::running() const
{
    int count = 0;
    for (const LoopId& loop : loops()) {
        count += int(std::ranges::count_if(foldersOf(loop), [](const QString& folder) {
            return io::stateOf(folder).isSupervised;
        }));
    }
    return count;
}

} // namespace tamma::providers
