// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace invoice {

/// A day of the calendar.
struct Date {
    int year = 1970;
    int month = 1;
    int day = 1;

    friend bool operator==(const Date&, const Date&) = default;
};

/// Returns the day that is `days` later (or earlier, when negative).
Date addDays(Date date, int days);

/// Writes the day as "2026-03-31".
std::string toText(Date date);

} // namespace invoice
