// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/record_check.h"

#include "core/store/hash_chain.h"
#include "core/store/sqlite/event_rows.h"

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
    Check(Connection& connection, Dictionary& dictionary)
        : m_connection(connection)
        , m_dictionary(dictionary)
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
        RowReader reader(m_connection, m_dictionary, {}, {std::numeric_limits<qint64>::max()});
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

    Connection& m_connection;
    Dictionary& m_dictionary;
    qint64 m_indexed = 0;
    Position m_last; // Of those that are right.
    WordSums m_inRows; // Of those that should be in the index.
    RecordReport m_report;
};

} // namespace

Result<RecordReport> checkRecord(Connection& connection, Dictionary& dictionary,
                                 const std::stop_token& stop,
                                 const std::function<void(qint64)>& progress)
{
    TRY(connection.execute("BEGIN"));
    auto report = Check(connection, dictionary).run(stop, progress);
    TRY(connection.execute("COMMIT"));
    return report;
}

Result<RecordStatistics> readStatistics(Connection& connection)
{
    const auto moment
        = [](qint64 milliseconds) { return Timestamp(std::chrono::milliseconds(milliseconds)); };
    RecordStatistics result;
    TRY_ASSIGN(result.words, connection.number("SELECT count(*) FROM tag"));
    Rows ends = connection.query("SELECT min(recorded), max(recorded) FROM event");
    TRY(ends.next());
    result.firstRecorded = moment(ends.integer(0));
    result.lastRecorded = moment(ends.integer(1));
    Rows rows = connection.query("SELECT substr(tag.word, 2), count(*) FROM event "
                                 "JOIN tag ON tag.id = event.type GROUP BY event.type");
    while (true) {
        TRY_ASSIGN(const bool more, rows.next());
        if (!more) {
            return result;
        }
        result.eventsOfType.insert(QString::fromUtf8(rows.bytes(0)), rows.integer(1));
        result.events += rows.integer(1);
    }
}

} // namespace tamma::store::sqlite
