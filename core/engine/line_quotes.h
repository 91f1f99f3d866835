// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/payloads/approval.h"

#include <QByteArray>

#include <functional>

namespace tamma::engine {

/// Returns the comments with the lines that they are about, so that whoever reads them later needs
/// no checkout.
///
/// Fails with INVALID_ARGUMENT where a comment has no words, or names a file or line that is not in
/// the change: show it and let the person mend it.
[[nodiscard]] Result<QList<events::LineComment>>
quoted(QList<events::LineComment> comments,
       const std::function<Result<QByteArray>(const QString& path)>& fileAt);

} // namespace tamma::engine
