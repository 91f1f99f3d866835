// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/ai_provider.h"
#include "core/providers/claude_code/claude_events.h"

#include <QHash>

#include <optional>

namespace tamma::providers::claude {

/// What one run of the program has shown so far: the fold of its events. It has no clock and no
/// process, so that recorded runs are tests.
class Session {
public:
    explicit Session(QString workFolder);

    /// Takes one event in and returns the transcript lines it is worth; their `sinceStartMs` is the
    /// caller's to set.
    QList<events::TranscriptEntry> apply(const Event& event);

    /// True while a tool works: silence is normal then.
    [[nodiscard]] bool isToolRunning() const { return !m_calls.isEmpty(); }

    [[nodiscard]] const std::optional<TurnEnded>& lastTurn() const { return m_lastTurn; }
    [[nodiscard]] const std::optional<ServiceFailed>& lastFailure() const { return m_lastFailure; }
    [[nodiscard]] const std::optional<Retrying>& lastRetry() const { return m_lastRetry; }
    [[nodiscard]] const AccountLimit& accountLimit() const { return m_accountLimit; }
    [[nodiscard]] const QString& lastWords() const { return m_lastWords; }
    [[nodiscard]] const QString& model() const { return m_model; }
    [[nodiscard]] const Usage& usage() const { return m_usage; }

private:
    using Entries = QList<events::TranscriptEntry>;

    Entries on(const Started& event);
    Entries on(const Said& event);
    Entries on(const ToolCalled& event);
    Entries on(const ToolAnswered& event);
    Entries on(const Retrying& event);
    Entries on(const ServiceFailed& event);
    Entries on(const AccountLimit& event);
    static Entries on(const Responded& event);
    static Entries on(const Noticed& event);
    Entries on(const TurnEnded& event);

    [[nodiscard]] QString relative(const QString& path) const;
    void count(const TurnEnded& turn);

    QString m_workFolder;
    QHash<QString, ToolCalled> m_calls; // Those that have no answer yet.
    std::optional<TurnEnded> m_lastTurn;
    std::optional<ServiceFailed> m_lastFailure;
    std::optional<Retrying> m_lastRetry;
    AccountLimit m_accountLimit;
    QString m_lastWords;
    QString m_model;
    Usage m_usage;
    Usage m_counted; // Counters of the process at the end of the previous turn.
};

} // namespace tamma::providers::claude
