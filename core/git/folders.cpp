// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/folders.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>
#include <filesystem>

namespace tamma::git {

namespace {

namespace fs = std::filesystem;

std::unexpected<Error> writeFailure(const QString& path, int cause)
{
    const bool full = cause == ENOSPC || cause == EDQUOT;
    Error error{full ? errors::DISK_FULL : errors::FILE_WRITE_FAILED,
                QStringLiteral("%1: %2").arg(path, qt_error_string(cause)),
                {{"path", path}},
                full};
    return std::unexpected(std::move(error));
}

// What is in a read-only folder cannot be deleted by its owner either, until it is writable.
void makeWritable(const fs::path& folder)
{
    std::error_code error;
    fs::permissions(folder, fs::perms::owner_all, fs::perm_options::add, error);
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->is_directory(error) && !entry->is_symlink(error)) {
            makeWritable(entry->path());
        }
    }
}

} // namespace

Result<> removeFolder(const QString& folder)
{
    const fs::path path(QFile::encodeName(folder).toStdString());
    std::error_code error;
    fs::remove_all(path, error);
    if (error) {
        makeWritable(path);
        fs::remove_all(path, error);
    }
    if (error) {
        return writeFailure(folder, error.value());
    }
    return {};
}

Result<> makeFolder(const QString& folder)
{
    std::error_code error;
    fs::create_directories(fs::path(QFile::encodeName(folder).toStdString()), error);
    if (error) {
        return writeFailure(folder, error.value());
    }
    return {};
}

Result<> writeFile(const QString& file, const QByteArray& content)
{
    QSaveFile output(file);
    errno = 0;
    if (!output.open(QIODevice::WriteOnly) || output.write(content) != content.size()
        || !output.commit()) {
        return writeFailure(file, errno == 0 ? EIO : errno);
    }
    return {};
}

Result<> putAside(const QString& item, const QString& beside)
{
    for (int i = 1; i < 1000; ++i) {
        if (QDir().rename(item, QStringLiteral("%1.replaced-git-%2").arg(beside).arg(i))) {
            return {};
        }
    }
    return writeFailure(item, errno);
}

QByteArray contentOf(const QString& file)
{
    QFile input(file);
    const bool readable = !QFileInfo(file).isSymLink() && input.open(QIODevice::ReadOnly);
    return readable ? input.readAll() : QByteArray();
}

} // namespace tamma::git
