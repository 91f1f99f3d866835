// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/record_segment_builder.h"

#include "core/events/catalog.h"
#include "core/readmodels/record_filter.h"
#include "core/readmodels/record_segment_format.h"

#include <algorithm>
#include <array>
#include <bit>

namespace tamma::readmodels {

namespace {

constexpr size_t MOST_TIMES = 1'024; // In a sealed segment.
constexpr size_t BITMAP_BYTES = RecordSegment::SPAN / 8;

/// Bytes that are written one after the other.
class SegmentWriter {
public:
    QByteArray bytes;

    template <typename T> quint32 put(const T* items, size_t count)
    {
        const auto at = static_cast<quint32>(bytes.size());
        bytes.append(reinterpret_cast<const char*>(items),
                     static_cast<qsizetype>(count * sizeof(T)));
        return at;
    }
    void align() { bytes.resize((bytes.size() + 7) / 8 * 8, '\0'); }
};

std::vector<quint16> rangesOf(const std::vector<quint16>& sorted)
{
    std::vector<quint16> ends;
    for (const quint16 offset : sorted) {
        if (!ends.empty() && ends.back() + 1 == offset) {
            ends.back() = offset;
        } else {
            ends.insert(ends.end(), 2, offset);
        }
    }
    return ends;
}

void setBits(SegmentBits bits, const std::vector<quint16>& offsets)
{
    for (const quint16 offset : offsets) {
        bits[offset / 64] |= quint64{1} << (offset % 64);
    }
}

/// Writes the smallest of the three kinds.
template <typename Entry>
void putPosting(SegmentWriter& writer, Entry& entry, std::vector<quint16> offsets)
{
    std::ranges::sort(offsets);
    const std::vector<quint16> ranges = rangesOf(offsets);
    const size_t smallest = std::min(ranges.size(), offsets.size()) * sizeof(quint16);
    if (smallest > BITMAP_BYTES) {
        std::array<quint64, BITMAP_BYTES / 8> bits{};
        setBits(bits, offsets);
        entry.kind = PostingKind::Bits;
        entry.postingAt = writer.put(bits.data(), bits.size());
    } else if (ranges.size() < offsets.size()) {
        entry.kind = PostingKind::Ranges;
        entry.items = static_cast<quint32>(ranges.size() / 2);
        entry.postingAt = writer.put(ranges.data(), ranges.size());
    } else {
        entry.kind = PostingKind::Offsets;
        entry.items = static_cast<quint32>(offsets.size());
        entry.postingAt = writer.put(offsets.data(), offsets.size());
    }
    writer.align();
}

std::vector<TimeMark> someOf(const std::vector<TimeMark>& times)
{
    const size_t step = (times.size() + MOST_TIMES - 1) / MOST_TIMES;
    std::vector<TimeMark> some;
    for (size_t index = 0; index < times.size(); index += step) {
        some.push_back(times[index]);
    }
    return some;
}

} // namespace

RecordSegmentBuilder::RecordSegmentBuilder(quint32 number)
    : m_number(number)
{
}

void RecordSegmentBuilder::note(const QByteArray& word, quint16 offset)
{
    m_words[word].push_back(offset);
}

void RecordSegmentBuilder::note(TimeMark mark)
{
    const bool newer = m_newer.empty() || mark.position > m_newer.back().position;
    (newer ? m_newer : m_older).push_back(mark);
}

void RecordSegmentBuilder::add(const events::StoredEvent& stored)
{
    const auto offset = static_cast<quint16>(stored.position.value % RecordSegment::SPAN);
    const events::Payload& payload = stored.event.payload;
    note(record_word::EVERY, offset);
    note(record_word::ofType(events::catalog::typeName(payload)), offset);
    for (const auto& [key, value] : stored.event.tags.pairs()) {
        note(record_word::ofTag(key, value), offset);
    }
    const RecordMark mark = markOf(payload);
    if (mark != RecordMark::None) {
        note(mark == RecordMark::Failure ? record_word::FAILURE : record_word::WAITS, offset);
    }
    const TimeMark when{stored.position, stored.recorded};
    note(when);
    if (stored.position > m_last.position) {
        m_last = when;
        m_lastId = stored.event.id.text().toUtf8();
    }
    ++m_count;
}

void RecordSegmentBuilder::add(const RecordSegment& saved)
{
    saved.eachWord({}, [&](QByteArrayView word) {
        std::array<quint64, BITMAP_BYTES / 8> bits{};
        saved.addTo(bits, word);
        Offsets& offsets = m_words[word.toByteArray()];
        for (size_t index = 0; index < bits.size(); ++index) {
            for (quint64 left = bits[index]; left != 0; left &= left - 1) {
                offsets.push_back(
                    static_cast<quint16>(index * 64 + static_cast<size_t>(std::countr_zero(left))));
            }
        }
        return true;
    });
    std::vector<TimeMark> times;
    saved.eachTime([&](TimeMark mark) { times.push_back(mark); });
    if (m_newer.empty()) {
        m_newer = std::move(times);
    } else {
        m_older.insert(m_older.end(), times.rbegin(), times.rend());
    }
    if (saved.last() > m_last.position) {
        m_last.position = saved.last();
        m_lastId = saved.lastId();
    }
    m_count += saved.count();
}

void RecordSegmentBuilder::addTo(SegmentBits bits, QByteArrayView word) const
{
    const auto found = m_words.constFind(word.toByteArray());
    if (found != m_words.constEnd()) {
        setBits(bits, *found);
    }
}

void RecordSegmentBuilder::eachWord(QByteArrayView prefix,
                                    const std::function<bool(QByteArrayView)>& see) const
{
    QList<QByteArray> words = m_words.keys();
    words.removeIf([&](const QByteArray& word) { return !word.startsWith(prefix); });
    std::ranges::sort(words);
    for (const QByteArray& word : std::as_const(words)) {
        if (!see(word)) {
            return;
        }
    }
}

void RecordSegmentBuilder::eachTime(const std::function<void(TimeMark)>& see) const
{
    std::for_each(m_older.rbegin(), m_older.rend(), see);
    std::ranges::for_each(m_newer, see);
}

RecordSegment RecordSegmentBuilder::seal() const
{
    QList<QByteArray> words = m_words.keys();
    std::ranges::sort(words);
    std::vector<TimeMark> all;
    eachTime([&](TimeMark mark) { all.push_back(mark); });
    const std::vector<TimeMark> times = someOf(all);
    SegmentWriter writer;
    RecordSegment::Header header;
    std::vector<RecordSegment::Entry> entries(static_cast<size_t>(words.size()));
    writer.put(&header, 1);
    writer.put(entries.data(), entries.size()); // Both again, when they are known.
    for (const TimeMark& mark : times) {
        const qint64 time = mark.recorded.time_since_epoch().count();
        writer.put(&time, 1);
    }
    for (size_t index = 0; index < entries.size(); ++index) {
        putPosting(writer, entries[index], m_words[words[static_cast<qsizetype>(index)]]);
    }
    header.timeOffsetsAt = static_cast<quint32>(writer.bytes.size());
    for (const TimeMark& mark : times) {
        const auto offset = static_cast<quint16>(mark.position.value % RecordSegment::SPAN);
        writer.put(&offset, 1);
    }
    for (size_t index = 0; index < entries.size(); ++index) {
        const QByteArray& word = words[static_cast<qsizetype>(index)];
        entries[index].wordAt = writer.put(word.constData(), static_cast<size_t>(word.size()));
        entries[index].wordBytes = static_cast<quint32>(word.size());
    }
    header.lastIdAt = writer.put(m_lastId.constData(), static_cast<size_t>(m_lastId.size()));
    header.lastIdBytes = static_cast<quint32>(m_lastId.size());
    writer.align();
    header.bytes = static_cast<quint64>(writer.bytes.size());
    header.number = m_number;
    header.events = static_cast<quint32>(m_count);
    header.words = static_cast<quint32>(entries.size());
    header.times = static_cast<quint32>(times.size());
    header.lastOffset = static_cast<quint32>(m_last.position.value % RecordSegment::SPAN);
    return RecordSegment::finished(std::move(writer.bytes), header, entries);
}

} // namespace tamma::readmodels
