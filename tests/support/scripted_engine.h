// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"

#include <QHash>
#include <QPromise>

namespace tamma {

/// An engine that answers as a test says: at once from `files`, `diffs` and `record`, or when the
/// test calls answerAll() while `holds` is set.
///
/// Threads  GUI thread only.
class ScriptedEngine : public engine::EngineClient {
public:
    Result<QList<git::ChangedFile>> files = QList<git::ChangedFile>{};
    QHash<QString, Result<git::FileDiff>> diffs; ///< By path; the others are NOT_FOUND.
    Result<QList<events::StoredEvent>> record = QList<events::StoredEvent>{};
    bool holds = false;

    QList<engine::Command> commands;
    QList<engine::DiffRequest> fileRequests;
    QList<engine::DiffRequest> listRequests;

    /// Answers everything that was held back, in the order of the questions.
    void answerAll()
    {
        for (const auto& answer : std::exchange(m_held, {})) {
            answer();
        }
    }

    [[nodiscard]] QFuture<Result<engine::CommandReceipt>> submit(engine::Command command) override
    {
        commands.append(std::move(command));
        return answer(Result<engine::CommandReceipt>{engine::CommandReceipt{}});
    }
    [[nodiscard]] QFuture<Result<QList<events::StoredEvent>>> events(events::EventQuery) override
    {
        return answer(record);
    }
    [[nodiscard]] QFuture<Result<engine::Past>> past(engine::Moment) override
    {
        return answer(Result<engine::Past>(engine::Past{}));
    }
    [[nodiscard]] QFuture<Result<QList<git::ChangedFile>>>
    changedFiles(engine::DiffRequest request) override
    {
        listRequests.append(request);
        return answer(files);
    }
    [[nodiscard]] QFuture<Result<git::FileDiff>> fileDiff(engine::DiffRequest request) override
    {
        fileRequests.append(request);
        return answer(diffs.value(request.path, failure(errors::NOT_FOUND, request.path)));
    }
    [[nodiscard]] QFuture<QList<engine::Diagnosis>> diagnose() override
    {
        return answer(QList<engine::Diagnosis>{});
    }

    [[nodiscard]] QFuture<Result<readmodels::RecordAnswer>>
    recordMatches(readmodels::RecordQuestion) override
    {
        return answer(Result<readmodels::RecordAnswer>{});
    }
    [[nodiscard]] QFuture<Result<QList<events::StoredEvent>>> recordRows(QList<Position>) override
    {
        return answer(record);
    }
    [[nodiscard]] QFuture<QStringList> recordWords(engine::WordQuestion) override
    {
        return answer(QStringList{});
    }
    [[nodiscard]] QFuture<Result<qint64>> exportRecord(engine::RecordExport) override
    {
        return answer(Result<qint64>{0});
    }
    [[nodiscard]] QFuture<Result<engine::KeptList>> keptWork() override
    {
        return answer(Result<engine::KeptList>{engine::KeptList{}});
    }
    [[nodiscard]] QFuture<Result<git::MergeForecast>> mergeForecast(engine::MergeQuestion) override
    {
        return answer(Result<git::MergeForecast>{failure(errors::NOT_FOUND)});
    }

private:
    template <typename T> QFuture<T> answer(T value)
    {
        auto promise = std::make_shared<QPromise<T>>();
        promise->start();
        const auto finish = [promise, value] {
            promise->addResult(value);
            promise->finish();
        };
        if (holds) {
            m_held.append(finish);
        } else {
            finish();
        }
        return promise->future();
    }

    QList<std::function<void()>> m_held;
};

} // namespace tamma
