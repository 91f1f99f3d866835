// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/land_train.h"

namespace tamma::engine {

LandTrain::Right LandTrain::board(const QString& track, const LoopId& loop)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto taken = m_waiting.find(track); taken != m_waiting.end()) {
        taken->removeOne(loop);
        taken->append(loop);
        return nullptr;
    }
    m_waiting.insert(track, {});
    return {this, [track](LandTrain* train) { train->leave(track); }};
}

void LandTrain::leave(const QString& track)
{
    QList<LoopId> waiting;
    {
        const std::scoped_lock lock(m_mutex);
        waiting = m_waiting.take(track);
    }
    std::ranges::for_each(waiting, m_wake);
}

} // namespace tamma::engine
