// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/file_secret_store.h"

#include "core/base/json.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tamma::secrets {

using namespace Qt::StringLiterals;

namespace {

constexpr auto OWNER_ONLY = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

std::unexpected<Error> fileFault(ErrorCode code, const QFileDevice& file)
{
    return failure(code, u"%1: %2"_s.arg(file.fileName(), file.errorString()),
                   {{u"file"_s, file.fileName()}});
}

/// One process at a time changes the file; the kernel gives the lock back (flock(2)).
class FolderLock {
public:
    explicit FolderLock(const QString& folder)
        : m_descriptor(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_CLOEXEC))
    {
        while (m_descriptor >= 0 && ::flock(m_descriptor, LOCK_EX) != 0 && errno == EINTR) { }
    }
    ~FolderLock()
    {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    Q_DISABLE_COPY_MOVE(FolderLock)

private:
    int m_descriptor;
};

} // namespace

// Asks the open file, not its name: nobody can put another one in between.
Result<QJsonObject> FileSecretStore::read() const
{
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly)) {
        return file.exists() ? fileFault(errors::FILE_READ_FAILED, file)
                             : Result<QJsonObject>(QJsonObject());
    }
    struct stat status{};
    if (::fstat(file.handle(), &status) != 0) {
        return fileFault(errors::FILE_READ_FAILED, file);
    }
    const bool isMine = status.st_uid == ::geteuid();
    if (!isMine || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return failure(errors::SECRETS_EXPOSED,
                       isMine ? u"others can read %1: make it yours with \"chmod 600 %1\", and "
                                "change the secrets in it, which may be known"_s.arg(m_file)
                              : u"%1 belongs to somebody else"_s.arg(m_file),
                       {{u"file"_s, m_file}});
    }
    return json::parseObject(file.readAll());
}

Result<> FileSecretStore::write(const QJsonObject& secrets) const
{
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(OWNER_ONLY)) {
        return fileFault(errors::FILE_WRITE_FAILED, file);
    }
    file.write(json::compact(secrets) + '\n');
    if (!file.commit()) {
        const bool isFull = file.error() == QFileDevice::ResourceError;
        return fileFault(isFull ? errors::DISK_FULL : errors::FILE_WRITE_FAILED, file);
    }
    return {};
}

Result<> FileSecretStore::change(const std::function<Result<>(QJsonObject&)>& work) const
{
    const QString folder = QFileInfo(m_file).absolutePath();
    QDir().mkpath(folder);
    const FolderLock lock(folder);
    TRY_ASSIGN(QJsonObject secrets, read());
    TRY(work(secrets));
    return write(secrets);
}

Result<QString> FileSecretStore::get(const QString& name) const
{
    TRY(checkName(name));
    TRY_ASSIGN(const QJsonObject secrets, read());
    const QString value = secrets[name].toString();
    return value.isEmpty() ? noSecret(name) : Result<QString>(value);
}

Result<QString> FileSecretStore::set(const QString& name, const QString& value)
{
    TRY(checkSecret(name, value));
    TRY(change([&](QJsonObject& secrets) -> Result<> {
        secrets[name] = value;
        return {};
    }));
    return u"the file %1, which only you can read"_s.arg(m_file);
}

Result<> FileSecretStore::remove(const QString& name)
{
    TRY(get(name)); // Without a change nothing is written.
    return change([&](QJsonObject& secrets) -> Result<> {
        secrets.remove(name);
        return {};
    });
}

Result<QList<SecretName>> FileSecretStore::list() const
{
    TRY_ASSIGN(const QJsonObject secrets, read());
    QList<SecretName> names;
    for (const QString& name : secrets.keys()) {
        names.append({name, u"the file %1"_s.arg(m_file)});
    }
    return names;
}

} // namespace tamma::secrets
