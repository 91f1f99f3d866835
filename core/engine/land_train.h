// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QHash>
#include <QList>

#include <functional>
#include <memory>
#include <mutex>

namespace tamma::engine {

/// Lets the loops of a branch merge one after another, so that each is judged on what the one
/// before it left, and no judgement is made for nothing. It keeps order within this process;
/// between hosts the compare-and-swap of the branch does, at the price of judging once more.
///
/// Threads  Any. `wake` is called in the thread that gives a right back.
class LandTrain {
public:
    using Wake = std::function<void(const LoopId&)>;

    /// The right to merge; it ends with the last copy.
    using Right = std::shared_ptr<const void>;

    explicit LandTrain(Wake wake)
        : m_wake(std::move(wake))
    {
    }

    /// Returns the right to merge on `track`. Null when another loop has it: `loop` is woken once
    /// that one is through, and has to ask again.
    [[nodiscard]] Right board(const QString& track, const LoopId& loop);

private:
    void leave(const QString& track);

    Wake m_wake;
    std::mutex m_mutex;
    QHash<QString, QList<LoopId>> m_waiting; // One entry for each track that is taken.
};

} // namespace tamma::engine
