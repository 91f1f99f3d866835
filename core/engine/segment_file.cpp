// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/segment_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <fcntl.h>
#include <unistd.h>

namespace tamma::engine {

using readmodels::RecordSegment;

namespace {

QByteArray viewOf(const RecordSegment& segment)
{
    const auto bytes = segment.bytes();
    return QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

/// Maps [from, to) of a file. Unmapped when the last segment that lies in it is gone.
std::span<const char> mapped(const std::shared_ptr<QFile>& file, qint64 from, qint64 to)
{
    const uchar* start = to > from ? file->map(from, to - from) : nullptr;
    return {reinterpret_cast<const char*>(start), start == nullptr ? 0 : size_t(to - from)};
}

} // namespace

SegmentFile::SegmentFile(QString file)
    : m_file(std::move(file))
{
}

QString SegmentFile::headFile() const
{
    return m_file + QStringLiteral("-head");
}

std::vector<RecordSegment> SegmentFile::finished()
{
    std::vector<RecordSegment> found;
    const auto file = std::make_shared<QFile>(m_file);
    if (m_file.isEmpty() || !file->open(QIODevice::ReadOnly)) {
        return found;
    }
    std::span<const char> left = mapped(file, 0, file->size());
    while (const auto segment = RecordSegment::read(file, left)) {
        found.push_back(*segment);
        left = left.subspan(segment->bytes().size());
    }
    if (!left.empty()) {
        rewrite(found);
    }
    return found;
}

void SegmentFile::rewrite(const std::vector<RecordSegment>& kept) const
{
    QSaveFile file(m_file);
    if (file.open(QIODevice::WriteOnly)) {
        for (const RecordSegment& segment : kept) {
            file.write(viewOf(segment));
        }
        file.commit();
    }
}

std::optional<RecordSegment> SegmentFile::head() const
{
    QFile file(headFile());
    if (m_file.isEmpty() || !file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    const auto bytes = std::make_shared<const QByteArray>(file.readAll());
    return RecordSegment::read(bytes, {bytes->constData(), static_cast<size_t>(bytes->size())});
}

std::optional<RecordSegment> SegmentFile::append(const RecordSegment& segment)
{
    if (m_file.isEmpty()) {
        return std::nullopt;
    }
    QDir().mkpath(QFileInfo(m_file).path());
    // One write at the end of the file: nobody else's comes in between. QFile would divide it.
    const int descriptor = open(QFile::encodeName(m_file).constData(),
                                O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return std::nullopt;
    }
    const auto size = static_cast<qint64>(segment.bytes().size());
    const bool whole = write(descriptor, segment.bytes().data(), segment.bytes().size()) == size;
    const qint64 end = lseek(descriptor, 0, SEEK_CUR);
    close(descriptor);
    const auto file = std::make_shared<QFile>(m_file);
    if (!whole || !file->open(QIODevice::ReadOnly) || file->size() < end) {
        return std::nullopt;
    }
    return RecordSegment::read(file, mapped(file, end - size, end));
}

void SegmentFile::saveHead(const RecordSegment& segment) const
{
    QSaveFile file(headFile());
    if (!m_file.isEmpty() && file.open(QIODevice::WriteOnly)) {
        file.write(viewOf(segment));
        file.commit();
    }
}

void SegmentFile::clear()
{
    if (!m_file.isEmpty()) {
        QFile::remove(m_file);
        QFile::remove(headFile());
    }
}

} // namespace tamma::engine
