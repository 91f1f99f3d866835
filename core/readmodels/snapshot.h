// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/snapshot_stream.h"

#include <QCryptographicHash>

namespace tamma::readmodels {

/// A fold that can be kept and taken up again: state after some events, without the events.
///
/// Shape    apply() looks at the payloads of the types payloads() only; of all others it sees the
///          type and the tags, so that whoever reads for it may leave them empty.
///          NAME and version() say what a snapshot is of. version() changes with every field of the
///          state by itself; whoever changes what the fold makes of an event without changing a
///          field raises the number in its version().
template <typename T>
concept Fold = std::default_initializable<T> && std::equality_comparable<T>
    && requires(T& fold, const T& readable, const events::StoredEvent& stored,
                QByteArrayView bytes) {
           fold.apply(stored);
           { T::payloads() } -> std::same_as<QStringList>;
           { T::NAME } -> std::convertible_to<const char*>;
           { T::version() } -> std::same_as<QByteArray>;
           { readable.snapshot() } -> std::same_as<QByteArray>;
           { T::fromSnapshot(bytes) } -> std::same_as<std::optional<T>>;
       };

/// Returns the version of a fold whose code has the number `code`.
template <typename T> QByteArray snapshotVersion(int code)
{
    T state;
    SnapshotShape shape;
    shape("", state);
    return QCryptographicHash::hash(shape.text, QCryptographicHash::Blake2b_160).toHex() + '.'
        + QByteArray::number(code);
}

template <typename T> QByteArray snapshotOf(const T& state)
{
    SnapshotWriter writer;
    writer.put(state);
    return writer.bytes();
}

/// Returns nothing when the bytes are not what snapshotOf() gave.
template <typename T> std::optional<T> foldFrom(QByteArrayView bytes)
{
    SnapshotReader reader(bytes);
    T state;
    reader.get(state);
    return reader.isRight() ? std::optional(std::move(state)) : std::nullopt;
}

} // namespace tamma::readmodels
