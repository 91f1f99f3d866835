// SPDX-License-Identifier: GPL-3.0-or-later
#include "check.h"
#include "invoice/invoice.h"

using namespace invoice;

int main()
{
    Invoice invoice("7", "Ada", {2026, 3, 1});
    CHECK(invoice.total() == Money{0});

    invoice.addLine({"Paper", 10, {500}});
    invoice.addLine({"Delivery", 1, {1000}});
    CHECK(invoice.net() == Money{6000});
    CHECK(invoice.vat() == Money{1140});
    CHECK(invoice.total() == Money{7140});

    CHECK((invoice.due() == Date{2026, 3, 15}));
    invoice.setPaymentDays(30);
    CHECK((invoice.due() == Date{2026, 3, 31}));
    return failures == 0 ? 0 : 1;
}
