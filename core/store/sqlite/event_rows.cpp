// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/event_rows.h"

#include "core/base/json.h"
#include "core/events/codec.h"
#include "core/store/compression.h"
#include "core/store/hash_chain.h"

#include <QUuid>
#include <QtEndian>

#include <algorithm>

namespace tamma::store::sqlite {

using events::EventQuery;
using events::StoredEvent;

namespace {

// All statements that read rows give these columns; the hash only where the chain is looked at.
enum Column { POSITION, ID, TYPE, VERSION, RECORDED, TIMESTAMP, TAGS, METADATA, DATA, HASH };
#define TAMMA_COLUMNS "position, id, type, version, recorded, timestamp, tags, metadata, data"
#define TAMMA_EVENT "SELECT " TAMMA_COLUMNS " FROM event "
#define TAMMA_ROW "SELECT " TAMMA_COLUMNS ", hash FROM event "

// A UUID takes 16 bytes instead of 36, in the row and in the index; any other id stays a text.
QByteArray uuidBytes(const QString& id)
{
    const QUuid uuid = QUuid::fromString(id);
    return uuid.toString(QUuid::WithoutBraces) == id ? uuid.toRfc4122() : QByteArray();
}

QString idFrom(const Rows& row)
{
    const QByteArrayView bytes = row.bytes(ID);
    return row.isBlob(ID) ? QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces)
                          : QString::fromUtf8(bytes);
}

// Transcripts and logs are long and shrink to a fifth.
constexpr qsizetype LONG = 1024;

Result<QByteArray> dataFrom(const Rows& row)
{
    return row.isBlob(DATA) ? decompressed(row.bytes(DATA)) : row.bytes(DATA).toByteArray();
}

/// The row without metadata and data.
Result<EventRow> headFrom(const Rows& row, Dictionary& dictionary)
{
    TRY_ASSIGN(const Word* const type, dictionary.word(row.integer(TYPE)));
    EventRow head{idFrom(row), type->second, static_cast<int>(row.integer(VERSION)),
                  row.integer(TIMESTAMP)};
    TRY_ASSIGN(head.tags, dictionary.tags(row.bytes(TAGS)));
    return head;
}

Result<StoredRow> entryFrom(const Rows& row, Dictionary& dictionary)
{
    TRY_ASSIGN(EventRow content, headFrom(row, dictionary));
    TRY_ASSIGN(content.data, dataFrom(row));
    content.metadata = row.bytes(METADATA).toByteArray();
    return StoredRow{
        {Position{row.integer(POSITION)}, row.integer(RECORDED), row.bytes(HASH).toByteArray()},
        std::move(content)};
}

Result<RowReader::Evidence> evidenceFrom(const Rows& row, Dictionary& dictionary)
{
    TRY_ASSIGN(const QByteArray type, dictionary.spelling(row.integer(TYPE)));
    const QByteArray id = row.isBlob(ID)
        ? QUuid::fromRfc4122(row.bytes(ID)).toByteArray(QUuid::WithoutBraces)
        : row.bytes(ID).toByteArray();
    const QByteArray data
        = row.isBlob(DATA) ? decompressed(row.bytes(DATA)).value_or(QByteArray()) : QByteArray();
    hash_chain::Content content{id,
                                QByteArrayView(type).sliced(1), // Behind the colon.
                                static_cast<int>(row.integer(VERSION)),
                                row.integer(TIMESTAMP),
                                {},
                                row.bytes(METADATA),
                                row.isBlob(DATA) ? QByteArrayView(data) : row.bytes(DATA)};
    EventWords words{row.integer(TYPE), wordsFrom(row.bytes(TAGS))};
    for (const qint64 number : words.tags) {
        TRY_ASSIGN(QByteArray tag, dictionary.spelling(number));
        content.tags.append(std::move(tag));
    }
    return RowReader::Evidence{
        {Position{row.integer(POSITION)}, row.integer(RECORDED), row.bytes(HASH).toByteArray()},
        std::move(words),
        hash_chain::contentBytes(content)};
}

QByteArray borrowed(QByteArrayView bytes)
{
    return QByteArray::fromRawData(bytes.data(), bytes.size());
}

/// The row for a decoder: its bytes are borrowed until the statement goes on, and there is no data
/// that nobody looks at.
Result<StoredRow> briefFrom(const Rows& row, Dictionary& dictionary, const RowDecoder& decode)
{
    TRY_ASSIGN(EventRow content, headFrom(row, dictionary));
    if (decode.wants(content.type)) {
        TRY_ASSIGN(content.data,
                   row.isBlob(DATA) ? decompressed(row.bytes(DATA)) : borrowed(row.bytes(DATA)));
    }
    content.metadata = borrowed(row.bytes(METADATA));
    return StoredRow{{Position{row.integer(POSITION)}, row.integer(RECORDED), {}},
                     std::move(content)};
}

/// Takes events as far as the query goes.
struct Harvest {
    const EventQuery& query;
    QList<StoredEvent> found;
    RowDecoder decoder{query.payloadsOf};

    [[nodiscard]] bool isFull() const { return found.size() >= query.limit; }

    /// Takes the event of the row that the statement is at.
    Result<> take(const Rows& row, Dictionary& dictionary)
    {
        auto stored = briefFrom(row, dictionary, decoder);
        if (!stored) {
            return std::unexpected(unreadable({row.integer(POSITION)}, stored.error()));
        }
        TRY(decoder.appendTo(found, *std::move(stored)));
        if (!query.matchesDetails(found.constLast())) {
            found.removeLast();
        }
        return {};
    }
};

/// Takes rows of one file, in the order of the query, until the harvest is full.
Result<> readPiece(const EventTable::Piece& piece, TagIndex& index, Harvest& harvest)
{
    Rows rows = piece.connection->query(
        harvest.query.backwards
            ? TAMMA_EVENT "WHERE position > ? AND position <= ? ORDER BY position DESC"
            : TAMMA_EVENT "WHERE position > ? AND position <= ? ORDER BY position",
        piece.after.value, piece.upTo.value);
    while (!harvest.isFull()) {
        TRY_ASSIGN(const bool more, rows.next());
        if (!more) {
            break;
        }
        TRY(harvest.take(rows, index.dictionary()));
    }
    return {};
}

Result<> readRange(TagIndex& index, Harvest& harvest)
{
    constexpr qint64 MOST_RESERVED = 1'024;
    const EventQuery& query = harvest.query;
    harvest.found.reserve(std::min(
        {query.limit, std::max<qint64>(query.upTo.value - query.after.value, 0), MOST_RESERVED}));
    TRY(index.events().refresh());
    TRY_ASSIGN(auto pieces, index.events().pieces(query.after, query.upTo));
    if (query.backwards) {
        std::ranges::reverse(pieces);
    }
    for (const EventTable::Piece& piece : pieces) {
        if (harvest.isFull()) {
            break;
        }
        TRY(readPiece(piece, index, harvest));
    }
    return {};
}

Result<> readMatches(TagIndex& index, Harvest& harvest)
{
    const EventQuery& query = harvest.query;
    TRY(index.refresh());
    TRY_ASSIGN(const auto cursor, index.cursor(query));
    const qint64 step = query.backwards ? -1 : 1;
    qint64 target = query.backwards ? query.upTo.value : query.after.value + 1;
    while (cursor && !harvest.isFull() && target > query.after.value
           && target <= query.upTo.value) {
        TRY_ASSIGN(const qint64 position, cursor->seek(target));
        if (position == PostingCursor::NONE || position <= query.after.value
            || position > query.upTo.value) {
            break;
        }
        TRY_ASSIGN(Connection* const file, index.events().holding({position}));
        Rows row = file->query(TAMMA_EVENT "WHERE position = ?", position);
        TRY_ASSIGN(const bool exists, row.next());
        if (!exists) {
            return failure(errors::CORRUPT_EVENT,
                           QStringLiteral("the index names position %1, where no event is; `tamma "
                                          "events rebuild` makes the index again")
                               .arg(position));
        }
        TRY(harvest.take(row, index.dictionary()));
        target = position + step;
    }
    return {};
}

/// The milliseconds that a UUIDv7 begins with (RFC 9562, section 5.7); 0 for any other id.
qint64 timeOf(const QByteArray& uuid)
{
    const bool isVersion7 = uuid.size() == 16 && (uuid.at(6) & 0xf0) == 0x70;
    return isVersion7 ? qFromBigEndian<qint64>(uuid.constData()) >> 16 : 0;
}

// Recorded times never go back, so they are sorted by position.
Result<Position> search(EventTable& events, Timestamp moment)
{
    TRY(events.refresh());
    qint64 before = 0;
    TRY_ASSIGN(qint64 after, events.live().number("SELECT max(position) FROM event"));
    after = std::max(after, events.archivedUpTo().value) + 1;
    while (after - before > 1) {
        const qint64 middle = before + (after - before) / 2;
        TRY_ASSIGN(Connection* const file, events.holding({middle}));
        TRY_ASSIGN(const qint64 recorded,
                   file->number("SELECT recorded FROM event WHERE position >= ? "
                                "ORDER BY position LIMIT 1",
                                middle));
        (recorded <= moment.time_since_epoch().count() ? before : after) = middle;
    }
    return Position{before};
}

} // namespace

Result<> insertRow(Connection& connection, const EventPlace& place, const EventRow& row,
                   const EventWords& words)
{
    constexpr auto SQL = "INSERT INTO event(position, id, type, version, recorded, timestamp, "
                         "tags, metadata, data, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    const auto insert = [&](const auto& id, const auto& data) {
        return connection.execute(SQL, place.position.value, id, words.type, row.version,
                                  place.recorded, row.timestamp, toText(words.tags), row.metadata,
                                  data, Blob{place.hash});
    };
    const auto withData = [&](const auto& id) {
        return row.data.size() < LONG ? insert(id, row.data)
                                      : insert(id, Blob{compressed(row.data)});
    };
    const QByteArray uuid = uuidBytes(row.id);
    return uuid.isEmpty() ? withData(row.id.toUtf8()) : withData(Blob{uuid});
}

Result<Position> positionOf(EventTable& events, const QString& id)
{
    constexpr auto SQL = "SELECT position FROM event WHERE id = ?";
    constexpr qint64 CLOCKS_DIFFER = 24 * 3600 * 1000; // By so much at most, in milliseconds.
    const QByteArray uuid = uuidBytes(id);
    const auto find = [&](Connection& file) {
        return uuid.isEmpty() ? file.number(SQL, id.toUtf8()) : file.number(SQL, Blob{uuid});
    };
    TRY_ASSIGN(const qint64 position, find(events.live()));
    if (position != 0) {
        return Position{position};
    }
    for (const Segment& segment : events.segments()) {
        if (const qint64 made = timeOf(uuid);
            made != 0 && made > segment.lastRecorded + CLOCKS_DIFFER) {
            continue; // It is younger than everything in there.
        }
        TRY_ASSIGN(Connection* const file, events.holding(segment.last));
        TRY_ASSIGN(const qint64 archived, find(*file));
        if (archived != 0) {
            return Position{archived};
        }
    }
    return Position{};
}

RowReader::RowReader(EventTable& events, Dictionary& dictionary, Position after, Position upTo)
    : m_events(events)
    , m_dictionary(dictionary)
    , m_after(after)
    , m_upTo(upTo)
{
}

// Goes to the next row, in the next file if need be.
Result<bool> RowReader::advance()
{
    if (!m_pieces) {
        TRY(m_events.refresh());
        TRY_ASSIGN(m_pieces, m_events.pieces(m_after, m_upTo));
        std::ranges::reverse(*m_pieces);
    }
    while (true) {
        if (m_rows) {
            TRY_ASSIGN(const bool found, m_rows->next());
            if (found) {
                return true;
            }
            m_rows.reset();
        }
        if (m_pieces->empty()) {
            return false;
        }
        const EventTable::Piece piece = m_pieces->back();
        m_pieces->pop_back();
        m_rows.emplace(piece.connection->query(
            TAMMA_ROW "WHERE position > ? AND position <= ? ORDER BY position", piece.after.value,
            piece.upTo.value));
    }
}

template <typename Kind>
Result<std::optional<Kind>> RowReader::nextAs(Result<Kind> (*make)(const Rows&, Dictionary&))
{
    TRY_ASSIGN(const bool more, advance());
    if (!more) {
        return std::nullopt;
    }
    auto made = make(*m_rows, m_dictionary);
    if (!made) {
        return std::unexpected(unreadable({m_rows->integer(POSITION)}, made.error()));
    }
    return *std::move(made);
}

Result<std::optional<StoredRow>> RowReader::next()
{
    return nextAs(entryFrom);
}

Result<std::optional<RowReader::Evidence>> RowReader::nextEvidence()
{
    return nextAs(evidenceFrom);
}

Result<> eachRow(TagIndex& index, const RowSink& sink, const std::stop_token& stop)
{
    return asOneSnapshot(index.events().live(), [&]() -> Result<> {
        RowReader reader(index.events(), index.dictionary(), {},
                         {std::numeric_limits<qint64>::max()});
        while (true) {
            TRY_ASSIGN(const auto stored, reader.next());
            if (!stored) {
                return {};
            }
            if (stop.stop_requested()) {
                return failure(errors::CANCELLED);
            }
            TRY(sink(*stored));
        }
    });
}

Result<QList<StoredEvent>> readEvents(TagIndex& index, const EventQuery& query)
{
    Harvest harvest{query, {}};
    const auto read = asOneSnapshot(index.events().live(), [&] {
        return query.items.isEmpty() ? readRange(index, harvest) : readMatches(index, harvest);
    });
    TRY(read);
    return std::move(harvest.found);
}

Result<Position> positionAt(EventTable& events, Timestamp moment)
{
    return asOneSnapshot(events.live(), [&] { return search(events, moment); });
}

} // namespace tamma::store::sqlite
