// SPDX-License-Identifier: GPL-3.0-or-later
#include "invoice/late_interest.h"

namespace invoice {

constexpr int PERCENT_A_YEAR = 5;
constexpr int DAYS_A_YEAR = 365;

Money lateInterest(Money due, int daysLate)
{
    if (due.cents <= 0 || daysLate <= 0) {
        return {};
    }
    return {due.cents * PERCENT_A_YEAR * daysLate / (100 * DAYS_A_YEAR)};
}

} // namespace invoice
