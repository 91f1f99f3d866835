// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace invoice {

/// An amount in whole cents. Negative on credit notes.
struct Money {
    std::int64_t cents = 0;

    friend bool operator==(const Money&, const Money&) = default;
    friend Money operator+(Money a, Money b) { return {a.cents + b.cents}; }
    friend Money operator*(Money a, int count) { return {a.cents * count}; }
};

/// Returns `percent` per cent of the amount.
Money percentOf(Money amount, int percent);

/// Writes the amount as people read it: "-12.05".
std::string toText(Money amount);

} // namespace invoice
