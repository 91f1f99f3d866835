// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/event_rows.h"

#include "core/base/json.h"
#include "core/events/codec.h"

#include <QCryptographicHash>
#include <QUuid>

namespace tamma::store::postgres {

using namespace Qt::StringLiterals;
using events::Tags;
namespace codec = events::codec;

namespace {

constexpr qsizetype LONGEST_KEY = 1000; // GIN takes up to 2,700 bytes or so.
constexpr qsizetype KEPT_OF_LONG_KEY = 100;
constexpr char ESCAPE = '\x01';
const QUuid NAMESPACE_OF_IDS(u"6e9f1c9e-6c5f-4f0f-9d0b-2f6a7d1c5a11"_s);

// Text of PostgreSQL holds every character but NUL.
QByteArray escaped(QByteArray word)
{
    if (word.contains('\0') || word.contains(ESCAPE)) {
        word.replace(ESCAPE,
                     "\x01"
                     "1");
        word.replace('\0',
                     "\x01"
                     "0");
    }
    return word;
}

QString unescaped(QByteArray word)
{
    if (word.contains(ESCAPE)) {
        word.replace("\x01"
                     "0",
                     QByteArrayView("\0", 1));
        word.replace("\x01"
                     "1",
                     QByteArrayView("\x01", 1));
    }
    return QString::fromUtf8(word);
}

QByteArray shortened(QByteArray key)
{
    if (key.size() <= LONGEST_KEY) {
        return key;
    }
    qsizetype kept = KEPT_OF_LONG_KEY;
    while ((key[kept] & 0xc0) == 0x80) { // Not in the middle of a character.
        --kept;
    }
    return key.first(kept) + ESCAPE + '#'
        + QCryptographicHash::hash(key, QCryptographicHash::Blake2b_256).toHex();
}

// JSONB holds every text but one with a NUL or half a surrogate pair; those are written "\u...."
// by Qt. Returns whether anything was replaced.
bool replaceWhatJsonbRefuses(QByteArray& json)
{
    bool replaced = false;
    for (qsizetype at = json.indexOf('\\'); at >= 0 && at + 1 < json.size();
         at = json.indexOf('\\', at + 2)) {
        const QByteArrayView code
            = QByteArrayView(json).sliced(at).first(std::min<qsizetype>(6, json.size() - at));
        const bool isHalf = code.size() == 6 && (code[2] == 'd' || code[2] == 'D') && code[3] > '7';
        if (code.startsWith("\\u") && (code == "\\u0000" || isHalf)) {
            json.replace(at, 6, "\\ufffd");
            replaced = true;
        }
    }
    return replaced;
}

// JSONB writes 1e+18 as 1000000000000000000, which Qt reads and writes as another kind of number.
bool hasLargePower(const QByteArray& json)
{
    for (qsizetype at = json.indexOf("e+"); at > 0; at = json.indexOf("e+", at + 2)) {
        if (json[at - 1] >= '0' && json[at - 1] <= '9') {
            return true;
        }
    }
    return false;
}

QByteArray exactly(const EventRow& row)
{
    return json::compact({{u"id"_s, row.id},
                          {u"type"_s, row.type},
                          {u"tags"_s, codec::toJson(row.tags)},
                          {u"metadata"_s, QString::fromUtf8(row.metadata)},
                          {u"data"_s, QString::fromUtf8(row.data)}});
}

Tags tagsFrom(const QByteArrayList& keys)
{
    QList<std::pair<QString, QString>> pairs;
    pairs.reserve(keys.size());
    for (const QByteArray& key : keys) {
        const qsizetype colon = key.indexOf(':');
        if (colon > 0) {
            pairs.append({unescaped(key.first(colon)), unescaped(key.sliced(colon + 1))});
        }
    }
    return Tags::fromPairs(std::move(pairs));
}

Result<> takeExact(const QByteArray& text, EventRow& row)
{
    TRY_ASSIGN(const QJsonObject exact, json::parseObject(text));
    row.id = exact[u"id"].toString();
    row.type = exact[u"type"].toString();
    row.tags = codec::tagsFromJson(exact[u"tags"].toObject());
    row.metadata = exact[u"metadata"].toString().toUtf8();
    row.data = exact[u"data"].toString().toUtf8();
    return {};
}

QByteArray uuidText(QByteArrayView bytes)
{
    return QUuid::fromRfc4122(bytes).toByteArray(QUuid::WithoutBraces);
}

} // namespace

QByteArray keyOf(const std::pair<QString, QString>& tag)
{
    return shortened(escaped((tag.first + QLatin1Char(':') + tag.second).toUtf8()));
}

QByteArray keyOfType(const QString& type)
{
    return shortened(escaped(':' + type.toUtf8()));
}

QList<QByteArrayList> keySets(const events::QueryItem& item)
{
    QByteArrayList tags;
    for (const auto& tag : item.tags.pairs()) {
        tags.append(keyOf(tag));
    }
    if (item.types.isEmpty()) {
        return {tags};
    }
    QList<QByteArrayList> sets;
    for (const QString& type : item.types) {
        sets.append(tags);
        sets.last().append(keyOfType(type));
    }
    return sets;
}

QByteArray uuidOf(const QString& id)
{
    const QUuid uuid = QUuid::fromString(id);
    return uuid.toString(QUuid::WithoutBraces) == id
        ? uuid.toRfc4122()
        : QUuid::createUuidV5(NAMESPACE_OF_IDS, id).toRfc4122();
}

void EventColumns::add(const EventRow& row)
{
    QByteArrayList keys;
    bool fits = true;
    for (const auto& tag : row.tags.pairs()) {
        keys.append(keyOf(tag));
        fits = fits && keys.last().size() < LONGEST_KEY && !keys.last().contains("\x01#");
    }
    keys.append(keyOfType(row.type));
    ids.append(uuidOf(row.id));
    fits = fits && !keys.last().contains("\x01#") && uuidText(ids.last()) == row.id.toUtf8();
    types.append(keys.last().sliced(1));
    versions.append(row.version);
    timestamps.append(row.timestamp);
    tagMaps.append(json::compact(codec::toJson(row.tags)));
    metadatas.append(row.metadata);
    datas.append(row.data);
    fits = fits && !hasLargePower(row.data) && !hasLargePower(row.metadata);
    for (QByteArray* const document : {&tagMaps.last(), &metadatas.last(), &datas.last()}) {
        fits = !replaceWhatJsonbRefuses(*document) && fits;
    }
    keySets.append(arrayLiteral(keys));
    exacts.append(fits ? QByteArray() : exactly(row));
}

Result<StoredRow> storedRow(const Answer& answer, int row)
{
    StoredRow stored;
    stored.place = {{answer.integer(row, 0)}, answer.moment(row, 5), {}};
    stored.row.version = static_cast<int>(answer.integer(row, 3));
    stored.row.timestamp = answer.moment(row, 4);
    if (!answer.isNull(row, 9)) {
        if (const auto taken = takeExact(answer.bytes(row, 9).toByteArray(), stored.row); !taken) {
            return std::unexpected(unreadable(stored.place.position, taken.error()));
        }
        return stored;
    }
    stored.row.id = QString::fromLatin1(uuidText(answer.bytes(row, 1)));
    stored.row.type = unescaped(answer.bytes(row, 2).toByteArray());
    stored.row.tags = tagsFrom(answer.texts(row, 6));
    stored.row.metadata = answer.document(row, 7);
    stored.row.data = answer.document(row, 8);
    return stored;
}

Result<StoredRow> hashedRow(const Answer& answer, int row)
{
    TRY_ASSIGN(StoredRow stored, storedRow(answer, row));
    if (answer.isNull(row, 9)) { // Else they are as they were.
        for (QByteArray* const document : {&stored.row.metadata, &stored.row.data}) {
            const auto object = json::parseObject(*document);
            if (!object) {
                return std::unexpected(unreadable(stored.place.position, object.error()));
            }
            *document = json::compact(*object);
        }
    }
    return stored;
}

} // namespace tamma::store::postgres
