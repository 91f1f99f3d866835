// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QByteArrayView>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <variant>

namespace tamma::providers::claude {

/// The session began.
struct Started {
    QString model;
    QString version;
};

/// The agent said or thought something; whole, not a piece of it.
struct Said {
    QString text;
    bool isThought = false;
};

/// The agent called a tool.
struct ToolCalled {
    QString callId;
    QString tool;
    QString title; ///< What a person wants to see of the input: a command, a pattern.
    QString path; ///< As the agent wrote it, usually absolute; empty when the tool has none.
};

/// A tool answered.
struct ToolAnswered {
    QString callId;
    QString text;
    bool failed = false;
};

/// The program asks the model's service once more after a failure.
struct Retrying {
    int attempt = 0;
    int maxAttempts = 0;
    int httpStatus = 0; ///< 0: no answer at all.
    QString reason;
};

/// A failure of the service, in the agent's own words: it stands in for a message of the model.
struct ServiceFailed {
    QString errorClass; ///< "rate_limit", "authentication_failed", ...
    int httpStatus = 0;
    QString text;
};

/// What the service says of the limit of the account (five hours, seven days). Mostly that all is
/// well.
struct AccountLimit {
    bool isReached = false;
    Timestamp resetsAt{}; ///< Zero: not said.
};

/// The program answered a request of Tamma's. It lives; whether the model does is another question.
struct Responded { };

/// Something that a reader of the transcript should know.
struct Noticed {
    QString text;
};

/// Counters of tokens and money, as a result event carries them.
struct Usage {
    qint64 inputTokens = 0; ///< With what was read from and written to the cache.
    qint64 outputTokens = 0;
    double costUsd = 0;
};

/// A turn ended. "success" means nothing by itself: look at isError too.
struct TurnEnded {
    QString subtype;
    bool isError = false;
    QString text;
    QJsonObject structured;
    QString terminalReason;
    QString stopReason;
    QStringList errors;
    int httpStatus = 0;
    QStringList deniedTools;
    bool hasDelta = false; ///< `usage` counts this turn only; else it counts the process so far.
    Usage usage;
    double totalCostUsd = 0; ///< Of the process so far.
};

using Event = std::variant<Started, Said, ToolCalled, ToolAnswered, Retrying, ServiceFailed,
                           AccountLimit, Responded, Noticed, TurnEnded>;

/// Reads one line of the program's output. Kinds that it does not know give nothing; a line that
/// is no JSON object gives a Noticed: the protocol grows, and a session must survive that.
///
/// Threads  Any; it touches nothing but its argument.
[[nodiscard]] QList<Event> parseClaudeLine(QByteArrayView line);

} // namespace tamma::providers::claude
