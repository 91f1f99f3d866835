// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/record_transfer.h"

#include "core/base/json.h"
#include "core/events/codec.h"

#include <QJsonArray>

namespace tamma::store {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 TELL_EVERY = 10'000;

// Metadata and data go out as the bytes that were hashed.
QByteArray lineOf(const StoredRow& stored)
{
    QByteArray line = json::compact({{u"position"_s, stored.place.position.value},
                                     {u"id"_s, stored.row.id},
                                     {u"type"_s, stored.row.type},
                                     {u"version"_s, stored.row.version},
                                     {u"recorded"_s, stored.place.recorded},
                                     {u"timestamp"_s, stored.row.timestamp},
                                     {u"tags"_s, events::codec::toJson(stored.row.tags)},
                                     {u"hash"_s, QString::fromLatin1(stored.place.hash.toHex())}});
    line.chop(1);
    return line + ",\"metadata\":" + stored.row.metadata + ",\"data\":" + stored.row.data + "}\n";
}

Result<StoredRow> rowFromLine(const QByteArray& line)
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
    return StoredRow{
        {Position{object[u"position"].toInteger()}, object[u"recorded"].toInteger(),
         QByteArray::fromHex(object[u"hash"].toString().toLatin1())},
        {object[u"id"].toString(), object[u"type"].toString(), object[u"version"].toInt(),
         object[u"timestamp"].toInteger(), events::codec::tagsFromJson(object[u"tags"].toObject()),
         json::compact(object[u"metadata"].toObject()), json::compact(object[u"data"].toObject())}};
}

/// A sink that also counts what goes through it.
RowSink counted(TransferReport& report, const RowSink& sink)
{
    return [&report, sink](const StoredRow& stored) -> Result<> {
        TRY(sink(stored));
        ++report.events;
        report.headHash = stored.place.hash;
        return {};
    };
}

} // namespace

Result<TransferReport> exportRecord(const Record& record, const ByteSink& sink,
                                    const std::stop_token& stop)
{
    TransferReport report;
    TRY(record.eachRow(
        counted(report, [&sink](const StoredRow& stored) { return sink(lineOf(stored)); }), stop));
    return report;
}

Result<TransferReport> copyRecord(const Record& source, Record& target, const std::stop_token& stop,
                                  const std::function<void(qint64)>& progress)
{
    TransferReport report;
    const auto restored = target.restore([&](const RowSink& sink) {
        const RowSink store = counted(report, sink);
        return source.eachRow(
            [&](const StoredRow& stored) -> Result<> {
                if (report.events % TELL_EVERY == 0) {
                    progress(report.events);
                }
                return store(stored);
            },
            stop);
    });
    TRY(restored);
    return report;
}

Result<TransferReport>
importRecord(Record& record, const std::function<Result<std::optional<QByteArray>>()>& nextLine)
{
    TransferReport report;
    const auto restored = record.restore([&](const RowSink& sink) -> Result<> {
        const RowSink store = counted(report, sink);
        while (true) {
            TRY_ASSIGN(const auto line, nextLine());
            if (!line) {
                return {};
            }
            if (!line->trimmed().isEmpty()) {
                TRY_ASSIGN(const StoredRow stored, rowFromLine(*line));
                TRY(store(stored));
            }
        }
    });
    TRY(restored);
    return report;
}

} // namespace tamma::store
