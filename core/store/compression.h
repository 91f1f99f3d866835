// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <functional>
#include <memory>

namespace tamma::store {

/// Takes bytes as they come; a failure ends what produces them.
using ByteSink = std::function<Result<>(QByteArrayView)>;

/// One Zstandard frame (RFC 8878).
[[nodiscard]] QByteArray compressed(QByteArrayView bytes);

/// Fails with CORRUPT_EVENT when it is no frame.
[[nodiscard]] Result<QByteArray> decompressed(QByteArrayView frame);

/// Reads frames of any size that come in pieces, and gives on what is in them.
class Decompressor {
public:
    Decompressor();
    ~Decompressor();

    /// Fails with INVALID_ARGUMENT when the bytes are no Zstandard, or as `sink` does.
    [[nodiscard]] Result<> feed(QByteArrayView bytes, const ByteSink& sink);

    /// Whether the last frame has its end.
    [[nodiscard]] bool isWhole() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace tamma::store
