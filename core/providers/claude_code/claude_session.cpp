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
    return std::visit([this](const auto& kind) { return this->on(kind); }, event);
}

Session::Entries Session::on(const Started& event)
{
    m_model = event.model;
    return {};
}

Session::Entries Session::on(const Said& event)
{
    m_lastRetry.reset();
    if (event.text.trimmed().isEmpty()) {
        return {};
    }
    if (!event.isThought) {
        m_lastWords = event.text;
    }
    return {{.kind = event.isThought ? QStringLiteral("thought") : QStringLiteral("text"),
             .text = event.text}};
}

Session::Entries Session::on(const ToolCalled& event)
{
    m_lastRetry.reset();
    ToolCalled call = event;
    call.path = relative(event.path);
    m_calls.insert(event.callId, call);
    return {{.kind = QStringLiteral("toolCall"),
             .text = call.title,
             .tool = call.tool,
             .path = call.path}};
}

Session::Entries Session::on(const ToolAnswered& event)
{
    const ToolCalled call = m_calls.take(event.callId);
    return {{.kind = QStringLiteral("toolResult"),
             .text = shortened(event.text),
             .tool = call.tool,
             .path = call.path,
             .failed = event.failed}};
}

Session::Entries Session::on(const Retrying& event)
{
    m_lastRetry = event;
    return {{.kind = QStringLiteral("notice"),
             .text = QStringLiteral("The service failed (%1); trying again, %2 of %3.")
                         .arg(event.reason)
                         .arg(event.attempt)
                         .arg(event.maxAttempts),
             .failed = true}};
}

Session::Entries Session::on(const ServiceFailed& event)
{
    m_lastFailure = event;
    return {{.kind = QStringLiteral("notice"), .text = event.text, .failed = true}};
}

Session::Entries Session::on(const AccountLimit& event)
{
    m_accountLimit = event;
    return {};
}

Session::Entries Session::on(const Responded& /*event*/)
{
    return {};
}

Session::Entries Session::on(const Noticed& event)
{
    return {{.kind = QStringLiteral("notice"), .text = event.text}};
}

Session::Entries Session::on(const TurnEnded& event)
{
    count(event);
    m_calls.clear();
    m_lastTurn = event;
    return {};
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
