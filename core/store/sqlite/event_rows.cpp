// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/event_rows.h"

#include "core/base/json.h"
#include "core/events/codec.h"
#include "core/store/compression.h"
#include "core/store/hash_chain.h"

#include <QUuid>

namespace tamma::store::sqlite {

using events::Event;
using events::EventQuery;
using events::StoredEvent;
namespace codec = events::codec;

namespace {

// All statements that read whole rows give these columns.
enum Column { POSITION, ID, TYPE, VERSION, RECORDED, TIMESTAMP, TAGS, METADATA, DATA, HASH };
#define TAMMA_ROW                                                                                  \
    "SELECT position, id, type, version, recorded, timestamp, tags, metadata, data, hash "         \
    "FROM event "

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

Result<events::Tags> tagsFrom(const Rows& row, Dictionary& dictionary)
{
    const std::vector<qint64> numbers = wordsFrom(row.bytes(TAGS));
    QList<Word> words;
    words.reserve(static_cast<qsizetype>(numbers.size()));
    for (const qint64 number : numbers) {
        TRY_ASSIGN(Word word, dictionary.word(number));
        words.append(std::move(word));
    }
    return events::Tags::fromPairs(std::move(words));
}

// Transcripts and logs are long and shrink to a fifth.
constexpr qsizetype LONG = 1024;

Result<QByteArray> dataFrom(const Rows& row)
{
    return row.isBlob(DATA) ? decompressed(row.bytes(DATA)) : row.bytes(DATA).toByteArray();
}

Result<StoredRow> entryFrom(const Rows& row, Dictionary& dictionary)
{
    TRY_ASSIGN(const Word type, dictionary.word(row.integer(TYPE)));
    TRY_ASSIGN(QByteArray data, dataFrom(row));
    TRY_ASSIGN(events::Tags tags, tagsFrom(row, dictionary));
    return StoredRow{
        {Position{row.integer(POSITION)}, row.integer(RECORDED), row.bytes(HASH).toByteArray()},
        {idFrom(row), type.second, static_cast<int>(row.integer(VERSION)), row.integer(TIMESTAMP),
         std::move(tags), row.bytes(METADATA).toByteArray(), std::move(data)}};
}

Result<RowReader::Fingerprint> fingerprintFrom(const Rows& row, Dictionary& dictionary)
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
    return RowReader::Fingerprint{
        {Position{row.integer(POSITION)}, row.integer(RECORDED), row.bytes(HASH).toByteArray()},
        std::move(words),
        hash_chain::contentHash(content)};
}

/// The event of the row that the statement is at.
Result<StoredEvent> eventFrom(const Rows& row, Dictionary& dictionary, RowDecoder& decode)
{
    auto stored = entryFrom(row, dictionary);
    return stored ? decode(*std::move(stored))
                  : std::unexpected(unreadable({row.integer(POSITION)}, stored.error()));
}

/// Takes events as far as the query goes.
struct Harvest {
    const EventQuery& query;
    QList<StoredEvent> found;

    [[nodiscard]] bool isFull() const { return found.size() >= query.limit; }
    void take(StoredEvent event)
    {
        if (query.matchesDetails(event)) {
            found.append(std::move(event));
        }
    }
};

Result<> readRange(Connection& connection, TagIndex& index, RowDecoder& decode, Harvest& harvest)
{
    const EventQuery& query = harvest.query;
    Rows rows = connection.query(
        query.backwards ? TAMMA_ROW "WHERE position > ? AND position <= ? ORDER BY position DESC"
                        : TAMMA_ROW "WHERE position > ? AND position <= ? ORDER BY position",
        query.after.value, query.upTo.value);
    while (!harvest.isFull()) {
        TRY_ASSIGN(const bool more, rows.next());
        if (!more) {
            break;
        }
        TRY_ASSIGN(auto event, eventFrom(rows, index.dictionary(), decode));
        harvest.take(std::move(event));
    }
    return {};
}

Result<> readMatches(Connection& connection, TagIndex& index, RowDecoder& decode, Harvest& harvest)
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
        Rows row = connection.query(TAMMA_ROW "WHERE position = ?", position);
        TRY_ASSIGN(const bool exists, row.next());
        if (!exists) {
            return failure(errors::CORRUPT_EVENT,
                           QStringLiteral("the index names position %1, where no event is; `tamma "
                                          "events rebuild` makes the index again")
                               .arg(position));
        }
        TRY_ASSIGN(auto event, eventFrom(row, index.dictionary(), decode));
        harvest.take(std::move(event));
        target = position + step;
    }
    return {};
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

Result<Position> positionOf(Connection& connection, const QString& id)
{
    constexpr auto SQL = "SELECT position FROM event WHERE id = ?";
    const QByteArray uuid = uuidBytes(id);
    TRY_ASSIGN(const qint64 position,
               uuid.isEmpty() ? connection.number(SQL, id.toUtf8())
                              : connection.number(SQL, Blob{uuid}));
    return Position{position};
}

RowReader::RowReader(Connection& connection, Dictionary& dictionary, Position after, Position upTo)
    : m_dictionary(dictionary)
    , m_rows(connection.query(TAMMA_ROW "WHERE position > ? AND position <= ? ORDER BY position",
                              after.value, upTo.value))
{
}

template <typename Kind>
Result<std::optional<Kind>> RowReader::nextAs(Result<Kind> (*make)(const Rows&, Dictionary&))
{
    TRY_ASSIGN(const bool more, m_rows.next());
    if (!more) {
        return std::nullopt;
    }
    auto made = make(m_rows, m_dictionary);
    if (!made) {
        return std::unexpected(unreadable({m_rows.integer(POSITION)}, made.error()));
    }
    return *std::move(made);
}

Result<std::optional<StoredRow>> RowReader::next()
{
    return nextAs(entryFrom);
}

Result<std::optional<RowReader::Fingerprint>> RowReader::nextFingerprint()
{
    return nextAs(fingerprintFrom);
}

Result<> eachRow(Connection& connection, Dictionary& dictionary, const RowSink& sink,
                 const std::stop_token& stop)
{
    RowReader reader(connection, dictionary, {}, {std::numeric_limits<qint64>::max()});
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
}

Result<QList<StoredEvent>> readEvents(Connection& connection, TagIndex& index,
                                      const EventQuery& query)
{
    Harvest harvest{query, {}};
    RowDecoder decode;
    // One transaction is one snapshot: dictionary, index and rows of the same moment.
    TRY(connection.execute("BEGIN"));
    const auto read = query.items.isEmpty() ? readRange(connection, index, decode, harvest)
                                            : readMatches(connection, index, decode, harvest);
    const auto ended = connection.execute("COMMIT");
    TRY(read);
    TRY(ended);
    return std::move(harvest.found);
}

// Recorded times never go back, so they are sorted by position.
Result<Position> positionAt(Connection& connection, Timestamp moment)
{
    qint64 before = 0;
    TRY_ASSIGN(qint64 after, connection.number("SELECT max(position) FROM event"));
    ++after;
    while (after - before > 1) {
        const qint64 middle = before + (after - before) / 2;
        TRY_ASSIGN(const qint64 recorded,
                   connection.number("SELECT recorded FROM event WHERE position >= ? "
                                     "ORDER BY position LIMIT 1",
                                     middle));
        (recorded <= moment.time_since_epoch().count() ? before : after) = middle;
    }
    return Position{before};
}

} // namespace tamma::store::sqlite
