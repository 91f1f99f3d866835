// SPDX-License-Identifier: GPL-3.0-or-later
#include "invoice/invoice.h"

#include <utility>

namespace invoice {

constexpr int VAT_PERCENT = 19;

Invoice::Invoice(std::string number, std::string customer, Date issued)
    : m_number(std::move(number))
    , m_customer(std::move(customer))
    , m_issued(issued)
{
}

void Invoice::addLine(Line line)
{
    m_lines.push_back(std::move(line));
}

Money Invoice::net() const
{
    Money sum;
    for (const Line& line : m_lines) {
        sum = sum + line.unitPrice * line.quantity;
    }
    return sum;
}

Money Invoice::vat() const
{
    return percentOf(net(), VAT_PERCENT);
}

} // namespace invoice
