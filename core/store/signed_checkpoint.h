// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/store/record.h"

#include <QJsonObject>

namespace tamma::store {

/// What the holder of a key vouches for: at that time, the record up to that position had that
/// hash. Kept outside of the record, it shows that nobody wrote the record and its chain of hashes
/// anew since then.
struct SignedCheckpoint {
    Position position;
    QByteArray hash; ///< Of the event there, see hash_chain.h.
    Timestamp time{}; ///< Of the signer's clock.
    QByteArray publicKey; ///< Ed25519, as the signature.
    QByteArray signature;

    friend bool operator==(const SignedCheckpoint&, const SignedCheckpoint&) = default;
};

/// Checks the whole record and signs its newest event. Fails with CORRUPT_EVENT when the record is
/// not what was stored, INVALID_ARGUMENT when it is empty or `key` is no signing key, and as
/// Record::verify().
[[nodiscard]] Result<SignedCheckpoint> signCheckpoint(const Record& record, const QByteArray& key,
                                                      Timestamp now,
                                                      const std::stop_token& stop = {});

/// Says why a checkpoint is not to be believed: an empty text when the record still has the history
/// that `checkpoint` vouches for. `publicKey` is the signer's, known from elsewhere.
///
/// Fails as Record::verify() and Record::eachRow() do.
[[nodiscard]] Result<QString> whyNotIn(const Record& record, const SignedCheckpoint& checkpoint,
                                       const QByteArray& publicKey,
                                       const std::stop_token& stop = {});

/// As JSON: "checkpoint" (the version, 1), "position", "hash", "time", "publicKey", "signature".
[[nodiscard]] QJsonObject toJson(const SignedCheckpoint& checkpoint);

/// Fails with INVALID_JSON when it is no checkpoint.
[[nodiscard]] Result<SignedCheckpoint> checkpointFromJson(const QJsonObject& object);

} // namespace tamma::store
