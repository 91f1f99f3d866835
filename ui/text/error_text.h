// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace tamma::ui {

/// A failure in the words of the person who reads it.
struct ErrorText {
    QString what; ///< One sentence: what did not work.
    QString why; ///< One sentence: what it means or where it comes from.
    QString mend; ///< One sentence: what to do.
};

/// Returns the words for `error`. A code that is not known is named as it is.
[[nodiscard]] ErrorText errorText(const Error& error);

/// The same as one text to show where it happened.
[[nodiscard]] QString errorSentence(const Error& error);

/// What a bug report needs: the code, the detail for the log, and what it was about.
[[nodiscard]] QString errorDetails(const Error& error);

} // namespace tamma::ui
