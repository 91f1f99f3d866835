// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/record_times.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace tamma::readmodels {

/// A bit for each position of one segment.
using SegmentBits = std::span<quint64, 1'024>;

/// What a column is named by: a type, a tag, or one of ours, which no tag can be named like.
namespace record_word {
inline constexpr char EVERY[] = "";
inline constexpr char FAILURE[] = "!failure";
inline constexpr char WAITS[] = "!waits";
[[nodiscard]] QByteArray ofType(const QString& type); ///< ":GATE.FAILED"
[[nodiscard]] QByteArray ofTag(const QString& key, const QString& value); ///< "gateId:test"
} // namespace record_word

/// The columns of the positions [65,536 n, 65,536 (n + 1)): for each word the events that carry it.
/// Nothing in it ever changes, and it is read where it lies, in memory or in a mapped file.
///
/// Shape    Words are sorted by their bytes. Their events are offsets of two bytes each, ranges, or
///          a bitmap of 8 KiB, whichever is smallest. A digest over all of it tells torn or changed
///          bytes apart.
/// Threads  A value; reads from any.
class RecordSegment {
public:
    static constexpr qint64 SPAN = 65'536;

    /// Takes the first segment that is in `bytes`, which `owner` keeps alive; nullopt when there is
    /// none, or of another version, or damaged.
    [[nodiscard]] static std::optional<RecordSegment> read(std::shared_ptr<const void> owner,
                                                           std::span<const char> bytes);

    [[nodiscard]] quint32 number() const;
    [[nodiscard]] qint64 count() const; ///< Of events.
    [[nodiscard]] Position last() const; ///< The newest event that is in it.
    [[nodiscard]] QByteArray lastId() const; ///< Its id: proves that this is of the same record.
    [[nodiscard]] std::span<const char> bytes() const { return m_bytes; }

    /// Adds the events that carry `word`.
    void addTo(SegmentBits bits, QByteArrayView word) const;

    /// Calls `see` with each word that begins with `prefix`, in order, until it returns false.
    void eachWord(QByteArrayView prefix, const std::function<bool(QByteArrayView)>& see) const;

    /// Calls `see` with some of the times, oldest first.
    void eachTime(const std::function<void(TimeMark)>& see) const;

    struct Header; ///< See record_segment_format.h.
    struct Entry;

private:
    friend class RecordSegmentBuilder;

    /// Writes header and entries over the room that was left for them, with the digest.
    [[nodiscard]] static RecordSegment finished(QByteArray bytes, Header header,
                                                std::span<const Entry> entries);
    [[nodiscard]] const Header& header() const;
    [[nodiscard]] std::span<const Entry> entries() const;
    [[nodiscard]] QByteArrayView word(const Entry& entry) const;
    [[nodiscard]] bool isSound() const;

    std::shared_ptr<const void> m_owner;
    std::span<const char> m_bytes; // Aligned to 8 bytes.
};

} // namespace tamma::readmodels
