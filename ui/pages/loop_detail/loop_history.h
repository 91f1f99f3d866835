// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"
#include "ui/diff/line_note.h"

#include <QList>

namespace tamma::ui {

/// What a gate said about one commit.
struct GateCard {
    enum class State { Passed, Failed, Skipped };

    State state = State::Passed;
    events::Verdict verdict; ///< Skipped: gate, step, commit and the reason as summary only.

    friend bool operator==(const GateCard&, const GateCard&) = default;
};

/// The attempts of a loop and what gates and people said about each: a fold of its events.
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

    /// Returns what a gate wrote: all of it where the record has it, otherwise its end.
    [[nodiscard]] QString logOf(const events::Verdict& verdict) const;

    /// Returns what gates and people said about lines of a commit.
    [[nodiscard]] QList<LineNote> notesOf(const QString& commit) const;

private:
    void put(GateCard card);
    void take(const events::CodeGenerated& code);
    void take(const events::GatePassed& passed);
    void take(const events::GateFailed& failed);
    void take(const events::StepStarted& started);
    void take(const events::GateLogAppended& piece);
    void take(const events::StepCompleted& completed);
    void take(const events::ApprovalRequested& requested);
    void take(const events::ApprovalRejected& rejected);
    template <typename Other> void take(const Other&) { }

    QList<events::CodeGenerated> m_attempts;
    QList<GateCard> m_cards;
    QHash<std::pair<StepId, int>, QString> m_logs; // By step and attempt.
    QHash<ApprovalId, QString> m_asked; // The commit that each approval is about.
    QList<events::ApprovalRejected> m_rejections;
    Position m_seen;
};

} // namespace tamma::ui
