// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/events/event.h"

#include <QByteArray>

namespace tamma::store {

struct EventRow;

/// The hash chain that makes tampering evident: each event's hash covers its content, its place,
/// and the hash before it, so that whoever knows the newest one knows them all.
///
/// Shape    BLAKE2b with 256 bits (RFC 7693). Texts are hashed as UTF-8 behind their length (64
///          bits, little endian), numbers as 64 bits: no two contents look alike. Names, not
///          numbers of a dictionary, are hashed: another database gives the same chain.
namespace hash_chain {

/// What stands before the first event.
[[nodiscard]] QByteArray beginning();

/// What a caller handed over, in UTF-8. Views: of whatever holds the bytes.
struct Content {
    QByteArrayView id;
    QByteArrayView type;
    int version = 1;
    qint64 timestamp = 0; ///< Milliseconds of Unix time.
    QList<QByteArray> tags; ///< "key:value", in the order of Tags.
    QByteArrayView metadata;
    QByteArrayView data;
};

/// The bytes that are hashed of a content.
[[nodiscard]] QByteArray contentBytes(const Content& content);

/// The hash of what the caller handed over; any thread may make it, long before the place is known.
[[nodiscard]] QByteArray contentHash(const QByteArray& contentBytes);
[[nodiscard]] QByteArray contentHash(const EventRow& row);

/// The hash of an event in its place; `recorded` is in milliseconds of Unix time.
[[nodiscard]] QByteArray next(const QByteArray& previous, Position position, qint64 recorded,
                              const QByteArray& contentHash);

} // namespace hash_chain

} // namespace tamma::store
