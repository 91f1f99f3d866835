// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/record_columns.h"

#include <algorithm>
#include <array>

namespace tamma::readmodels {

namespace {

constexpr size_t WORDS = RecordSegment::SPAN / 64;
using Chunk = std::array<quint64, WORDS>;

quint32 numberOf(Position position)
{
    return static_cast<quint32>(position.value / RecordSegment::SPAN);
}

/// The last position before segment `number`.
Position beforeSegment(quint32 number)
{
    return {std::max<qint64>(0, number * RecordSegment::SPAN - 1)};
}

/// A filter in the words of the columns; made once for all segments.
struct ColumnFilter {
    QList<QByteArray> types; ///< Whole names.
    QList<QByteArray> typePrefixes;
    QList<QByteArray> tags;

    explicit ColumnFilter(const RecordFilter& filter)
    {
        for (const QString& type : filter.types) {
            const bool prefix = type.endsWith(u'*');
            (prefix ? typePrefixes : types)
                .append(record_word::ofType(prefix ? type.chopped(1) : type));
        }
        for (const auto& [key, value] : filter.tags.pairs()) {
            tags.append(record_word::ofTag(key, value));
        }
    }

    template <typename Segment> void evaluate(const Segment& segment, Chunk& bits) const
    {
        bits.fill(0);
        if (types.isEmpty() && typePrefixes.isEmpty()) {
            segment.addTo(bits, tags.isEmpty() ? QByteArray(record_word::EVERY) : tags.first());
        }
        for (const QByteArray& type : types) {
            segment.addTo(bits, type);
        }
        for (const QByteArray& prefix : typePrefixes) {
            segment.eachWord(prefix, [&](QByteArrayView word) {
                segment.addTo(bits, word);
                return true;
            });
        }
        for (const QByteArray& tag : tags) {
            keep(segment, tag, bits);
        }
    }

    /// Leaves of `bits` only what carries `word`.
    template <typename Segment>
    static void keep(const Segment& segment, const QByteArray& word, Chunk& bits)
    {
        if (std::ranges::all_of(bits, [](quint64 some) { return some == 0; })) {
            return;
        }
        Chunk carrying{};
        segment.addTo(carrying, word);
        std::ranges::transform(bits, carrying, bits.begin(), std::bit_and());
    }
};

/// Takes away what is not in (after, upTo].
void clip(Chunk& bits, quint32 number, const RecordGap& range)
{
    const qint64 first = number * RecordSegment::SPAN;
    const qint64 below = range.after.value + 1 - first; // So many positions at the beginning go.
    const qint64 kept = range.upTo.value + 1 - first;
    for (qint64 word = 0; word < static_cast<qint64>(WORDS); ++word) {
        quint64& here = bits[static_cast<size_t>(word)];
        const qint64 low = std::clamp<qint64>(below - word * 64, 0, 64);
        const qint64 high = std::clamp<qint64>(kept - word * 64, 0, 64);
        here = low == 64 ? 0 : here & (~quint64{0} << low);
        here = high == 64 ? here : here & ((quint64{1} << high) - 1);
    }
}

/// The bits of a whole answer while they are put together.
class AnswerBits {
public:
    explicit AnswerBits(Position upTo)
        : m_bits((qsizetype{numberOf(upTo)} + 1) * qsizetype{WORDS})
    {
    }
    void place(quint32 number, const Chunk& chunk)
    {
        std::ranges::copy(chunk, m_bits.begin() + number * static_cast<qsizetype>(WORDS));
    }
    [[nodiscard]] RecordMatches done() { return RecordMatches(std::move(m_bits)); }

private:
    QList<quint64> m_bits;
};

} // namespace

RecordColumns::RecordColumns(Position head)
    : m_from(head)
    , m_upTo(head)
{
}

void RecordColumns::offer(RecordSegment segment, bool whole)
{
    if (whole) {
        const quint32 number = segment.number();
        m_offered.insert_or_assign(number, std::move(segment));
    } else {
        m_offeredPart = std::move(segment);
    }
}

RecordSegmentBuilder& RecordColumns::builder(quint32 number)
{
    return m_growing.try_emplace(number, number).first->second;
}

std::optional<RecordGap> RecordColumns::nextGap()
{
    if (m_from.value > 0) {
        m_times.reset(); // What was offered is used now.
    }
    while (m_from.value > 0) {
        const quint32 number = numberOf(m_from);
        const Position floor = beforeSegment(number);
        const auto offered = m_offered.find(number);
        if (offered != m_offered.end() && !m_growing.contains(number)) {
            m_finished.insert(m_offered.extract(offered));
            m_from = floor;
            continue;
        }
        const bool part = m_offeredPart && m_offeredPart->number() == number;
        if (!part || m_offeredPart->last() < m_from) {
            return RecordGap{part ? m_offeredPart->last() : floor, m_from};
        }
        if (m_offeredPart->last() == m_from) {
            builder(number).add(*m_offeredPart);
            m_from = floor;
        }
        m_offeredPart.reset(); // Used, or of events that the record does not have.
    }
    return std::nullopt;
}

void RecordColumns::addOlder(const RecordGap& gap, const QList<events::StoredEvent>& page, bool all)
{
    m_times.reset();
    for (const events::StoredEvent& stored : page) {
        builder(numberOf(stored.position)).add(stored);
    }
    m_from = all ? gap.after : Position{page.last().position.value - 1};
}

void RecordColumns::append(const QList<events::StoredEvent>& news)
{
    for (const events::StoredEvent& stored : news) {
        if (stored.position > m_upTo) {
            builder(numberOf(stored.position)).add(stored);
            m_upTo = stored.position;
            if (m_times) {
                m_times->append({stored.position, stored.recorded});
            }
        }
    }
}

std::vector<RecordSegment> RecordColumns::finish()
{
    std::vector<RecordSegment> done;
    for (auto it = m_growing.begin(); it != m_growing.end();) {
        const auto& [number, growing] = *it;
        if (number < numberOf(m_upTo) && m_from <= beforeSegment(number)) {
            done.push_back(growing.seal());
            m_finished.insert_or_assign(number, done.back());
            it = m_growing.erase(it);
        } else {
            ++it;
        }
    }
    return done;
}

void RecordColumns::replace(RecordSegment segment)
{
    const quint32 number = segment.number();
    m_finished.insert_or_assign(number, std::move(segment));
}

std::optional<RecordSegment> RecordColumns::head() const
{
    const quint32 number = numberOf(m_upTo);
    const auto growing = m_growing.find(number);
    if (growing == m_growing.end() || m_from > beforeSegment(number)) {
        return std::nullopt;
    }
    return growing->second.seal();
}

template <typename See> void RecordColumns::eachSegment(See see) const
{
    auto finished = m_finished.begin();
    auto growing = m_growing.begin();
    while (finished != m_finished.end() || growing != m_growing.end()) {
        if (growing == m_growing.end()
            || (finished != m_finished.end() && finished->first < growing->first)) {
            see(finished->first, finished->second);
            ++finished;
        } else {
            see(growing->first, growing->second);
            ++growing;
        }
    }
}

const RecordTimes& RecordColumns::times() const
{
    if (!m_times) {
        m_times.emplace();
        eachSegment([this](quint32, const auto& segment) {
            segment.eachTime([this](TimeMark mark) { m_times->append(mark); });
        });
    }
    return *m_times;
}

RecordAnswer RecordColumns::match(const RecordQuestion& question) const
{
    const ColumnFilter filter(question.filter);
    const RecordGap range{std::max(m_from, question.after), std::min(m_upTo, question.upTo)};
    RecordAnswer answer;
    answer.knownBackTo = m_from;
    answer.knownUpTo = m_upTo;
    answer.times = times();
    answer.searchedBackTo
        = m_from <= question.after ? Position{} : std::min(range.after, range.upTo);
    answer.upTo = range.upTo;
    AnswerBits matches(range.upTo);
    AnswerBits failures(range.upTo);
    AnswerBits waits(range.upTo);
    Chunk bits{};
    eachSegment([&](quint32 number, const auto& segment) {
        answer.knownEvents += segment.count();
        if (number > numberOf(range.upTo) || number < numberOf(range.after)) {
            return;
        }
        filter.evaluate(segment, bits);
        clip(bits, number, range);
        matches.place(number, bits);
        Chunk marked = bits;
        ColumnFilter::keep(segment, record_word::FAILURE, marked);
        failures.place(number, marked);
        ColumnFilter::keep(segment, record_word::WAITS, bits);
        waits.place(number, bits);
    });
    answer.matches = matches.done();
    answer.failures = failures.done();
    answer.waits = waits.done();
    return answer;
}

QList<QByteArray> RecordColumns::words(const QByteArray& prefix, qsizetype most,
                                       bool keysOnly) const
{
    QList<QByteArray> found;
    QSet<QByteArray> seen;
    const auto look = [&](const auto& segment) {
        segment.eachWord(prefix, [&](QByteArrayView word) {
            const qsizetype colon = word.indexOf(':');
            if (colon < 0 || (keysOnly && colon == 0)) {
                return true; // A word of ours; a type.
            }
            const QByteArray one = (keysOnly ? word.first(colon + 1) : word).toByteArray();
            if (!seen.contains(one)) {
                seen.insert(one);
                found.append(one);
            }
            return found.size() < most;
        });
    };
    std::vector<std::function<void()>> newestFirst;
    eachSegment([&](quint32, const auto& segment) {
        newestFirst.emplace_back([&look, &segment] { look(segment); });
    });
    for (auto step = newestFirst.rbegin(); step != newestFirst.rend() && found.size() < most;
         ++step) {
        (*step)();
    }
    return found;
}

} // namespace tamma::readmodels
