// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QString>

namespace tamma {

/// A frozen name for one kind of failure. Callers branch on it; people read the sentence that
/// ui/text makes of it. New codes are added at the end of their group and never renamed.
class ErrorCode {
public:
    constexpr ErrorCode() = default;
    explicit constexpr ErrorCode(const char* name)
        : m_name(name)
    {
    }

    [[nodiscard]] constexpr QLatin1StringView name() const { return QLatin1StringView(m_name); }
    [[nodiscard]] QString text() const { return name(); }

    friend constexpr bool operator==(ErrorCode a, ErrorCode b) { return a.name() == b.name(); }

private:
    const char* m_name = "UNKNOWN";
};

namespace errors {

// General
inline constexpr ErrorCode CANCELLED("CANCELLED");
inline constexpr ErrorCode INVALID_ARGUMENT("INVALID_ARGUMENT");
inline constexpr ErrorCode NOT_FOUND("NOT_FOUND");
inline constexpr ErrorCode INTERNAL("INTERNAL");
inline constexpr ErrorCode TIMED_OUT("TIMED_OUT");
inline constexpr ErrorCode FILE_READ_FAILED("FILE_READ_FAILED");
inline constexpr ErrorCode FILE_WRITE_FAILED("FILE_WRITE_FAILED");
inline constexpr ErrorCode DISK_FULL("DISK_FULL");
inline constexpr ErrorCode INVALID_JSON("INVALID_JSON");

// Record
inline constexpr ErrorCode STORE_UNAVAILABLE("STORE_UNAVAILABLE");
inline constexpr ErrorCode POSITION_CONFLICT("POSITION_CONFLICT");
inline constexpr ErrorCode CORRUPT_EVENT("CORRUPT_EVENT");
inline constexpr ErrorCode RECORD_FROM_NEWER_VERSION("RECORD_FROM_NEWER_VERSION");
inline constexpr ErrorCode PAST_IS_READ_ONLY("PAST_IS_READ_ONLY");

// Configuration
inline constexpr ErrorCode CONFIG_INVALID("CONFIG_INVALID");

// Secrets
inline constexpr ErrorCode SECRETS_UNAVAILABLE("SECRETS_UNAVAILABLE");
inline constexpr ErrorCode SECRETS_DENIED("SECRETS_DENIED");
inline constexpr ErrorCode SECRETS_EXPOSED("SECRETS_EXPOSED");

// Processes and the sandbox
inline constexpr ErrorCode PROGRAM_NOT_FOUND("PROGRAM_NOT_FOUND");
inline constexpr ErrorCode PROCESS_START_FAILED("PROCESS_START_FAILED");
inline constexpr ErrorCode PROCESS_CRASHED("PROCESS_CRASHED");
inline constexpr ErrorCode SANDBOX_UNAVAILABLE("SANDBOX_UNAVAILABLE");

// Git
inline constexpr ErrorCode NOT_A_REPOSITORY("NOT_A_REPOSITORY");
inline constexpr ErrorCode REPOSITORY_BARE("REPOSITORY_BARE");
inline constexpr ErrorCode REPOSITORY_EMPTY("REPOSITORY_EMPTY");
inline constexpr ErrorCode HEAD_DETACHED("HEAD_DETACHED");
inline constexpr ErrorCode BRANCH_NOT_FOUND("BRANCH_NOT_FOUND");
inline constexpr ErrorCode CHECKOUT_DIRTY("CHECKOUT_DIRTY");
inline constexpr ErrorCode MERGE_CONFLICT("MERGE_CONFLICT");
inline constexpr ErrorCode GIT_FAILED("GIT_FAILED");
inline constexpr ErrorCode REPOSITORY_NOT_TRUSTED("REPOSITORY_NOT_TRUSTED");
inline constexpr ErrorCode BRANCH_TAKEN("BRANCH_TAKEN");
inline constexpr ErrorCode BASE_REWRITTEN("BASE_REWRITTEN");
inline constexpr ErrorCode FILTER_UNSUPPORTED("FILTER_UNSUPPORTED");

// Providers
inline constexpr ErrorCode PROVIDER_NOT_INSTALLED("PROVIDER_NOT_INSTALLED");
inline constexpr ErrorCode PROVIDER_NOT_LOGGED_IN("PROVIDER_NOT_LOGGED_IN");
inline constexpr ErrorCode PROVIDER_AUTH_REJECTED("PROVIDER_AUTH_REJECTED");
inline constexpr ErrorCode PROVIDER_BILLING("PROVIDER_BILLING");
inline constexpr ErrorCode PROVIDER_QUOTA("PROVIDER_QUOTA");
inline constexpr ErrorCode PROVIDER_RATE_LIMITED("PROVIDER_RATE_LIMITED");
inline constexpr ErrorCode PROVIDER_UNAVAILABLE("PROVIDER_UNAVAILABLE");
inline constexpr ErrorCode PROVIDER_STALLED("PROVIDER_STALLED");
inline constexpr ErrorCode PROVIDER_CRASHED("PROVIDER_CRASHED");
inline constexpr ErrorCode PROVIDER_REFUSED("PROVIDER_REFUSED");
inline constexpr ErrorCode PROVIDER_LIMIT_REACHED("PROVIDER_LIMIT_REACHED");
inline constexpr ErrorCode PROVIDER_CONTEXT_OVERFLOW("PROVIDER_CONTEXT_OVERFLOW");
inline constexpr ErrorCode PROVIDER_MODEL_UNAVAILABLE("PROVIDER_MODEL_UNAVAILABLE");
inline constexpr ErrorCode PROVIDER_PROTOCOL("PROVIDER_PROTOCOL");
inline constexpr ErrorCode SCHEMA_VIOLATION("SCHEMA_VIOLATION");
inline constexpr ErrorCode NOTHING_DONE("NOTHING_DONE");
inline constexpr ErrorCode RECORDING_NOT_FOUND("RECORDING_NOT_FOUND");
inline constexpr ErrorCode RECORDING_EXHAUSTED("RECORDING_EXHAUSTED");
inline constexpr ErrorCode RECORDING_INVALID("RECORDING_INVALID");
inline constexpr ErrorCode AGENT_STALLED("AGENT_STALLED");
inline constexpr ErrorCode AGENT_REPEATS("AGENT_REPEATS");

// The loop
inline constexpr ErrorCode GATE_FAILED("GATE_FAILED");
inline constexpr ErrorCode EVIDENCE_CHANGED("EVIDENCE_CHANGED");
inline constexpr ErrorCode APPROVAL_NOT_OPEN("APPROVAL_NOT_OPEN");
inline constexpr ErrorCode LOOP_NOT_RUNNING("LOOP_NOT_RUNNING");
inline constexpr ErrorCode LOOP_ALREADY_RUNNING("LOOP_ALREADY_RUNNING");
inline constexpr ErrorCode NO_COMMAND_CONFIGURED("NO_COMMAND_CONFIGURED");
inline constexpr ErrorCode DEPLOYMENT_FAILED("DEPLOYMENT_FAILED");
inline constexpr ErrorCode BUDGET_SPENT("BUDGET_SPENT");
inline constexpr ErrorCode LEASE_LOST("LEASE_LOST");
inline constexpr ErrorCode MAY_NOT_DECIDE("MAY_NOT_DECIDE");

} // namespace errors
} // namespace tamma
