// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/record_transfer.h"

#include "core/base/json.h"
#include "core/events/codec.h"

#include <QJsonArray>

namespace tamma::store {

using namespace Qt::StringLiterals;

namespace {

// Metadata and data go out as the bytes that were hashed.
QByteArray lineOf(const RowReader::Entry& entry)
{
    QByteArray line = json::compact({{u"position"_s, entry.place.position.value},
                                     {u"id"_s, entry.row.id},
                                     {u"type"_s, entry.row.type},
                                     {u"version"_s, entry.row.version},
                                     {u"recorded"_s, entry.place.recorded},
                                     {u"timestamp"_s, entry.row.timestamp},
                                     {u"tags"_s, events::codec::toJson(entry.row.tags)},
                                     {u"hash"_s, QString::fromLatin1(entry.place.hash.toHex())}});
    line.chop(1);
    return line + ",\"metadata\":" + entry.row.metadata + ",\"data\":" + entry.row.data + "}\n";
}

} // namespace

Result<TransferReport> exportRecord(Connection& connection, Dictionary& dictionary,
                                    const ByteSink& sink, const std::stop_token& stop)
{
    TransferReport report;
    RowReader reader(connection, dictionary, {}, {std::numeric_limits<qint64>::max()});
    while (true) {
        TRY_ASSIGN(const auto entry, reader.next());
        if (!entry) {
            return report;
        }
        if (stop.stop_requested()) {
            return failure(errors::CANCELLED);
        }
        TRY(sink(lineOf(*entry)));
        ++report.events;
        report.headHash = entry->place.hash;
    }
}

Result<RowReader::Entry> entryFromLine(const QByteArray& line)
{
    TRY_ASSIGN(const QJsonObject object, json::parseObject(line));
    for (const auto name : {"position"_L1, "version"_L1, "recorded"_L1, "timestamp"_L1}) {
        if (!object[name].isDouble()) {
            return failure(errors::INVALID_ARGUMENT, u"\"%1\" is no number"_s.arg(name));
        }
    }
    for (const auto name : {"tags"_L1, "metadata"_L1, "data"_L1}) {
        if (!object[name].isObject()) {
            return failure(errors::INVALID_ARGUMENT, u"\"%1\" is no object"_s.arg(name));
        }
    }
    return RowReader::Entry{
        {Position{object[u"position"].toInteger()}, object[u"recorded"].toInteger(),
         QByteArray::fromHex(object[u"hash"].toString().toLatin1())},
        {object[u"id"].toString(), object[u"type"].toString(), object[u"version"].toInt(),
         object[u"timestamp"].toInteger(), events::codec::tagsFromJson(object[u"tags"].toObject()),
         json::compact(object[u"metadata"].toObject()), json::compact(object[u"data"].toObject())}};
}

} // namespace tamma::store
