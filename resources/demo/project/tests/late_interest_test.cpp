// SPDX-License-Identifier: GPL-3.0-or-later
#include "check.h"
#include "invoice/late_interest.h"

using namespace invoice;

int main()
{
    CHECK(lateInterest({100000}, 365) == Money{5000});
    CHECK(lateInterest({100000}, 30) == Money{410});
    CHECK(lateInterest({100000}, 0) == Money{0});
    CHECK(lateInterest({-100000}, 30) == Money{0});
    return failures == 0 ? 0 : 1;
}
