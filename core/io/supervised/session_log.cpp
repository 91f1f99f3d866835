// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/supervised/session_log.h"

#include "core/io/supervised/session_folder.h"

#include <QFile>
#include <QtEndian>

#include <fcntl.h>

namespace tamma::io {

namespace {

constexpr qint64 MAX_PIECE_BYTES = 16 * 1024 * 1024; // More is a torn row, not a piece.

// One row of the index. It is read by later versions of Tamma: fields are not changed.
struct Row {
    qint64_le offset;
    qint64_le atMs;
    quint32_le length;
    quint32_le kind;
    quint64_le sum; // Of the bytes and of the fields above.
};
static_assert(sizeof(Row) == 32);

// FNV-1a: it need not withstand anybody, only notice what a crash tore.
quint64 sumOf(const Row& row, const QByteArray& bytes)
{
    quint64 sum = 0xcbf29ce484222325U;
    const auto mix = [&sum](QByteArrayView part) {
        for (const char byte : part) {
            sum = (sum ^ quint8(byte)) * 0x100000001b3U;
        }
    };
    mix(bytes);
    mix({reinterpret_cast<const char*>(&row), qsizetype(offsetof(Row, sum))});
    return sum;
}

FileDescriptor opened(const QString& file, int flags)
{
    return FileDescriptor(::open(QFile::encodeName(file).constData(), flags | O_CLOEXEC, 0600));
}

bool writeAt(const FileDescriptor& file, QByteArrayView bytes, qint64 place)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::pwrite(file.number(), bytes.data(), bytes.size(), place);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return false;
        }
        bytes = bytes.sliced(count);
        place += count;
    }
    return true;
}

} // namespace

SessionLogWriter::SessionLogWriter(FileDescriptor bytes, FileDescriptor index, QString folder)
    : m_bytes(std::move(bytes))
    , m_index(std::move(index))
    , m_folder(std::move(folder))
{
}

Result<SessionLogWriter> SessionLogWriter::create(const QString& folder)
{
    constexpr int FRESH = O_WRONLY | O_CREAT | O_EXCL;
    FileDescriptor bytes = opened(folder + session_file::OUTPUT, FRESH);
    if (!bytes.isOpen()) {
        return writeFailure(folder + session_file::OUTPUT);
    }
    FileDescriptor index = opened(folder + session_file::INDEX, FRESH);
    if (!index.isOpen()) {
        return writeFailure(folder + session_file::INDEX);
    }
    return SessionLogWriter(std::move(bytes), std::move(index), folder);
}

Result<> SessionLogWriter::append(const SessionPiece& piece)
{
    Row row{};
    row.offset = m_size;
    row.atMs = piece.at.count();
    row.length = quint32(piece.bytes.size());
    row.kind = quint32(piece.kind);
    row.sum = sumOf(row, piece.bytes);
    // What a failure left half written is written over by the next try.
    if (!writeAt(m_bytes, piece.bytes, m_size)) {
        return writeFailure(m_folder + session_file::OUTPUT);
    }
    const QByteArrayView fields(reinterpret_cast<const char*>(&row), qsizetype(sizeof row));
    if (!writeAt(m_index, fields, m_rows * qint64(sizeof row))) {
        return writeFailure(m_folder + session_file::INDEX);
    }
    m_size += piece.bytes.size();
    ++m_rows;
    return {};
}

SessionLogReader::SessionLogReader(FileDescriptor bytes, FileDescriptor index, qint64 first)
    : m_bytes(std::move(bytes))
    , m_index(std::move(index))
    , m_next(first)
{
}

Result<SessionLogReader> SessionLogReader::open(const QString& folder, qint64 first)
{
    FileDescriptor bytes = opened(folder + session_file::OUTPUT, O_RDONLY);
    FileDescriptor index = opened(folder + session_file::INDEX, O_RDONLY);
    if (!bytes.isOpen() || !index.isOpen()) {
        return failure(errors::NOT_FOUND, QStringLiteral("There is no session in ") + folder);
    }
    return SessionLogReader(std::move(bytes), std::move(index), first);
}

std::optional<SessionPiece> SessionLogReader::next()
{
    Row row{};
    constexpr auto ROW_BYTES = qint64(sizeof row);
    if (::pread(m_index.number(), &row, sizeof row, m_next * ROW_BYTES) != ROW_BYTES
        || row.length > MAX_PIECE_BYTES || row.kind > quint32(SessionPiece::Kind::Told)) {
        return std::nullopt;
    }
    SessionPiece piece{.kind = SessionPiece::Kind(quint32(row.kind)),
                       .at = std::chrono::milliseconds(row.atMs),
                       .bytes = QByteArray(qsizetype(row.length), Qt::Uninitialized)};
    const ssize_t count
        = ::pread(m_bytes.number(), piece.bytes.data(), row.length, off_t(row.offset));
    if (count != piece.bytes.size() || sumOf(row, piece.bytes) != row.sum) {
        return std::nullopt;
    }
    ++m_next;
    return piece;
}

} // namespace tamma::io
