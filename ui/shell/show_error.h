// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace tamma::ui {

class InlineMessage;

/// Says in `message` what happened, why and what to do, with the code and the cause behind
/// "Details". Buttons of an earlier message are taken away.
void showError(InlineMessage& message, const Error& error);

} // namespace tamma::ui
