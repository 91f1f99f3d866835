// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/ai_provider.h"
#include "core/providers/playback/recording_library.h"

namespace tamma::providers {

inline const ProviderId PLAYBACK(QStringLiteral("playback"));

/// How fast recordings are played: 1 as they happened, 2 in half the time, 0 without any waiting.
struct PlaybackSpeed {
    double factor = 1;
};

/// Plays a recorded agent: its words, its edits of files, its timing. No account is needed, and
/// nothing leaves the machine. Session n of a step answers attempt n of that step.
///
/// Shape    Entries carry the times of the recording, at whatever speed they are played.
/// Errors   RECORDING_NOT_FOUND, RECORDING_INVALID, INVALID_JSON: see RecordingLibrary.
///          RECORDING_EXHAUSTED: the step was tried more often than it was recorded. An edit that
///          cannot be made ends the session as failed with applyEdit()'s error.
class PlaybackProvider final : public AiProvider {
public:
    /// `recordings` is the folder of the user's own recordings.
    explicit PlaybackProvider(QString recordings, PlaybackSpeed speed = {});

    [[nodiscard]] ProviderId id() const override { return PLAYBACK; }
    [[nodiscard]] bool isRecorded() const override { return true; }
    [[nodiscard]] Detection detect() const override;
    [[nodiscard]] Result<> accepts(const QString& recording) const override;
    [[nodiscard]] Result<AgentOutcome> run(const AgentTask& task, AgentListener& listener,
                                           std::stop_token stop) override;

private:
    [[nodiscard]] bool waitFor(qint64 recordedMs, const std::stop_token& stop) const;

    RecordingLibrary m_library;
    PlaybackSpeed m_speed;
};

} // namespace tamma::providers
