// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/provider_errors.h"

#include <algorithm>
#include <iterator>

namespace tamma::providers {

ErrorCode providerErrorCode(const QString& name)
{
    static constexpr ErrorCode KNOWN[] = {
        errors::CANCELLED,
        errors::PROVIDER_NOT_INSTALLED,
        errors::PROVIDER_NOT_LOGGED_IN,
        errors::PROVIDER_AUTH_REJECTED,
        errors::PROVIDER_BILLING,
        errors::PROVIDER_QUOTA,
        errors::PROVIDER_RATE_LIMITED,
        errors::PROVIDER_UNAVAILABLE,
        errors::PROVIDER_STALLED,
        errors::PROVIDER_CRASHED,
        errors::PROVIDER_REFUSED,
        errors::PROVIDER_LIMIT_REACHED,
        errors::PROVIDER_CONTEXT_OVERFLOW,
        errors::PROVIDER_MODEL_UNAVAILABLE,
        errors::PROVIDER_PROTOCOL,
        errors::SCHEMA_VIOLATION,
        errors::NOTHING_DONE,
        errors::AGENT_STALLED,
        errors::AGENT_REPEATS,
    };
    const auto* found = std::ranges::find(KNOWN, name, &ErrorCode::text);
    return found == std::end(KNOWN) ? errors::INTERNAL : *found;
}

} // namespace tamma::providers
