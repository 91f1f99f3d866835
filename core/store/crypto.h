// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <optional>

namespace tamma::store {

/// The few things that the record needs of cryptography, by OpenSSL.
///
/// Shape    Sealed bytes are a nonce of 12 bytes, the text in AES-256-GCM, and a tag of 16. Signing
///          keys are Ed25519 (RFC 8032): 32 bytes, public ones too; signatures have 64.
/// Threads  Any.
namespace crypto {

constexpr qsizetype KEY_SIZE = 32;

/// From the system's generator.
[[nodiscard]] QByteArray randomBytes(qsizetype count);

/// Seals `text` so that it cannot be read without `key`, nor moved to where `context` is different.
[[nodiscard]] QByteArray seal(const QByteArray& key, const QByteArray& context,
                              const QByteArray& text);

/// Returns the text; nullopt when it was not sealed with this key for this context, or was changed.
[[nodiscard]] std::optional<QByteArray> open(const QByteArray& key, const QByteArray& context,
                                             const QByteArray& sealed);

/// Returns the public half of a signing key; empty when `key` is none.
[[nodiscard]] QByteArray publicKeyOf(const QByteArray& key);

/// Returns the signature; empty when `key` is no signing key.
[[nodiscard]] QByteArray sign(const QByteArray& key, const QByteArray& message);

[[nodiscard]] bool isSignedBy(const QByteArray& publicKey, const QByteArray& message,
                              const QByteArray& signature);

} // namespace crypto

} // namespace tamma::store
