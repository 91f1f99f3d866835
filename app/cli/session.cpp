// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"

#include "app/record_access.h"
#include "core/engine/fold_record.h"

namespace tamma::cli {

using namespace Qt::StringLiterals;

namespace {

Result<Position> positionOf(const QString& asOf, const events::EventStore& store)
{
    if (asOf.isEmpty()) {
        return Position{std::numeric_limits<qint64>::max()};
    }
    bool isNumber = false;
    if (const qint64 position = asOf.toLongLong(&isNumber); isNumber) {
        TRY_ASSIGN(const Position head, store.head());
        return position <= head.value
            ? Result<Position>(Position{position})
            : failure(errors::INVALID_ARGUMENT,
                      u"The record ends at position %1: there is no past at %2."_s.arg(head.value)
                          .arg(position));
    }
    const auto moment = fromIso8601(asOf);
    return moment ? store.positionAt(*moment)
                  : failure(errors::INVALID_ARGUMENT,
                            u"\"%1\" is neither a position nor a moment such as "
                            "2026-01-31T12:00:00Z."_s.arg(asOf));
}

} // namespace

Result<Composition*> Session::house()
{
    if (!m_house) {
        TRY_ASSIGN(m_house, Composition::create(m_paths, m_feed));
    }
    return m_house.get();
}

Result<store::SealedRecord*> Session::record()
{
    if (!m_record) {
        TRY_ASSIGN(m_record, openRecordWithSecrets(recordLocation(m_paths), m_paths, true));
        if (m_record->readOnlyBecause()) {
            m_output.warn(u"This record was written by a newer Tamma. It can be read, not "
                          "changed."_s);
        }
    }
    return m_record.get();
}

template <readmodels::Fold T> Result<T> Session::folded(const QString& asOf)
{
    TRY_ASSIGN(const auto* opened, record());
    TRY_ASSIGN(const Position upTo, positionOf(asOf, *opened));
    const engine::Snapshots snapshots(m_paths.snapshots(), *opened);
    TRY_ASSIGN(auto folded, engine::foldRecord<T>(*opened, snapshots, upTo, interrupted()));
    return std::move(folded.state);
}

Result<RecordView> Session::view(const QString& asOf)
{
    return folded<readmodels::ReadModels>(asOf).transform(
        [](readmodels::ReadModels&& state) { return RecordView{std::move(state)}; });
}

Result<readmodels::Audit> Session::audit()
{
    return folded<readmodels::Audit>(m_asOf);
}

Result<engine::CommandReceipt> Session::carryOut(const engine::Command& command)
{
    TRY_ASSIGN(Composition* const opened, house());
    return opened->commands().carryOut(command);
}

void Session::endAgentsOf(const LoopId& loop)
{
    if (const auto opened = house()) {
        (*opened)->endAgentsOf(loop);
    }
}

ExitCode Session::watch(const QSet<LoopId>& loops, const LoopWatch::OnApproval& onApproval)
{
    const auto opened = house();
    if (!opened) {
        return m_output.fail(opened.error());
    }
    LoopWatch watch(m_feed, m_output);
    const engine::Engine& engine = (*opened)->startEngine();
    const ExitCode code = watch.run(loops, m_interrupt.token(), onApproval);
    const bool ranLoops = engine.isHost();
    (*opened)->stopEngine();
    if (const int agents = (*opened)->agentsAtWork(); ranLoops && agents > 0) {
        m_output.warn(agents == 1 ? u"An agent works on without Tamma."_s
                                  : u"%1 agents work on without Tamma."_s.arg(agents));
        m_output.warn(u"The next Tamma takes it up; `tamma loops cancel` ends it."_s);
    }
    return code;
}

} // namespace tamma::cli
