// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/composition.h"

#include <QThreadPool>

#include <memory>
#include <mutex>

namespace tamma::desktop {

/// An engine that is there at once and opens the record behind it: the window is painted before the
/// disk was asked. What is asked meanwhile waits; when the record cannot be opened, everything
/// that is asked says why, and the next question tries again.
///
/// Threads  Any. The destructor stops running steps and waits for them.
class LateEngine final : public engine::EngineClient {
public:
    LateEngine(Paths paths, engine::ReadModelFeed& feed);
    ~LateEngine() override;

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
    [[nodiscard]] Result<engine::Engine*> engine();
    template <typename T, typename Ask> QFuture<Result<T>> late(Ask ask);

    Paths m_paths;
    engine::ReadModelFeed& m_feed;
    std::mutex m_opening;
    std::unique_ptr<Composition> m_house;
    QThreadPool m_pool; // Last: what waits in it uses the members above.
};

} // namespace tamma::desktop
