// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <QList>

namespace tamma::ui {

/// What a gate said about one commit.
struct GateCard {
    enum class State { Passed, Failed, Skipped };

    State state = State::Passed;
    events::Verdict verdict; ///< Skipped: gate, step, commit and the reason as summary only.

    friend bool operator==(const GateCard&, const GateCard&) = default;
};

/// The attempts of a loop and what the gates said about each: a fold of its events.
///
/// Shape    Attempts are in the order they came; a gate that ran again on the same commit counts
///          with its newest verdict.
class LoopHistory {
public:
    /// Takes events in the order of their positions; those that it has seen are skipped.
    void apply(const QList<events::StoredEvent>& events);

    [[nodiscard]] const QList<events::CodeGenerated>& attempts() const { return m_attempts; }

    /// Returns the cards of a commit in the order in which the gates first ended.
    [[nodiscard]] QList<GateCard> cardsOf(const QString& commit) const;

private:
    void put(GateCard card);
    void take(const events::CodeGenerated& code);
    void take(const events::GatePassed& passed);
    void take(const events::GateFailed& failed);
    void take(const events::StepCompleted& completed);
    template <typename Other> void take(const Other&) { }

    QList<events::CodeGenerated> m_attempts;
    QList<GateCard> m_cards;
    Position m_seen;
};

} // namespace tamma::ui
