// SPDX-License-Identifier: GPL-3.0-or-later
#include "check.h"
#include "invoice/text_report.h"

using namespace invoice;

static bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

int main()
{
    Invoice invoice("7", "Ada", {2026, 3, 1});
    invoice.addLine({"Paper", 10, {500}});
    const std::string text = textReport(invoice);

    CHECK(contains(text, "Invoice 7\n"));
    CHECK(contains(text, "Customer: Ada\n"));
    CHECK(contains(text, "Issued:   2026-03-01\n"));
    CHECK(contains(text, "10 x Paper                                 50.00\n"));
    CHECK(contains(text, "Total                                      59.50\n"));
    return failures == 0 ? 0 : 1;
}
