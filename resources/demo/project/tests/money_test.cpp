// SPDX-License-Identifier: GPL-3.0-or-later
#include "check.h"
#include "invoice/money.h"

using namespace invoice;

static void percentOfWholeAmounts()
{
    CHECK(percentOf({10000}, 19) == Money{1900});
    CHECK(percentOf({0}, 19) == Money{0});
    CHECK(percentOf({500}, 100) == Money{500});
}

static void creditNotesAreTheMirrorImage()
{
    CHECK(percentOf({-1000}, 19) == Money{-190});
    CHECK(percentOf({-10000}, 7) == Money{-700});
}

static void amountsAreReadable()
{
    CHECK(toText(Money{1205}) == "12.05");
    CHECK(toText(Money{-1205}) == "-12.05");
    CHECK(toText(Money{-7}) == "-0.07");
}

int main()
{
    percentOfWholeAmounts();
    creditNotesAreTheMirrorImage();
    amountsAreReadable();
    return failures == 0 ? 0 : 1;
}
