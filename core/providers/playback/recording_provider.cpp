// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/playback/recording_provider.h"

#include "core/base/log.h"
#include "core/providers/playback/changed_files.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace tamma::providers {
namespace {

QString nameOf(Purpose purpose)
{
    switch (purpose) {
    case Purpose::Code:
        return QStringLiteral("code");
    case Purpose::Structured:
        return QStringLiteral("structured");
    case Purpose::Answer:
        break;
    }
    return QStringLiteral("answer");
}

// Hears a session, passes it on, and notes after each tool which files it changed.
class Notes final : public AgentListener {
public:
    Notes(const AgentTask& task, AgentListener& listener, ChangedFiles::Since since)
        : m_workFolder(task.workFolder)
        , m_listener(listener)
        , m_changes(task.workFolder, since)
    {
        m_session.stepId = task.stepId;
        m_session.purpose = nameOf(task.purpose);
    }

    void onEntry(const events::TranscriptEntry& entry) override
    {
        m_listener.onEntry(entry);
        RecordedEntry noted{.said = entry};
        // A recording is played in other folders: what was said names no folder of this machine.
        noted.said.text.replace(m_workFolder + QLatin1Char('/'), QString());
        noted.said.text.replace(m_workFolder, QStringLiteral("."));
        m_session.entries.append(noted);
        if (entry.kind == QLatin1String("toolResult")) {
            noteChanges(entry.sinceStartMs);
        }
    }

    RecordedSession ended(const AgentOutcome& outcome)
    {
        noteChanges(std::max<qint64>(outcome.duration.count(), latestMs()));
        m_session.outcome = outcome;
        return std::move(m_session);
    }

private:
    [[nodiscard]] qint64 latestMs() const
    {
        return m_session.entries.isEmpty() ? 0 : m_session.entries.last().said.sinceStartMs;
    }

    void noteChanges(qint64 sinceStartMs)
    {
        const auto edits = m_changes.look();
        if (!edits) {
            log::warning(QStringLiteral("Changes of a tool were not recorded"),
                         {{QStringLiteral("detail"), edits.error().detail}});
            return;
        }
        for (const RecordedEdit& edit : *edits) {
            m_session.entries.append({.said = {.sinceStartMs = sinceStartMs}, .edit = edit});
        }
    }

    QString m_workFolder;
    AgentListener& m_listener;
    ChangedFiles m_changes;
    RecordedSession m_session;
};

void put(Recording& recording, RecordedSession session, int attempt)
{
    int seen = 0;
    for (RecordedSession& earlier : recording.sessions) {
        if (earlier.stepId == session.stepId && ++seen == attempt) {
            earlier = std::move(session);
            return;
        }
    }
    recording.sessions.append(std::move(session));
}

} // namespace

RecordingProvider::RecordingProvider(AiProvider& inner, QString folder)
    : m_inner(inner)
    , m_folder(std::move(folder))
{
}

Result<AgentOutcome> RecordingProvider::run(const AgentTask& task, AgentListener& listener,
                                            std::stop_token stop)
{
    // What an agent did before it was taken up again is no more told apart, but it is there.
    Notes notes(task, listener,
                hasSession(task) ? ChangedFiles::Since::Commit : ChangedFiles::Since::Now);
    TRY_ASSIGN(const AgentOutcome outcome, m_inner.run(task, notes, std::move(stop)));
    if (const auto kept = keep(task, notes.ended(outcome)); !kept) {
        log::warning(QStringLiteral("A session was not recorded"),
                     {{QStringLiteral("loop"), task.loopId.text()},
                      {QStringLiteral("detail"), kept.error().detail}});
    }
    return outcome;
}

Result<> RecordingProvider::keep(const AgentTask& task, const RecordedSession& session)
{
    const std::scoped_lock lock(m_mutex);
    const QString path = m_folder + QLatin1Char('/') + task.loopId.text() + QLatin1String(".json");
    Recording recording{.title = QStringLiteral("Loop %1").arg(task.loopId.text()),
                        .provider = id().text(),
                        .model = session.outcome.model};
    if (QFile file(path); file.open(QIODevice::ReadOnly)) {
        TRY_ASSIGN(recording, parseRecording(file.readAll()));
    }
    put(recording, session, task.attempt);
    QDir().mkpath(m_folder);
    QSaveFile file(path);
    const QByteArray text = writeRecording(recording);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit()) {
        return failure(errors::FILE_WRITE_FAILED,
                       QStringLiteral("%1: %2").arg(path, file.errorString()));
    }
    return {};
}

} // namespace tamma::providers
