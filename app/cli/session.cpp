// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"

namespace tamma::cli {

Result<Composition*> Session::house()
{
    if (!m_house) {
        TRY_ASSIGN(m_house, Composition::create(Paths::fromEnvironment(), m_feed));
    }
    return m_house.get();
}

Result<RecordView> Session::view()
{
    TRY_ASSIGN(Composition* const opened, house());
    return RecordView::load(opened->store());
}

Result<engine::CommandReceipt> Session::carryOut(const engine::Command& command)
{
    TRY_ASSIGN(Composition* const opened, house());
    return opened->commands().carryOut(command);
}

ExitCode Session::watch(const QSet<LoopId>& loops, const LoopWatch::OnApproval& onApproval)
{
    const auto opened = house();
    if (!opened) {
        return m_output.fail(opened.error());
    }
    LoopWatch watch(m_feed, m_output);
    (*opened)->startEngine();
    const ExitCode code = watch.run(loops, m_interrupt.token(), onApproval);
    (*opened)->stopEngine();
    return code;
}

} // namespace tamma::cli
