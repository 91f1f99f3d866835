// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/record_commands.h"

#include "app/cli/person_commands.h"
#include "app/record_access.h"
#include "core/store/record_transfer.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QSaveFile>

#include <cstdio>

namespace tamma::cli {

using namespace Qt::StringLiterals;
using store::Record;
using store::RecordReport;
using store::TransferReport;

namespace {

constexpr qsizetype PIECE = 1024 * 1024;
constexpr qsizetype COMPRESSED_PIECE = 4096; // Of nothing but zeros it makes more than 100 MB.
constexpr qsizetype LONGEST_LINE = 256 * 1024 * 1024;
const QByteArray ZSTANDARD = "\x28\xb5\x2f\xfd"; // RFC 8878, section 3.1.1.

/// Does `work` with the record and says what went wrong, if something did.
template <typename Work> ExitCode withRecord(Session& session, const Work& work)
{
    const auto record = session.record();
    const Result<ExitCode> done
        = record ? work(**record) : Result<ExitCode>(std::unexpected(record.error()));
    return done ? *done : session.output().fail(done.error());
}

Error cannotWrite(const QFileDevice& file)
{
    return {errors::FILE_WRITE_FAILED,
            u"%1: %2"_s.arg(file.fileName(), file.errorString()),
            {{u"file"_s, file.fileName()}}};
}

/// Gathers lines into pieces and compresses each as a frame of its own.
class PieceWriter {
public:
    PieceWriter(QIODevice& device, bool compress)
        : m_device(device)
        , m_compress(compress)
    {
    }

    bool add(QByteArrayView bytes)
    {
        m_piece.append(bytes);
        return m_piece.size() < PIECE || flush();
    }
    bool flush()
    {
        const QByteArray piece = std::exchange(m_piece, {});
        const QByteArray out = m_compress ? store::compressed(piece) : piece;
        return piece.isEmpty() || m_device.write(out) == out.size();
    }

private:
    QIODevice& m_device;
    bool m_compress;
    QByteArray m_piece;
};

/// Gives the lines of a file, whether it is compressed or not.
class LineReader {
public:
    explicit LineReader(QIODevice& device)
        : m_device(device)
        , m_compressed(device.peek(ZSTANDARD.size()) == ZSTANDARD)
    {
    }

    /// Returns the next line; nothing after the last.
    Result<std::optional<QByteArray>> next()
    {
        while (true) {
            if (const qsizetype end = m_buffer.indexOf('\n', m_begin); end >= 0) {
                QByteArray line = m_buffer.sliced(m_begin, end - m_begin);
                m_begin = end + 1;
                return line;
            }
            m_buffer.remove(0, std::exchange(m_begin, 0));
            if (m_buffer.size() > LONGEST_LINE) {
                return failure(errors::INVALID_ARGUMENT,
                               u"A line is longer than 256 MiB: this is no export of Tamma."_s);
            }
            const QByteArray piece = m_device.read(m_compressed ? COMPRESSED_PIECE : PIECE);
            if (piece.isEmpty()) {
                return rest();
            }
            TRY(take(piece));
        }
    }

private:
    /// A last line without an end, if nothing is missing.
    Result<std::optional<QByteArray>> rest()
    {
        const auto* file = qobject_cast<QFileDevice*>(&m_device);
        if (file != nullptr && file->error() != QFileDevice::NoError) {
            return failure(errors::FILE_READ_FAILED,
                           u"%1: %2"_s.arg(file->fileName(), file->errorString()));
        }
        if (!m_decompressor.isWhole()) {
            return failure(
                errors::INVALID_ARGUMENT,
                u"The file ends in the middle: its rest is missing. Nothing was stored."_s);
        }
        return m_buffer.isEmpty() ? std::nullopt
                                  : std::optional<QByteArray>(std::exchange(m_buffer, {}));
    }

    Result<> take(const QByteArray& piece)
    {
        const auto keep = [this](QByteArrayView bytes) -> Result<> {
            m_buffer.append(bytes);
            return {};
        };
        return m_compressed ? m_decompressor.feed(piece, keep) : keep(piece);
    }

    QIODevice& m_device;
    bool m_compressed;
    store::Decompressor m_decompressor;
    QByteArray m_buffer;
    qsizetype m_begin = 0;
};

QJsonObject toJson(const TransferReport& report)
{
    return {{u"events"_s, report.events},
            {u"headHash"_s, QString::fromLatin1(report.headHash.toHex())}};
}

Result<TransferReport> writeTo(QFileDevice& file, const Record& record, bool compress,
                               const std::stop_token& stop)
{
    PieceWriter writer(file, compress);
    TRY_ASSIGN(const TransferReport report,
               store::exportRecord(
                   record,
                   [&](QByteArrayView line) {
                       return writer.add(line) ? Result<>() : std::unexpected(cannotWrite(file));
                   },
                   stop));
    return writer.flush() ? Result<TransferReport>(report) : std::unexpected(cannotWrite(file));
}

} // namespace

ExitCode verifyRecord(Session& session)
{
    const Output& output = session.output();
    return withRecord(session, [&](const store::SealedRecord& record) -> Result<ExitCode> {
        TRY_ASSIGN(const RecordReport report,
                   record.verify(session.interrupted(), [&](qint64 done) {
                       output.progress(u"%1 events are right so far"_s.arg(done));
                   }));
        QJsonObject object{{u"ok"_s, report.isGood()},
                           {u"events"_s, report.events},
                           {u"headHash"_s, QString::fromLatin1(report.headHash.toHex())},
                           {u"index"_s, report.indexIsRight},
                           {u"fault"_s, report.fault}};
        const QStringList lost = record.peopleWithoutKeys().value_or(QStringList());
        object[u"peopleWithoutKeys"_s] = QJsonArray::fromStringList(lost);
        if (report.firstBad) {
            object[u"firstBad"_s] = report.firstBad->value;
        }
        QString line = report.fault.isEmpty()
            ? u"%1 events are what was stored. Hash of the newest: %2"_s.arg(report.events)
                  .arg(QString::fromLatin1(report.headHash.toHex()))
            : u"The record is not what was stored. %1\nThe %2 events before are right."_s
                  .arg(report.fault)
                  .arg(report.events);
        if (!report.indexIsRight) {
            line
                += u"\nThe index of tags is wrong, no event is lost. Mend it: tamma events rebuild"_s;
        }
        if (!lost.isEmpty()) {
            line += u"\nNames and words of %1 people cannot be read, because their keys are not "
                    u"here "
                    "(%2). Put the file with the keys back from a backup."_s.arg(lost.size())
                        .arg(lost.join(u", "_s));
        }
        output.row(object, line);
        return report.isGood() ? Ok : Failed;
    });
}

ExitCode rebuildRecord(Session& session)
{
    return withRecord(session, [&](Record& record) -> Result<ExitCode> {
        session.output().progress(u"Making the index of tags again"_s);
        TRY(record.rebuildIndex());
        session.output().row({{u"ok"_s, true}}, u"The index of tags was made again."_s);
        return Ok;
    });
}

ExitCode showStatistics(Session& session)
{
    return withRecord(session, [&](const Record& record) -> Result<ExitCode> {
        TRY_ASSIGN(const store::RecordStatistics statistics, record.statistics());
        QJsonObject types;
        QString lines;
        for (const auto& [type, count] : statistics.eventsOfType.asKeyValueRange()) {
            types[type] = count;
            lines += u"\n%1  %2"_s.arg(count, 10).arg(type);
        }
        const bool isEmpty = statistics.events == 0;
        const QString first = isEmpty ? QString() : toIso8601(statistics.firstRecorded);
        const QString last = isEmpty ? QString() : toIso8601(statistics.lastRecorded);
        const QString summary = isEmpty
            ? u"The record is empty."_s
            : u"%1 events from %2 to %3, %4 different tags and types, %5 MB, %6 archived"_s
                  .arg(statistics.events)
                  .arg(first, last)
                  .arg(statistics.words)
                  .arg(static_cast<double>(statistics.bytes) / 1e6, 0, 'f', 1)
                  .arg(statistics.segments == 0
                           ? u"nothing"_s
                           : u"the events up to %1 in %2 files"_s.arg(statistics.archivedUpTo.value)
                                 .arg(statistics.segments));
        session.output().row({{u"events"_s, statistics.events},
                              {u"words"_s, statistics.words},
                              {u"bytes"_s, statistics.bytes},
                              {u"segments"_s, statistics.segments},
                              {u"archivedUpTo"_s, statistics.archivedUpTo.value},
                              {u"firstRecorded"_s, first},
                              {u"lastRecorded"_s, last},
                              {u"types"_s, types}},
                             summary + lines);
        return Ok;
    });
}

ExitCode exportRecord(Session& session, const QString& name, const QString& keys)
{
    return withRecord(session, [&](const store::SealedRecord& record) -> Result<ExitCode> {
        if (!keys.isEmpty()) {
            TRY(writePersonKeys(record, keys));
        } else {
            TRY_ASSIGN(const auto people, record.personKeys());
            if (!people.isEmpty()) {
                session.output().warn(u"What people wrote is sealed in it. Whoever is to read it "
                                      "needs their keys, too: --keys FILE."_s);
            }
        }
        if (name == "-"_L1) { // The lines are the answer.
            QFile file;
            if (!file.open(stdout, QIODevice::WriteOnly)) {
                return std::unexpected(cannotWrite(file));
            }
            TRY(writeTo(file, record, false, session.interrupted()));
            return Ok;
        }
        QSaveFile file(name); // A file of that name is replaced when the new one is whole.
        if (!file.open(QIODevice::WriteOnly)) {
            return std::unexpected(cannotWrite(file));
        }
        TRY_ASSIGN(const TransferReport report,
                   writeTo(file, record, name.endsWith(".zst"_L1), session.interrupted()));
        if (!file.commit()) {
            return std::unexpected(cannotWrite(file));
        }
        session.output().row(toJson(report),
                             u"Wrote %1 events to %2. Hash of the newest: %3"_s.arg(report.events)
                                 .arg(name, QString::fromLatin1(report.headHash.toHex())));
        return Ok;
    });
}

ExitCode importRecord(Session& session, const QString& name, const QString& keys)
{
    return withRecord(session, [&](store::SealedRecord& record) -> Result<ExitCode> {
        QFile file(name);
        if (!(name == "-"_L1 ? file.open(stdin, QIODevice::ReadOnly)
                             : file.open(QIODevice::ReadOnly))) {
            return failure(errors::FILE_READ_FAILED, u"%1: %2"_s.arg(name, file.errorString()),
                           {{u"file"_s, name}});
        }
        if (!keys.isEmpty()) {
            TRY(readPersonKeys(record, keys)); // Before: events without their keys help nobody.
        }
        LineReader lines(file);
        qint64 read = 0;
        TRY_ASSIGN(const TransferReport report,
                   store::importRecord(record, [&]() -> Result<std::optional<QByteArray>> {
                       if (session.interrupted().stop_requested()) {
                           return failure(errors::CANCELLED);
                       }
                       if (++read % 10'000 == 0) {
                           session.output().progress(u"%1 events so far"_s.arg(read));
                       }
                       return lines.next();
                   }));
        session.output().row(toJson(report),
                             u"Stored %1 events. Hash of the newest: %2"_s.arg(report.events)
                                 .arg(QString::fromLatin1(report.headHash.toHex())));
        return Ok;
    });
}

ExitCode backUpRecord(Session& session, const QString& file)
{
    return withRecord(session, [&](const Record& record) -> Result<ExitCode> {
        TRY(record.backUp(file));
        session.output().row(
            {{u"file"_s, QFileInfo(file).absoluteFilePath()}},
            u"Wrote a copy to %1, with what lies beside it (%1.keys, %1.segments). To use it: "
            "tamma events restore %1"_s.arg(file));
        return Ok;
    });
}

ExitCode archiveRecord(Session& session, const ArchiveArguments& arguments)
{
    return withRecord(session, [&](Record& record) -> Result<ExitCode> {
        Position upTo;
        if (arguments.keep >= 0) {
            TRY_ASSIGN(const Position head, record.head());
            upTo.value = head.value - arguments.keep;
        } else if (const auto moment = fromIso8601(arguments.before)) {
            TRY_ASSIGN(upTo, record.positionAt(*moment - std::chrono::milliseconds(1)));
        } else {
            return failure(errors::INVALID_ARGUMENT,
                           u"Say what is old: --before 2026-01-31T12:00:00Z, or --keep 1000000."_s);
        }
        session.output().progress(u"Moving events up to %1"_s.arg(upTo.value));
        TRY_ASSIGN(const qint64 moved, record.archive(upTo, session.interrupted()));
        session.output().row({{u"events"_s, moved}},
                             moved == 0 ? u"There was nothing to move."_s
                                        : u"Moved %1 events. They lie beside the record and are "
                                          "read as before; back up both."_s.arg(moved));
        return Ok;
    });
}

namespace {

Result<ExitCode> copyBetween(Session& session, const QString& from, const QString& to)
{
    if (!store::isDatabaseUrl(from) && !QFileInfo::exists(from)) {
        return failure(errors::FILE_READ_FAILED, u"%1: there is no such file"_s.arg(from),
                       {{u"file"_s, from}});
    }
    TRY_ASSIGN(const auto source, openRecordWithSecrets(from, session.paths(), true));
    TRY_ASSIGN(const auto target, openRecordWithSecrets(to, session.paths()));
    TRY_ASSIGN(const auto people, source->personKeys());
    TRY_ASSIGN(const Position present, target->head());
    if (present == Position{}) { // Else nothing is copied. Events without their keys help nobody.
        TRY(target->addPersonKeys(people));
    }
    TRY_ASSIGN(const TransferReport copied,
               store::copyRecord(*source, *target, session.interrupted(), [&](qint64 done) {
                   session.output().progress(u"%1 events so far"_s.arg(done));
               }));
    // What was stored is read again: the hashes say that nothing changed on the way.
    TRY_ASSIGN(const RecordReport arrived, target->verify(session.interrupted(), [](qint64) { }));
    const bool same = arrived.isGood() && arrived.events == copied.events
        && (copied.events == 0 || arrived.headHash == copied.headHash);
    QJsonObject object = toJson(copied);
    object[u"ok"_s] = same;
    const QString hash = QString::fromLatin1(arrived.headHash.toHex());
    session.output().row(
        object,
        same
            ? u"Copied %1 events from %2 to %3. Hash of the newest, on both sides: %4"_s
                  .arg(copied.events)
                  .arg(store::shownLocation(from), store::shownLocation(to), hash)
            : u"The copy is not the same: %1 events of %2 are right there. %3"_s.arg(arrived.events)
                  .arg(copied.events)
                  .arg(arrived.fault));
    return same ? Ok : Failed;
}

} // namespace

ExitCode copyRecord(Session& session, const QString& from, const QString& to)
{
    const auto done = copyBetween(session, from, to);
    return done ? *done : session.output().fail(done.error());
}

} // namespace tamma::cli
