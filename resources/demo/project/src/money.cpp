// SPDX-License-Identifier: GPL-3.0-or-later
#include "invoice/money.h"

#include <cstdio>
#include <cstdlib>

namespace invoice {

Money percentOf(Money amount, int percent)
{
    return {amount.cents * percent / 100};
}

std::string toText(Money amount)
{
    const auto cents = std::llabs(amount.cents);
    char text[32];
    std::snprintf(text, sizeof text, "%s%lld.%02lld", amount.cents < 0 ? "-" : "", cents / 100,
                  cents % 100);
    return text;
}

} // namespace invoice
