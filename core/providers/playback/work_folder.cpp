// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/playback/work_folder.h"

#include <QFile>
#include <QStringList>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tamma::providers {
namespace {

class Descriptor {
public:
    explicit Descriptor(int number)
        : m_number(number)
    {
    }
    Descriptor(Descriptor&& other) noexcept
        : m_number(std::exchange(other.m_number, -1))
    {
    }
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~Descriptor()
    {
        if (m_number >= 0) {
            ::close(m_number);
        }
    }

    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }

private:
    int m_number;
};

std::unexpected<Error> refused(ErrorCode code, const QString& path)
{
    const int cause = errno;
    if (cause == ELOOP || cause == ENOTDIR) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("%1 leads through a symbolic link or a file").arg(path));
    }
    return failure(cause == ENOSPC || cause == EDQUOT ? errors::DISK_FULL : code,
                   QStringLiteral("%1: %2").arg(path, QString::fromLocal8Bit(strerror(cause))));
}

// Opens the folder that the file is in, one part of the path at a time, following no link.
Result<Descriptor> openParent(const QString& workFolder, const QString& path, bool makeFolders)
{
    constexpr int FLAGS = O_PATH | O_DIRECTORY | O_CLOEXEC;
    Descriptor folder(::open(QFile::encodeName(workFolder).constData(), FLAGS));
    if (!folder.isOpen()) {
        return refused(errors::FILE_READ_FAILED, workFolder);
    }
    QStringList parts = path.split(QLatin1Char('/'));
    parts.removeLast();
    for (const QString& part : parts) {
        const QByteArray name = QFile::encodeName(part);
        if (makeFolders && ::mkdirat(folder.number(), name.constData(), 0777) != 0
            && errno != EEXIST) {
            return refused(errors::FILE_WRITE_FAILED, path);
        }
        Descriptor inner(::openat(folder.number(), name.constData(), FLAGS | O_NOFOLLOW));
        if (!inner.isOpen()) {
            return refused(errors::FILE_READ_FAILED, path);
        }
        folder = std::move(inner);
    }
    return folder;
}

Result<> writeFile(const Descriptor& folder, const RecordedEdit& edit, const QByteArray& content)
{
    const QByteArray name = QFile::encodeName(edit.path.section(QLatin1Char('/'), -1));
    const Descriptor file(::openat(folder.number(), name.constData(),
                                   O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666));
    struct stat status{};
    if (!file.isOpen() || ::fstat(file.number(), &status) != 0) {
        return refused(errors::FILE_WRITE_FAILED, edit.path);
    }
    if (!S_ISREG(status.st_mode)) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("%1 is not an ordinary file").arg(edit.path));
    }
    if (edit.executable && ::fchmod(file.number(), status.st_mode | 0111) != 0) {
        return refused(errors::FILE_WRITE_FAILED, edit.path);
    }
    qsizetype done = 0;
    while (done < content.size()) {
        const ssize_t count
            = ::pwrite(file.number(), content.constData() + done, content.size() - done, done);
        if (count < 0 && errno != EINTR) {
            return refused(errors::FILE_WRITE_FAILED, edit.path);
        }
        done += std::max<ssize_t>(count, 0);
    }
    // Cut only now: a full disk has left the old end in place.
    if (::ftruncate(file.number(), content.size()) != 0) {
        return refused(errors::FILE_WRITE_FAILED, edit.path);
    }
    return {};
}

Result<QByteArray> readFile(const Descriptor& folder, const QString& path)
{
    const QByteArray name = QFile::encodeName(path.section(QLatin1Char('/'), -1));
    const Descriptor opened(::openat(folder.number(), name.constData(),
                                     O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    QFile file;
    if (!opened.isOpen() || !file.open(opened.number(), QIODevice::ReadOnly)) {
        return refused(errors::FILE_READ_FAILED, path);
    }
    return file.readAll();
}

Result<QByteArray> replaced(const QByteArray& text, const RecordedEdit& edit)
{
    const qsizetype found = text.count(edit.old);
    if (found == 1) {
        return QByteArray(text).replace(edit.old, edit.content);
    }
    // Played before: what was to be replaced is gone and what replaces it is there.
    if (found == 0 && !edit.content.isEmpty() && text.contains(edit.content)) {
        return text;
    }
    return failure(errors::INVALID_ARGUMENT,
                   QStringLiteral("%1: the text to replace is there %2 times, not once")
                       .arg(edit.path)
                       .arg(found));
}

Result<> deleteFile(const QString& workFolder, const RecordedEdit& edit)
{
    const auto folder = openParent(workFolder, edit.path, false);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    const QByteArray name = QFile::encodeName(edit.path.section(QLatin1Char('/'), -1));
    if (::unlinkat(folder->number(), name.constData(), 0) != 0 && errno != ENOENT) {
        return refused(errors::FILE_WRITE_FAILED, edit.path);
    }
    return {};
}

} // namespace

Result<> applyEdit(const QString& workFolder, const RecordedEdit& edit)
{
    if (!isPathInside(edit.path)) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("%1 is not a path inside the work folder").arg(edit.path));
    }
    if (edit.kind == RecordedEdit::Kind::Delete) {
        return deleteFile(workFolder, edit);
    }
    const bool isNewFile = edit.kind == RecordedEdit::Kind::Write;
    TRY_ASSIGN(const Descriptor folder, openParent(workFolder, edit.path, isNewFile));
    if (isNewFile) {
        return writeFile(folder, edit, edit.content);
    }
    TRY_ASSIGN(const QByteArray before, readFile(folder, edit.path));
    TRY_ASSIGN(const QByteArray after, replaced(before, edit));
    return writeFile(folder, edit, after);
}

} // namespace tamma::providers
