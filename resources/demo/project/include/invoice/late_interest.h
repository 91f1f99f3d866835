// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "invoice/money.h"

namespace invoice {

/// Returns the interest on `due` after `daysLate` days: 5 % a year, rounded down to whole cents.
/// Nothing is owed for zero days and on credit notes.
Money lateInterest(Money due, int daysLate);

} // namespace invoice
