// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"

namespace tamma::ui {

/// What is asked while the window shows an earlier moment: only looks, and sees nothing later.
/// Commands are refused with PAST_IS_READ_ONLY before they reach anybody.
///
/// Threads  GUI thread only.
class PastEngine final : public engine::EngineClient {
public:
    /// `live` outlives this.
    explicit PastEngine(engine::EngineClient& live)
        : m_live(live)
    {
    }

    /// The newest event that is seen; none before the first call.
    void setUpTo(Position upTo) { m_upTo = upTo; }

    [[nodiscard]] QFuture<Result<engine::CommandReceipt>> submit(engine::Command command) override;
    [[nodiscard]] QFuture<Result<QList<events::StoredEvent>>>
    events(events::EventQuery query) override;
    [[nodiscard]] QFuture<Result<engine::Past>> past(engine::Moment moment) override;
    [[nodiscard]] QFuture<Result<QList<git::ChangedFile>>>
    changedFiles(engine::DiffRequest request) override;
    [[nodiscard]] QFuture<Result<git::FileDiff>> fileDiff(engine::DiffRequest request) override;
    [[nodiscard]] QFuture<QList<engine::Diagnosis>> diagnose() override;
    [[nodiscard]] QFuture<Result<readmodels::RecordAnswer>>
    recordMatches(readmodels::RecordQuestion question) override;
    [[nodiscard]] QFuture<Result<QList<events::StoredEvent>>>
    recordRows(QList<Position> positions) override;
    [[nodiscard]] QFuture<QStringList> recordWords(engine::WordQuestion question) override;
    [[nodiscard]] QFuture<Result<qint64>> exportRecord(engine::RecordExport request) override;
    [[nodiscard]] QFuture<Result<engine::KeptList>> keptWork() override;
    [[nodiscard]] QFuture<Result<git::MergeForecast>>
    mergeForecast(engine::MergeQuestion question) override;

private:
    engine::EngineClient& m_live;
    Position m_upTo;
};

} // namespace tamma::ui
