// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/show_error.h"

#include "ui/text/error_text.h"
#include "ui/widgets/inline_message.h"

namespace tamma::ui {

void showError(InlineMessage& message, const Error& error)
{
    message.clearActions();
    message.showMessage(MessageKind::Error, errorSentence(error));
    message.setDetails(errorDetails(error));
}

} // namespace tamma::ui
