// SPDX-License-Identifier: GPL-3.0-or-later
#include "invoice/text_report.h"

namespace invoice {
namespace {

constexpr std::size_t WIDTH = 48;

/// Puts `left` at the left and `right` at the right end of one line.
std::string row(const std::string& left, const std::string& right)
{
    const std::size_t used = left.size() + right.size();
    return left + std::string(used < WIDTH ? WIDTH - used : 1, ' ') + right + "\n";
}

} // namespace

std::string textReport(const Invoice& invoice)
{
    std::string text = "Invoice " + invoice.number() + "\n";
    text += "Customer: " + invoice.customer() + "\n";
    text += "Issued:   " + toText(invoice.issued()) + "\n\n";
    for (const Line& line : invoice.lines()) {
        text += row(std::to_string(line.quantity) + " x " + line.text,
                    toText(line.unitPrice * line.quantity));
    }
    text += std::string(WIDTH, '-') + "\n";
    text += row("Net", toText(invoice.net()));
    text += row("VAT", toText(invoice.vat()));
    text += row("Total", toText(invoice.total()));
    return text;
}

} // namespace invoice
