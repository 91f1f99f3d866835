// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error_code.h"

#include <QJsonObject>
#include <QString>

#include <expected>

namespace tamma {

/// How much a failure matters to the person who reads it (the product spec's four words).
enum class Severity { Low, Medium, High, Critical };

/// Why something could not be done. Programs branch on `code`; ui/text turns it into a sentence.
struct Error {
    ErrorCode code;
    QString detail = {}; ///< For the log: English, without secrets.
    QJsonObject context = {}; ///< Ids and paths that help a reader.
    bool retryable = false; ///< The same call may succeed later without anybody changing anything.
    Severity severity = Severity::Medium;
};

/// A value, or the reason why there is none.
template <typename T = void> using Result = std::expected<T, Error>;

/// Makes the failed half of any Result: `return failure(errors::NOT_FOUND, detail);`
[[nodiscard]] inline std::unexpected<Error> failure(ErrorCode code, QString detail = {},
                                                    QJsonObject context = {})
{
    return std::unexpected(Error{code, std::move(detail), std::move(context)});
}

/// The same for failures that may pass by themselves (a busy lock, a lost connection).
[[nodiscard]] inline std::unexpected<Error> retryableFailure(ErrorCode code, QString detail = {},
                                                             QJsonObject context = {})
{
    return std::unexpected(Error{code, std::move(detail), std::move(context), true});
}

} // namespace tamma

#define TAMMA_JOIN_INNER(a, b) a##b
#define TAMMA_JOIN(a, b) TAMMA_JOIN_INNER(a, b)

/// Returns the error of `expression` from the enclosing function, if it has one.
#define TRY(expression)                                                                            \
    do {                                                                                           \
        if (auto tammaResult = (expression); !tammaResult) {                                       \
            return std::unexpected(std::move(tammaResult).error());                                \
        }                                                                                          \
    } while (false)

/// Declares `declaration` with the value of `expression`, or returns its error.
#define TRY_ASSIGN(declaration, expression)                                                        \
    auto TAMMA_JOIN(tammaResult, __LINE__) = (expression);                                         \
    if (!TAMMA_JOIN(tammaResult, __LINE__)) {                                                      \
        return std::unexpected(std::move(TAMMA_JOIN(tammaResult, __LINE__)).error());              \
    }                                                                                              \
    declaration = *std::move(TAMMA_JOIN(tammaResult, __LINE__))
