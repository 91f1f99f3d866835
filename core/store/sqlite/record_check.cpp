// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/record_check.h"

#include "core/store/hash_chain.h"
#include "core/store/personal/people.h"
#include "core/store/sqlite/event_rows.h"

#include <QFileInfo>

#include <future>

namespace tamma::store::sqlite {

namespace {

constexpr qint64 TELL_EVERY = 10'000;
constexpr qsizetype BATCH_BYTES = 2 * 1024 * 1024;

/// A sum over positions that does not care for their order: the finaliser of SplitMix64 (Steele,
/// Lea and Flood, 2014) makes it hard to meet by chance.
struct PositionSum {
    quint64 sum = 0;

    void add(qint64 position)
    {
        auto mixed = static_cast<quint64>(position) * 0x9e3779b97f4a7c15ULL;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
        sum += mixed ^ (mixed >> 31);
    }
    friend bool operator==(const PositionSum&, const PositionSum&) = default;
};

using WordSums = QHash<qint64, PositionSum>;

/// One walk over all rows.
class Check {
public:
    explicit Check(TagIndex& index)
        : m_index(index)
        , m_connection(index.events().live())
    {
        m_report.headHash = hash_chain::beginning();
    }

    Result<RecordReport> run(const std::stop_token& stop,
                             const std::function<void(qint64)>& progress)
    {
        TRY_ASSIGN(m_indexed, m_connection.number("SELECT value FROM meta WHERE key = 'indexed'"));
        TRY(checkEvents(stop, progress));
        if (m_report.fault.isEmpty()) {
            TRY(checkIndex());
        }
        return m_report;
    }

private:
    using Batch = QList<RowReader::Evidence>;

    Result<> checkEvents(const std::stop_token& stop, const std::function<void(qint64)>& progress)
    {
        RowReader reader(m_index.events(), m_index.dictionary(), {},
                         {std::numeric_limits<qint64>::max()});
        std::future<void> checked; // To hash takes as long as to read: both are done at once.
        for (qint64 told = 0;;) {
            Batch batch;
            const auto more = readBatch(reader, batch);
            if (checked.valid()) {
                checked.get();
            }
            if (!m_report.fault.isEmpty()) {
                return {};
            }
            if (m_report.events - told >= TELL_EVERY) {
                told = m_report.events;
                progress(told);
            }
            if (stop.stop_requested()) {
                return failure(errors::CANCELLED);
            }
            checked = std::async(std::launch::async, [this, batch] { checkBatch(batch); });
            if (!more.value_or(false)) {
                checked.get();
                return more ? Result<>() : accuseUnreadable(more.error());
            }
        }
    }

    /// Returns whether there are more.
    static Result<bool> readBatch(RowReader& reader, Batch& batch)
    {
        for (qsizetype bytes = 0; bytes < BATCH_BYTES;) {
            TRY_ASSIGN(auto row, reader.nextEvidence());
            if (!row) {
                return false;
            }
            bytes += row->contentBytes.size();
            batch.append(*std::move(row));
        }
        return true;
    }

    void checkBatch(const Batch& batch)
    {
        for (const RowReader::Evidence& found : batch) {
            if (m_report.fault.isEmpty()) {
                checkEvent(found);
            }
        }
    }

    void checkEvent(const RowReader::Evidence& found)
    {
        const EventPlace& place = found.place;
        // A record that came from another database may have gaps: then the chain knows of them.
        const Position expected{m_last.value + 1};
        const bool isNext = place.position == expected;
        if (place.recorded < m_lastRecorded) {
            accuse(expected, QStringLiteral("it was recorded before the one before it"));
            return;
        }
        const QByteArray hash = hash_chain::next(m_report.headHash, place.position, place.recorded,
                                                 hash_chain::contentHash(found.contentBytes));
        if (hash != place.hash) {
            accuse(expected,
                   isNext ? QStringLiteral("it is not what was stored: its hash differs")
                          : QStringLiteral("it is missing"));
            return;
        }
        m_last = place.position;
        m_lastRecorded = place.recorded;
        if (place.position.value <= m_indexed) {
            addToSums(place.position.value, found.words);
        }
        m_report.head = place.position;
        m_report.headHash = hash;
        ++m_report.events;
    }

    void addToSums(qint64 position, const EventWords& words)
    {
        m_inRows[words.type].add(position);
        for (const qint64 word : words.tags) {
            m_inRows[word].add(position);
        }
    }

    Result<> checkIndex()
    {
        WordSums inBlocks;
        Rows blocks = m_connection.query("SELECT word, positions, first, last FROM posting");
        std::vector<qint64> positions;
        for (auto more = blocks.next();; more = blocks.next()) {
            TRY(more);
            if (!*more) {
                break;
            }
            postings::unpack(blocks.bytes(1), positions);
            if (positions.empty() || positions.front() != blocks.integer(2)
                || positions.back() != blocks.integer(3)) {
                m_report.indexIsRight = false; // Queries would pass by what is in it.
                return {};
            }
            for (const qint64 position : positions) {
                inBlocks[blocks.integer(0)].add(position);
            }
        }
        m_report.indexIsRight = m_inRows == inBlocks;
        return {};
    }

    Result<> accuseUnreadable(const Error& why)
    {
        if (why.code != errors::CORRUPT_EVENT) {
            return std::unexpected(why);
        }
        if (m_report.fault.isEmpty()) { // Else something before it is wrong.
            accuse({why.context[QStringLiteral("position")].toInteger()}, why.detail);
        }
        return {};
    }

    void accuse(Position position, const QString& why)
    {
        m_report.firstBad = position;
        m_report.fault
            = QStringLiteral("the event at position %1: %2").arg(position.value).arg(why);
    }

    TagIndex& m_index;
    Connection& m_connection;
    qint64 m_indexed = 0;
    Position m_last; // Of those that are right.
    qint64 m_lastRecorded = 0;
    WordSums m_inRows; // Of those that should be in the index.
    RecordReport m_report;
};

Result<RecordStatistics> gather(TagIndex& index)
{
    RecordStatistics result;
    EventTable& events = index.events();
    TRY(events.refresh());
    TRY_ASSIGN(result.words, events.live().number("SELECT count(*) FROM tag"));
    TRY_ASSIGN(const auto pieces, events.pieces({}, {std::numeric_limits<qint64>::max()}));
    for (const EventTable::Piece& piece : pieces) {
        Rows rows = piece.connection->query(
            "SELECT type, count(*), min(recorded), max(recorded) FROM event GROUP BY type");
        for (auto found = rows.next();; found = rows.next()) {
            TRY(found);
            if (!*found) {
                break;
            }
            TRY_ASSIGN(const Word* const type, index.dictionary().word(rows.integer(0)));
            const Timestamp first{std::chrono::milliseconds(rows.integer(2))};
            const Timestamp last{std::chrono::milliseconds(rows.integer(3))};
            result.firstRecorded
                = result.events == 0 ? first : std::min(first, result.firstRecorded);
            result.lastRecorded = std::max(last, result.lastRecorded);
            result.eventsOfType[type->second] += rows.integer(1);
            result.events += rows.integer(1);
        }
    }
    TRY_ASSIGN(result.people, index.dictionary().valuesOf(People::PERSON));
    result.segments = static_cast<qint64>(events.segments().size());
    result.archivedUpTo = events.archivedUpTo();
    for (const Segment& segment : events.segments()) {
        result.bytes += QFileInfo(segment.path).size();
    }
    return result;
}

} // namespace

Result<QString> faultOfFile(Connection& connection)
{
    Rows rows = connection.query("PRAGMA quick_check(1)");
    TRY_ASSIGN(const bool found, rows.next());
    return found && rows.bytes(0) != "ok" ? QString::fromUtf8(rows.bytes(0)) : QString();
}

Result<RecordReport> checkRecord(TagIndex& index, const std::stop_token& stop,
                                 const std::function<void(qint64)>& progress)
{
    return asOneSnapshot(index.events().live(), [&] { return Check(index).run(stop, progress); });
}

Result<RecordStatistics> readStatistics(TagIndex& index)
{
    return asOneSnapshot(index.events().live(), [&] { return gather(index); });
}

} // namespace tamma::store::sqlite
