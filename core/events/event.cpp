// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/event.h"

namespace tamma::events {

Payload::Payload() = default;
Payload::Payload(const Payload&) = default;
Payload::Payload(Payload&&) noexcept = default;
Payload& Payload::operator=(const Payload&) = default;
Payload& Payload::operator=(Payload&&) noexcept = default;
Payload::~Payload() = default;

bool operator==(const Payload& a, const Payload& b)
{
    return static_cast<const PayloadVariant&>(a) == static_cast<const PayloadVariant&>(b);
}

} // namespace tamma::events
