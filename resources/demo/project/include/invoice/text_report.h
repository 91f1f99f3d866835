// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "invoice/invoice.h"

#include <string>

namespace invoice {

/// Returns the invoice as plain text, one line each, amounts right-aligned.
std::string textReport(const Invoice& invoice);

} // namespace invoice
