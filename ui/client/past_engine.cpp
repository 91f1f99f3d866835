// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/past_engine.h"

namespace tamma::ui {

QFuture<Result<engine::CommandReceipt>> PastEngine::submit(engine::Command)
{
    return QtFuture::makeReadyValueFuture(
        Result<engine::CommandReceipt>(failure(errors::PAST_IS_READ_ONLY)));
}

QFuture<Result<QList<events::StoredEvent>>> PastEngine::events(events::EventQuery query)
{
    query.upTo = std::min(query.upTo, m_upTo);
    return m_live.events(std::move(query));
}

QFuture<Result<engine::Past>> PastEngine::past(engine::Moment moment)
{
    return m_live.past(moment);
}

// What a commit holds never changes.
QFuture<Result<QList<git::ChangedFile>>> PastEngine::changedFiles(engine::DiffRequest request)
{
    return m_live.changedFiles(std::move(request));
}

QFuture<Result<git::FileDiff>> PastEngine::fileDiff(engine::DiffRequest request)
{
    return m_live.fileDiff(std::move(request));
}

QFuture<Result<readmodels::RecordAnswer>>
PastEngine::recordMatches(readmodels::RecordQuestion question)
{
    question.upTo = std::min(question.upTo, m_upTo);
    return m_live.recordMatches(std::move(question));
}

// What matched then is not later than then.
QFuture<Result<QList<events::StoredEvent>>> PastEngine::recordRows(QList<Position> positions)
{
    return m_live.recordRows(std::move(positions));
}

QFuture<QStringList> PastEngine::recordWords(engine::WordQuestion question)
{
    return m_live.recordWords(std::move(question));
}

QFuture<Result<qint64>> PastEngine::exportRecord(engine::RecordExport request)
{
    return m_live.exportRecord(std::move(request));
}

// What is kept is in the repository and not in the record: it is as of now.
QFuture<Result<engine::KeptList>> PastEngine::keptWork()
{
    return m_live.keptWork();
}

// What would conflict now says nothing about then.
QFuture<Result<git::MergeForecast>> PastEngine::mergeForecast(engine::MergeQuestion)
{
    return QtFuture::makeReadyValueFuture(
        Result<git::MergeForecast>(failure(errors::PAST_IS_READ_ONLY)));
}

QFuture<QList<engine::Diagnosis>> PastEngine::diagnose()
{
    return m_live.diagnose();
}

} // namespace tamma::ui
