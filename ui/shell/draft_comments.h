// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/approval.h"

#include <QList>

namespace tamma::ui {

class WindowState;

// The comments on lines that this person wrote and did not send yet. They are kept with the window,
// by the commit that they are about, until they are sent.

[[nodiscard]] QList<events::LineComment> draftComments(const WindowState& window,
                                                       const QString& commit);

/// Writes, replaces or (with an empty text) takes back the draft on one line.
void setDraftComment(WindowState& window, const QString& commit,
                     const events::LineComment& comment);

/// Forgets those of `sent` that were not changed since.
void forgetSentComments(WindowState& window, const QString& commit,
                        const QList<events::LineComment>& sent);

} // namespace tamma::ui
