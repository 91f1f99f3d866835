// SPDX-License-Identifier: GPL-3.0-or-later
#include "check.h"
#include "invoice/date.h"

using namespace invoice;

int main()
{
    CHECK((addDays({2026, 1, 31}, 1) == Date{2026, 2, 1}));
    CHECK((addDays({2028, 2, 28}, 1) == Date{2028, 2, 29}));
    CHECK((addDays({2026, 12, 20}, 14) == Date{2027, 1, 3}));
    CHECK((addDays({2026, 3, 1}, -1) == Date{2026, 2, 28}));
    CHECK((toText(Date{2026, 3, 7}) == "2026-03-07"));
    return failures == 0 ? 0 : 1;
}
