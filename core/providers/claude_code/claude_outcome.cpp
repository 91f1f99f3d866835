// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/claude_code/claude_outcome.h"

#include "core/io/supervised/session_folder.h"
#include "core/providers/agent_sessions.h"

namespace tamma::providers::claude {
namespace {

using Kind = AgentOutcome::Kind;

struct Verdict {
    Kind kind = Kind::Completed;
    Error error;
};

Verdict failed(ErrorCode code, const QString& detail, bool retryable = false)
{
    return {Kind::Failed, Error{.code = code, .detail = detail, .retryable = retryable}};
}

QString seconds(std::chrono::milliseconds time)
{
    return QString::number(static_cast<double>(time.count()) / 1000);
}

Verdict ofCut(Cut cut, const AgentLimits& limits, const Session& session)
{
    switch (cut) {
    case Cut::Cancelled:
        return {Kind::Interrupted,
                Error{.code = errors::CANCELLED, .detail = QStringLiteral("Stopped on request.")}};
    case Cut::WallLimit:
        return {Kind::LimitReached,
                Error{.code = errors::PROVIDER_LIMIT_REACHED,
                      .detail = QStringLiteral("The agent worked for more than %1 s.")
                                    .arg(seconds(limits.wall))}};
    case Cut::NoFirstEvent:
        return failed(errors::PROVIDER_STALLED,
                      QStringLiteral("The agent said nothing in its first %1 s.")
                          .arg(seconds(limits.firstEvent)),
                      true);
    case Cut::Silence:
        return failed(errors::PROVIDER_STALLED,
                      QStringLiteral("The agent was silent for %1 s%2.")
                          .arg(seconds(limits.idle),
                               session.lastRetry() ? QStringLiteral(" after a failure of the "
                                                                    "service (%1)")
                                                         .arg(session.lastRetry()->reason)
                                                   : QString()),
                      true);
    case Cut::NoAnswer:
        return failed(
            errors::AGENT_STALLED,
            QStringLiteral("The agent was silent, and did not answer when it was asked."));
    case Cut::Repeats:
        return failed(errors::AGENT_REPEATS, {});
    case Cut::Lost:
        return failed(errors::PROVIDER_CRASHED, QStringLiteral("The agent was ended from outside."),
                      true);
    case Cut::None:
        break;
    }
    return {};
}

bool speaksOfQuota(const QString& text)
{
    for (const char* words :
         {"usage limit", "regain access", "limit reached", "limit will reset", "hit your limit"}) {
        if (text.contains(QLatin1String(words), Qt::CaseInsensitive)) {
            return true;
        }
    }
    return false;
}

Verdict ofLimit(const AccountLimit& account, const QString& text)
{
    if (!account.isReached && !speaksOfQuota(text)) {
        return failed(errors::PROVIDER_RATE_LIMITED, text, true);
    }
    Verdict verdict = failed(errors::PROVIDER_QUOTA, text);
    if (account.isReached && account.resetsAt != Timestamp{}) {
        verdict.error.context.insert(QStringLiteral("resetsAt"), toIso8601(account.resetsAt));
    }
    return verdict;
}

Verdict ofService(const ServiceFailed& failure, int httpStatus, const AccountLimit& account)
{
    const QString& text = failure.text;
    const auto is
        = [&failure](const char* name) { return failure.errorClass == QLatin1String(name); };
    if (is("rate_limit") || httpStatus == 429) {
        return ofLimit(account, text);
    }
    if (is("authentication_failed") && httpStatus == 0) {
        return failed(errors::PROVIDER_NOT_LOGGED_IN, text);
    }
    if (is("authentication_failed") || is("oauth_org_not_allowed") || is("account_on_hold")
        || is("verification_required") || is("cloud_credential_error")) {
        return failed(errors::PROVIDER_AUTH_REJECTED, text);
    }
    if (is("billing_error")) {
        return failed(errors::PROVIDER_BILLING, text);
    }
    if (is("model_not_found")) {
        return failed(errors::PROVIDER_MODEL_UNAVAILABLE, text);
    }
    if (is("invalid_request")) {
        return failed(errors::PROVIDER_PROTOCOL, text);
    }
    return failed(errors::PROVIDER_UNAVAILABLE, text, true);
}

// What the last turn says. A turn without an error gives Completed.
Verdict ofTurn(const TurnEnded& turn, const Session& session)
{
    const QString words = turn.errors.isEmpty() ? turn.text : turn.errors.join(QLatin1String("; "));
    const auto is = [&turn](const char* name) { return turn.subtype == QLatin1String(name); };
    if (is("error_max_turns") || is("error_max_budget_usd")) {
        return {Kind::LimitReached, Error{.code = errors::PROVIDER_LIMIT_REACHED, .detail = words}};
    }
    if (is("error_max_structured_output_retries")) {
        return failed(errors::SCHEMA_VIOLATION, words);
    }
    if (turn.stopReason == QLatin1String("refusal")) {
        return {Kind::Refused, Error{.code = errors::PROVIDER_REFUSED, .detail = words}};
    }
    if (turn.terminalReason == QLatin1String("prompt_too_long")
        || (turn.isError && words.startsWith(QLatin1String("Prompt is too long")))) {
        return failed(errors::PROVIDER_CONTEXT_OVERFLOW, words);
    }
    if (turn.isError && session.lastFailure()) {
        const ServiceFailed& failure = *session.lastFailure();
        const int status = failure.httpStatus != 0 ? failure.httpStatus : turn.httpStatus;
        return ofService(failure, status, session.accountLimit());
    }
    if (turn.isError || !is("success")) {
        return failed(errors::PROVIDER_CRASHED, QStringLiteral("%1: %2").arg(turn.subtype, words),
                      true);
    }
    return {};
}

Verdict ofExit(const Session& session, const Ending& ending)
{
    const QString said = QString::fromUtf8(ending.stderrTail).trimmed();
    if (!session.lastTurn()) {
        // Wrong arguments end the program before it writes any JSON.
        const bool refusedArguments = session.model().isEmpty() && ending.exitCode == 1
            && said.startsWith(QLatin1String("error"), Qt::CaseInsensitive);
        return failed(refusedArguments ? errors::PROVIDER_PROTOCOL : errors::PROVIDER_CRASHED,
                      QStringLiteral("The agent ended without a result (exit code %1). %2")
                          .arg(ending.exitCode)
                          .arg(said),
                      !refusedArguments);
    }
    if (ending.exitedByItself && ending.exitCode != 0) {
        return failed(errors::PROVIDER_CRASHED,
                      QStringLiteral("The agent reported success but its exit code is %1. %2")
                          .arg(ending.exitCode)
                          .arg(said),
                      true);
    }
    return {};
}

Verdict verdictOn(const Session& session, const Ending& ending, const AgentLimits& limits)
{
    if (ending.cut != Cut::None) {
        return ofCut(ending.cut, limits, session);
    }
    if (session.lastTurn()) {
        const Verdict turn = ofTurn(*session.lastTurn(), session);
        if (turn.kind != Kind::Completed) {
            return turn;
        }
    }
    return ofExit(session, ending);
}

const QList<std::pair<Cut, QString>>& cutWords()
{
    static const QList<std::pair<Cut, QString>> words{
        {Cut::None, QStringLiteral("afterResult")},
        {Cut::Cancelled, ASKED_TO_END},
        {Cut::WallLimit, io::end_cause::WALL_LIMIT},
        {Cut::NoFirstEvent, QStringLiteral("noFirstEvent")},
        {Cut::Silence, QStringLiteral("silence")},
        {Cut::NoAnswer, QStringLiteral("noAnswer")},
        {Cut::Repeats, QStringLiteral("repeats")},
        {Cut::Lost, io::end_cause::SIGNALLED}};
    return words;
}

} // namespace

QString wordOf(Cut cut)
{
    return std::ranges::find(cutWords(), cut, &std::pair<Cut, QString>::first)->second;
}

Cut cutOf(const QString& word)
{
    if (word.isEmpty()) {
        return Cut::None;
    }
    const auto found = std::ranges::find(cutWords(), word, &std::pair<Cut, QString>::second);
    return found == cutWords().end() ? Cut::Lost : found->first;
}

AgentOutcome composeOutcome(const Session& session, const Ending& ending, const AgentLimits& limits)
{
    const Verdict verdict = verdictOn(session, ending, limits);
    AgentOutcome outcome{.kind = verdict.kind, .error = verdict.error};
    outcome.text = session.lastWords();
    if (session.lastTurn() && verdict.kind == Kind::Completed
        && !session.lastTurn()->text.isEmpty()) {
        outcome.text = session.lastTurn()->text;
    }
    outcome.model = session.model();
    outcome.inputTokens = session.usage().inputTokens;
    outcome.outputTokens = session.usage().outputTokens;
    outcome.costUsd = session.usage().costUsd;
    return outcome;
}

} // namespace tamma::providers::claude
