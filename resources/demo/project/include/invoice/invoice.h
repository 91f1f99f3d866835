// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "invoice/date.h"
#include "invoice/money.h"

#include <string>
#include <vector>

namespace invoice {

/// One position of an invoice.
struct Line {
    std::string text;
    int quantity = 1;
    Money unitPrice;
};

/// What a customer has to pay, and until when.
class Invoice {
public:
    Invoice(std::string number, std::string customer, Date issued);

    void addLine(Line line);
    void setPaymentDays(int days) { m_paymentDays = days; }

    const std::string& number() const { return m_number; }
    const std::string& customer() const { return m_customer; }
    Date issued() const { return m_issued; }
    Date due() const { return addDays(m_issued, m_paymentDays); }
    const std::vector<Line>& lines() const { return m_lines; }

    Money net() const;
    Money vat() const;
    Money total() const { return net() + vat(); }

private:
    std::string m_number;
    std::string m_customer;
    Date m_issued;
    int m_paymentDays = 14;
    std::vector<Line> m_lines;
};

} // namespace invoice
