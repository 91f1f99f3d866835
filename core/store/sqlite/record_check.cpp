// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/record_check.h"

#include "core/store/hash_chain.h"
#include "core/store/sqlite/event_rows.h"

#include <QFileInfo>

namespace tamma::store::sqlite {

namespace {

constexpr qint64 TELL_EVERY = 10'000;

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
        TRY(checkFile());
        if (m_report.fault.isEmpty()) {
            TRY(checkEvents(stop, progress));
        }
        if (m_report.fault.isEmpty()) {
            TRY(checkIndex());
        }
        return m_report;
    }

private:
    Result<> checkFile()
    {
        Rows rows = m_connection.query("PRAGMA quick_check(1)");
        TRY_ASSIGN(const bool found, rows.next());
        if (found && rows.bytes(0) != "ok") {
            m_report.fault = QString::fromUtf8(rows.bytes(0));
        }
        return {};
    }

    Result<> checkEvents(const std::stop_token& stop, const std::function<void(qint64)>& progress)
    {
        RowReader reader(m_index.events(), m_index.dictionary(), {},
                         {std::numeric_limits<qint64>::max()});
        qint64 recorded = 0;
        while (m_report.fault.isEmpty()) {
            const auto next = reader.nextFingerprint();
            if (!next && next.error().code == errors::CORRUPT_EVENT) {
                accuse({next.error().context[QStringLiteral("position")].toInteger()},
                       next.error().detail);
                return {};
            }
            TRY(next);
            if (!*next) {
                return {};
            }
            checkEvent(**next, recorded);
            recorded = (*next)->place.recorded;
            if (m_report.events % TELL_EVERY == 0) {
                progress(m_report.events);
                if (stop.stop_requested()) {
                    return failure(errors::CANCELLED);
                }
            }
        }
        return {};
    }

    void checkEvent(const RowReader::Fingerprint& found, qint64 recordedBefore)
    {
        const EventPlace& place = found.place;
        // A record that came from another database may have gaps: then the chain knows of them.
        const Position expected{m_last.value + 1};
        const bool isNext = place.position == expected;
        if (place.recorded < recordedBefore) {
            accuse(expected, QStringLiteral("it was recorded before the one before it"));
            return;
        }
        const QByteArray hash = hash_chain::next(m_report.headHash, place.position, place.recorded,
                                                 found.contentHash);
        if (hash != place.hash) {
            accuse(expected,
                   isNext ? QStringLiteral("it is not what was stored: its hash differs")
                          : QStringLiteral("it is missing"));
            return;
        }
        m_last = place.position;
        if (place.position.value <= m_indexed) {
            addToSums(place.position.value, found.words);
        }
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
        Rows blocks = m_connection.query("SELECT word, positions FROM posting");
        std::vector<qint64> positions;
        for (auto more = blocks.next();; more = blocks.next()) {
            TRY(more);
            if (!*more) {
                break;
            }
            postings::unpack(blocks.bytes(1), positions);
            for (const qint64 position : positions) {
                inBlocks[blocks.integer(0)].add(position);
            }
        }
        m_report.indexIsRight = m_inRows == inBlocks;
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
    WordSums m_inRows; // Of those that should be in the index.
    RecordReport m_report;
};

} // namespace

Result<RecordReport> checkRecord(TagIndex& index, const std::stop_token& stop,
                                 const std::function<void(qint64)>& progress)
{
    Connection& connection = index.events().live();
    TRY(connection.execute("BEGIN"));
    auto report = Check(index).run(stop, progress);
    TRY(connection.execute("COMMIT"));
    return report;
}

Result<RecordStatistics> readStatistics(TagIndex& index)
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
            TRY_ASSIGN(const Word type, index.dictionary().word(rows.integer(0)));
            const Timestamp first{std::chrono::milliseconds(rows.integer(2))};
            const Timestamp last{std::chrono::milliseconds(rows.integer(3))};
            result.firstRecorded
                = result.events == 0 ? first : std::min(first, result.firstRecorded);
            result.lastRecorded = std::max(last, result.lastRecorded);
            result.eventsOfType[type.second] += rows.integer(1);
            result.events += rows.integer(1);
        }
    }
    result.segments = static_cast<qint64>(events.segments().size());
    result.archivedUpTo = events.archivedUpTo();
    for (const Segment& segment : events.segments()) {
        result.bytes += QFileInfo(segment.path).size();
    }
    return result;
}

} // namespace tamma::store::sqlite
