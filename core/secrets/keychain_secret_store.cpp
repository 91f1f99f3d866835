// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/keychain_secret_store.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusReply>
#include <QFileInfo>
#include <QThread>

#include <future>

#include <qt6keychain/keychain.h>

namespace tamma::secrets {

using namespace Qt::StringLiterals;

namespace {

const QString SERVICE = u"tamma"_s;
const QString NAMES = u"names"_s; // Of the entry that has them; secrets are "secret:NAME".

QString keyOf(const QString& name)
{
    return u"secret:"_s + name;
}

// Libraries would start a bus where there is none, and then look for a keychain on it in vain.
bool hasSessionBus()
{
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")
        || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_s);
}

// A locked Secret Service that nobody unlocks finds nothing, and that is all it says.
bool isLockedSecretService()
{
    auto question = QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s,
                                                   u"/org/freedesktop/secrets/aliases/default"_s,
                                                   u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    question << u"org.freedesktop.Secret.Collection"_s << u"Locked"_s;
    const QDBusReply<QDBusVariant> answer = QDBusConnection::sessionBus().call(question);
    return answer.isValid() && answer.value().variant().toBool();
}

Error keychainFault(QKeychain::Error fault, const QString& words)
{
    switch (fault) {
    case QKeychain::EntryNotFound:
        return isLockedSecretService() ? Error{errors::SECRETS_DENIED, u"the keychain is locked"_s}
                                       : Error{errors::NOT_FOUND, words};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {errors::SECRETS_DENIED, words};
    default:
        break;
    }
    // The Secret Service says only in words that it is locked.
    const bool isLocked = words.contains("lock"_L1, Qt::CaseInsensitive)
        || words.contains("dismissed"_L1, Qt::CaseInsensitive)
        || words.contains("prompt"_L1, Qt::CaseInsensitive);
    return {isLocked ? errors::SECRETS_DENIED : errors::SECRETS_UNAVAILABLE, words};
}

/// Where all jobs of this process run, one after the other. There can be only one: the library of
/// the Secret Service binds its connection to the first thread that uses it, and answers no other.
class JobThread {
public:
    JobThread()
    {
        m_turns.moveToThread(&m_thread);
        m_thread.start();
    }
    ~JobThread()
    {
        m_thread.quit();
        m_thread.wait();
    }

    void run(std::function<void()> work)
    {
        QMetaObject::invokeMethod(&m_turns, std::move(work), Qt::QueuedConnection);
    }

    static JobThread& ofThisProcess()
    {
        static JobThread thread;
        return thread;
    }

private:
    QThread m_thread;
    QObject m_turns;
};

/// Runs one job; `prepare` and `finish` see it in its own thread.
///
/// A caller who gives up leaves the job: it ends when the question to the person does.
template <typename Job>
Result<QString> run(std::chrono::milliseconds patience, std::function<void(Job&)> prepare,
                    std::function<QString(const Job&)> finish = {})
{
    if (!hasSessionBus()) {
        return failure(errors::SECRETS_UNAVAILABLE,
                       u"there is no desktop session, so there is no keychain"_s);
    }
    const auto answer = std::make_shared<std::promise<Result<QString>>>();
    std::future<Result<QString>> answered = answer->get_future();
    JobThread::ofThisProcess().run([answer, prepare = std::move(prepare),
                                    finish = std::move(finish)] {
        auto* job = new Job(SERVICE); // Deletes itself when it has finished.
        prepare(*job);
        QObject::connect(job, &QKeychain::Job::finished, job, [job, answer, finish] {
            if (job->error() != QKeychain::NoError) {
                answer->set_value(std::unexpected(keychainFault(job->error(), job->errorString())));
            } else {
                answer->set_value(finish ? finish(*job) : QString());
            }
        });
        job->start();
    });
    if (answered.wait_for(patience) != std::future_status::ready) {
        return failure(errors::SECRETS_DENIED, u"nobody unlocked the keychain in time"_s);
    }
    return answered.get();
}

} // namespace

Result<QString> KeychainSecretStore::read(const QString& key) const
{
    using Job = QKeychain::ReadPasswordJob;
    return run<Job>(
        m_patience, [key](Job& job) { job.setKey(key); },
        [](const Job& job) { return job.textData(); });
}

Result<> KeychainSecretStore::write(const QString& key, const QString& value) const
{
    using Job = QKeychain::WritePasswordJob;
    TRY(run<Job>(m_patience, [key, value](Job& job) {
        job.setKey(key);
        job.setTextData(value);
    }));
    return {};
}

Result<QStringList> KeychainSecretStore::names() const
{
    const auto kept = read(NAMES);
    if (!kept) {
        return kept.error().code == errors::NOT_FOUND ? Result<QStringList>(QStringList())
                                                      : std::unexpected(kept.error());
    }
    return kept->split(u'\n', Qt::SkipEmptyParts);
}

Result<QString> KeychainSecretStore::get(const QString& name) const
{
    TRY(checkName(name));
    auto value = read(keyOf(name));
    return !value && value.error().code == errors::NOT_FOUND ? noSecret(name) : std::move(value);
}

Result<QString> KeychainSecretStore::set(const QString& name, const QString& value)
{
    TRY(checkSecret(name, value));
    TRY(write(keyOf(name), value));
    TRY_ASSIGN(QStringList all, names());
    if (!all.contains(name)) {
        all.append(name);
        all.sort();
        TRY(write(NAMES, all.join(u'\n')));
    }
    return u"the keychain"_s;
}

Result<> KeychainSecretStore::remove(const QString& name)
{
    using Job = QKeychain::DeletePasswordJob;
    TRY(get(name)); // Some keychains say nothing about what was not there.
    TRY(run<Job>(m_patience, [name](Job& job) { job.setKey(keyOf(name)); }));
    TRY_ASSIGN(QStringList all, names());
    return all.removeAll(name) > 0 ? write(NAMES, all.join(u'\n')) : Result<>();
}

Result<QList<SecretName>> KeychainSecretStore::list() const
{
    TRY_ASSIGN(const QStringList all, names());
    QList<SecretName> found;
    for (const QString& name : all) {
        found.append({name, u"the keychain"_s});
    }
    return found;
}

} // namespace tamma::secrets
