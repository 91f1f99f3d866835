// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/ai_provider.h"
#include "core/providers/playback/recording.h"

#include <QString>

#include <mutex>

namespace tamma::providers {

/// A provider that writes down what another one does: `<folder>/<loop id>.json` is a recording of
/// all sessions of that loop, which PlaybackProvider plays. The work itself never fails because of
/// it; what could not be recorded is in the log.
///
/// Shape    A session that is run again for the same attempt replaces the earlier one.
/// Owns     Nothing; `inner` outlives it.
class RecordingProvider final : public AiProvider {
public:
    RecordingProvider(AiProvider& inner, QString folder);

    [[nodiscard]] ProviderId id() const override { return m_inner.id(); }
    [[nodiscard]] bool isRecorded() const override { return m_inner.isRecorded(); }
    [[nodiscard]] Result<> accepts(const QString& choice) const override
    {
        return m_inner.accepts(choice);
    }
    [[nodiscard]] bool hasSession(const AgentTask& task) const override
    {
        return m_inner.hasSession(task);
    }
    [[nodiscard]] Detection detect() const override { return m_inner.detect(); }
    [[nodiscard]] Result<AgentOutcome> run(const AgentTask& task, AgentListener& listener,
                                           std::stop_token stop) override;

private:
    [[nodiscard]] Result<> keep(const AgentTask& task, const RecordedSession& session);

    AiProvider& m_inner;
    QString m_folder;
    std::mutex m_mutex;
};

} // namespace tamma::providers
