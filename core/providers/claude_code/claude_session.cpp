// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/claude_code/claude_session.h"

#include <QDir>

namespace tamma::providers::claude {
namespace {

using events::TranscriptEntry;

constexpr qsizetype MAX_ENTRY_CHARS = 8000;

// The record keeps every entry for ever: of a long output the beginning and the end are enough.
QString shortened(const QString& text)
{
    if (text.size() <= MAX_ENTRY_CHARS) {
        return text;
    }
    const qsizetype half = MAX_ENTRY_CHARS / 2;
    return QStringLiteral("%1\n... %2 characters left out ...\n%3")
        .arg(text.first(half))
        .arg(text.size() - 2 * half)
        .arg(text.last(half));
}

template <typename... F> struct Overloaded : F... {
    using F::operator()...;
};

} // namespace

Session::Session(QString workFolder)
    : m_workFolder(std::move(workFolder))
{
}

QString Session::relative(const QString& path) const
{
    if (path.isEmpty() || QDir::isRelativePath(path)) {
        return path;
    }
    const QString inside = QDir(m_workFolder).relativeFilePath(path);
    return inside.startsWith(QLatin1String("../")) ? path : inside;
}

QList<TranscriptEntry> Session::apply(const Event& event)
{
    const auto started = [this](const Started& e) -> QList<TranscriptEntry> {
        m_model = e.model;
        return {};
    };
    const auto said = [this](const Said& e) -> QList<TranscriptEntry> {
        m_lastRetry.reset();
        if (e.text.trimmed().isEmpty()) {
            return {};
        }
        if (!e.isThought) {
            m_lastWords = e.text;
        }
        return {{.kind = e.isThought ? QStringLiteral("thought") : QStringLiteral("text"),
                 .text = e.text}};
    };
    const auto called = [this](const ToolCalled& e) -> QList<TranscriptEntry> {
        m_lastRetry.reset();
        ToolCalled call = e;
        call.path = relative(e.path);
        m_calls.insert(e.callId, call);
        m_openCalls.insert(e.callId);
        return {{.kind = QStringLiteral("toolCall"),
                 .text = call.title,
                 .tool = call.tool,
                 .path = call.path}};
    };
    const auto answered = [this](const ToolAnswered& e) -> QList<TranscriptEntry> {
        m_openCalls.remove(e.callId);
        const ToolCalled call = m_calls.take(e.callId);
        return {{.kind = QStringLiteral("toolResult"),
                 .text = shortened(e.text),
                 .tool = call.tool,
                 .path = call.path,
                 .failed = e.failed}};
    };
    const auto retrying = [this](const Retrying& e) -> QList<TranscriptEntry> {
        m_lastRetry = e;
        return {{.kind = QStringLiteral("notice"),
                 .text = QStringLiteral("The service failed (%1); trying again, %2 of %3.")
                             .arg(e.reason)
                             .arg(e.attempt)
                             .arg(e.maxAttempts),
                 .failed = true}};
    };
    const auto failed = [this](const ServiceFailed& e) -> QList<TranscriptEntry> {
        m_lastFailure = e;
        return {{.kind = QStringLiteral("notice"), .text = e.text, .failed = true}};
    };
    const auto noticed = [](const Noticed& e) -> QList<TranscriptEntry> {
        return {{.kind = QStringLiteral("notice"), .text = e.text}};
    };
    const auto ended = [this](const TurnEnded& e) -> QList<TranscriptEntry> {
        count(e);
        m_openCalls.clear();
        m_lastTurn = e;
        return {};
    };
    return std::visit(Overloaded{started, said, called, answered, retrying, failed, noticed, ended},
                      event);
}

void Session::count(const TurnEnded& turn)
{
    if (turn.hasDelta) {
        m_usage.inputTokens += turn.usage.inputTokens;
        m_usage.outputTokens += turn.usage.outputTokens;
    } else {
        // A counter that falls has begun anew.
        const auto grown
            = [](qint64 now, qint64 before) { return now < before ? now : now - before; };
        m_usage.inputTokens += grown(turn.usage.inputTokens, m_counted.inputTokens);
        m_usage.outputTokens += grown(turn.usage.outputTokens, m_counted.outputTokens);
        m_counted.inputTokens = turn.usage.inputTokens;
        m_counted.outputTokens = turn.usage.outputTokens;
    }
    m_usage.costUsd += turn.totalCostUsd < m_counted.costUsd
        ? turn.totalCostUsd
        : turn.totalCostUsd - m_counted.costUsd;
    m_counted.costUsd = turn.totalCostUsd;
}

} // namespace tamma::providers::claude
