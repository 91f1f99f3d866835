// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/record_writer.h"

#include "core/base/json.h"
#include "core/engine/record_index.h"
#include "core/events/codec.h"

#include <QSaveFile>

namespace tamma::engine {

using namespace events;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 ROWS_A_TURN = 1'024;
constexpr char CSV_HEAD[] = "position,recorded,timestamp,id,type,tags,actor,data\r\n";

QByteArray quoted(const QString& field)
{
    QString text = field;
    if (!text.isEmpty() && u"=+-@\t\r"_s.contains(text.front())) {
        text.prepend(u'\'');
    }
    return '"' + text.replace(u'"', u"\"\""_s).toUtf8() + '"';
}

Error writeError(const QSaveFile& file)
{
    const bool full = file.error() == QFileDevice::ResourceError;
    return {full ? errors::DISK_FULL : errors::FILE_WRITE_FAILED,
            file.errorString(),
            {{u"file"_s, file.fileName()}},
            full};
}

QByteArray lineOf(const StoredEvent& stored, ExportFormat format)
{
    return format == ExportFormat::Csv ? csvLine(stored)
                                       : json::compact(codec::toJson(stored)) + '\n';
}

} // namespace

QByteArray csvLine(const StoredEvent& stored)
{
    QStringList tags;
    for (const auto& [key, value] : stored.event.tags.pairs()) {
        tags.append(key + u':' + value);
    }
    const auto payload = codec::encode(stored.event.payload);
    QByteArray line = QByteArray::number(stored.position.value);
    for (const QString& field : {toIso8601(stored.recorded), toIso8601(stored.event.timestamp),
                                 stored.event.id.text(), payload.type, tags.join(u' '),
                                 stored.event.metadata.actor, QString::fromUtf8(payload.data)}) {
        line += ',' + quoted(field);
    }
    return line + "\r\n";
}

Result<qint64> writeRecord(const EventStore& store, const RecordExport& request)
{
    QSaveFile file(request.file);
    if (!file.open(QIODevice::WriteOnly)) {
        return std::unexpected(writeError(file));
    }
    if (request.format == ExportFormat::Csv) {
        file.write(CSV_HEAD);
    }
    qint64 written = 0;
    for (qint64 row = 0; row < request.matches.count();) {
        if (request.stop.stop_requested()) {
            return failure(errors::CANCELLED, u"the export was stopped"_s);
        }
        QList<Position> positions;
        for (const qint64 end = std::min(request.matches.count(), row + ROWS_A_TURN); row < end;
             ++row) {
            positions.append(request.matches.at(row));
        }
        TRY_ASSIGN(const QList<StoredEvent> rows, readRows(store, positions));
        for (const StoredEvent& stored : rows) {
            const QByteArray line = lineOf(stored, request.format);
            if (file.write(line) != line.size()) {
                return std::unexpected(writeError(file));
            }
        }
        written += rows.size();
        request.progress(written);
    }
    if (!file.commit()) {
        return std::unexpected(writeError(file));
    }
    return written;
}

} // namespace tamma::engine
