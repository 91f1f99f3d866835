// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/record_segment.h"

namespace tamma::readmodels {

/// How the events of a word are written.
enum class PostingKind : quint32 { Offsets, Ranges, Bits };

/// The first bytes of a segment. Written as the machine has them: the file stays on it, and a
/// machine of the other order takes it for another version.
///
/// Shape    Then come the entries, the times, the postings (each at a multiple of 8), the offsets
///          of the times, the words, and the last id.
struct RecordSegment::Header {
    static constexpr quint64 MAGIC = 0x31474553'414d4d54; ///< With the version in its last digits.
    static constexpr size_t DIGEST = 32;

    quint64 magic = MAGIC;
    quint64 bytes = 0; ///< Of the whole segment, a multiple of 8.
    quint32 number = 0;
    quint32 events = 0;
    quint32 words = 0;
    quint32 times = 0;
    quint32 timeOffsetsAt = 0;
    quint32 lastOffset = 0;
    quint32 lastIdAt = 0;
    quint32 lastIdBytes = 0;
    char digest[DIGEST] = {}; ///< Of everything, with zeros here.
};

/// One word, and where its events are.
struct RecordSegment::Entry {
    quint32 wordAt = 0;
    quint32 wordBytes = 0;
    quint32 postingAt = 0;
    quint32 items = 0; ///< Offsets, or ranges of two each.
    PostingKind kind = PostingKind::Offsets;
    quint32 unused = 0;
};

/// The digest of a segment: BLAKE2b of its bytes, those of the digest left out.
[[nodiscard]] QByteArray digestOfSegment(std::span<const char> bytes);

} // namespace tamma::readmodels
