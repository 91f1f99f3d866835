// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/record_segment.h"

#include "core/readmodels/record_segment_format.h"

#include <QCryptographicHash>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace tamma::readmodels {

namespace {

template <typename T> std::span<const T> itemsAt(std::span<const char> bytes, size_t at, size_t n)
{
    return {reinterpret_cast<const T*>(bytes.data() + at), n}; // Whoever wrote them aligned them.
}

/// Sets sorted offsets. Those of one word are put together before it is touched: that is twice as
/// fast as waiting for the word again and again.
void setOffsets(SegmentBits bits, std::span<const quint16> offsets)
{
    size_t word = 0;
    quint64 together = 0;
    for (const quint16 offset : offsets) {
        const size_t here = offset / 64;
        if (here != word) {
            bits[word] |= std::exchange(together, 0);
            word = here;
        }
        together |= quint64{1} << (offset % 64);
    }
    bits[word] |= together;
}

void setRange(SegmentBits bits, size_t first, size_t last)
{
    for (size_t word = first / 64; word <= last / 64; ++word) {
        const size_t from = std::max(first, word * 64) % 64;
        const size_t to = std::min(last, word * 64 + 63) % 64;
        bits[word] |= (~quint64{0} << from) & (~quint64{0} >> (63 - to));
    }
}

} // namespace

QByteArray record_word::ofType(const QString& type)
{
    return ':' + type.toUtf8();
}

QByteArray record_word::ofTag(const QString& key, const QString& value)
{
    return key.toUtf8() + ':' + value.toUtf8();
}

QByteArray digestOfSegment(std::span<const char> bytes)
{
    const QByteArrayView all(bytes.data(), static_cast<qsizetype>(bytes.size()));
    constexpr auto AT = static_cast<qsizetype>(offsetof(RecordSegment::Header, digest));
    constexpr auto END = AT + static_cast<qsizetype>(RecordSegment::Header::DIGEST);
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    hash.addData(all.first(AT));
    hash.addData(all.sliced(END));
    return hash.result();
}

std::optional<RecordSegment> RecordSegment::read(std::shared_ptr<const void> owner,
                                                 std::span<const char> bytes)
{
    RecordSegment segment;
    segment.m_owner = std::move(owner);
    segment.m_bytes = bytes;
    if (bytes.size() < sizeof(Header) || segment.header().magic != Header::MAGIC
        || segment.header().bytes > bytes.size() || segment.header().bytes < sizeof(Header)) {
        return std::nullopt;
    }
    segment.m_bytes = bytes.first(segment.header().bytes);
    return segment.isSound() ? std::optional(segment) : std::nullopt;
}

RecordSegment RecordSegment::finished(QByteArray bytes, Header header,
                                      std::span<const Entry> entries)
{
    char* start = bytes.data();
    std::memcpy(start, &header, sizeof header);
    std::memcpy(start + sizeof header, entries.data(), entries.size_bytes());
    const QByteArray digest
        = digestOfSegment({bytes.constData(), static_cast<size_t>(bytes.size())});
    std::memcpy(start + offsetof(Header, digest), digest.constData(), Header::DIGEST);
    RecordSegment segment;
    const auto owner = std::make_shared<const QByteArray>(std::move(bytes));
    segment.m_owner = owner;
    segment.m_bytes = {owner->constData(), static_cast<size_t>(owner->size())};
    return segment;
}

// The digest says that these are the bytes that a builder wrote: nothing in them has to be doubted.
bool RecordSegment::isSound() const
{
    return m_bytes.size() % 8 == 0
        && digestOfSegment(m_bytes) == QByteArrayView(header().digest, Header::DIGEST);
}

const RecordSegment::Header& RecordSegment::header() const
{
    return itemsAt<Header>(m_bytes, 0, 1).front();
}

std::span<const RecordSegment::Entry> RecordSegment::entries() const
{
    return itemsAt<Entry>(m_bytes, sizeof(Header), header().words);
}

QByteArrayView RecordSegment::word(const Entry& entry) const
{
    return {m_bytes.data() + entry.wordAt, static_cast<qsizetype>(entry.wordBytes)};
}

quint32 RecordSegment::number() const
{
    return header().number;
}

qint64 RecordSegment::count() const
{
    return header().events;
}

Position RecordSegment::last() const
{
    return {number() * SPAN + header().lastOffset};
}

QByteArray RecordSegment::lastId() const
{
    return {m_bytes.data() + header().lastIdAt, static_cast<qsizetype>(header().lastIdBytes)};
}

void RecordSegment::addTo(SegmentBits bits, QByteArrayView wanted) const
{
    const auto found = std::ranges::lower_bound(entries(), wanted, {},
                                                [this](const Entry& entry) { return word(entry); });
    if (found == entries().end() || word(*found) != wanted) {
        return;
    }
    switch (found->kind) {
    case PostingKind::Offsets:
        setOffsets(bits, itemsAt<quint16>(m_bytes, found->postingAt, found->items));
        break;
    case PostingKind::Ranges: {
        const auto ends = itemsAt<quint16>(m_bytes, found->postingAt, found->items * size_t{2});
        for (size_t range = 0; range < ends.size(); range += 2) {
            setRange(bits, ends[range], ends[range + 1]);
        }
        break;
    }
    case PostingKind::Bits: {
        const auto words = itemsAt<quint64>(m_bytes, found->postingAt, bits.size());
        for (size_t index = 0; index < bits.size(); ++index) {
            bits[index] |= words[index];
        }
        break;
    }
    }
}

void RecordSegment::eachWord(QByteArrayView prefix,
                             const std::function<bool(QByteArrayView)>& see) const
{
    auto entry = std::ranges::lower_bound(entries(), prefix, {},
                                          [this](const Entry& one) { return word(one); });
    while (entry != entries().end() && word(*entry).startsWith(prefix) && see(word(*entry))) {
        ++entry;
    }
}

void RecordSegment::eachTime(const std::function<void(TimeMark)>& see) const
{
    const auto entriesEnd = sizeof(Header) + entries().size_bytes();
    const auto times = itemsAt<qint64>(m_bytes, entriesEnd, header().times);
    const auto offsets = itemsAt<quint16>(m_bytes, header().timeOffsetsAt, header().times);
    for (size_t index = 0; index < times.size(); ++index) {
        see({{number() * SPAN + offsets[index]},
             Timestamp(std::chrono::milliseconds(times[index]))});
    }
}

} // namespace tamma::readmodels
