// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QFuture>
#include <QObject>

namespace tamma::ui {

// The end of `context` cancels what waits for it: a handler of that cancellation would run in an
// object that is half destroyed. So the one for a future that was given up comes before.

/// Hands the result of `future` to `then` on the thread of `context`, unless `context` is gone by
/// then. A future that was given up arrives as CANCELLED, so that no wait is left on the screen.
template <typename T, typename Then>
void whenDone(QFuture<Result<T>> future, QObject* context, Then then)
{
    future
        .onCanceled([]() -> Result<T> {
            return failure(errors::CANCELLED, QStringLiteral("the engine gave it up"));
        })
        .then(context, [then](Result<T> result) { then(std::move(result)); });
}

/// The same for answers that cannot fail; one that was given up arrives empty.
template <typename T, typename Then>
void whenDone(QFuture<QList<T>> future, QObject* context, Then then)
{
    future.onCanceled([] { return QList<T>(); }).then(context, [then](QList<T> values) {
        then(std::move(values));
    });
}

} // namespace tamma::ui
