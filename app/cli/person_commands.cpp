// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/person_commands.h"

#include "core/base/json.h"
#include "core/engine/host_lock.h"
#include "core/store/personal/person_keys.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace tamma::cli {

using namespace Qt::StringLiterals;
using store::Erasure;
using store::PersonKey;

namespace {

QJsonObject toJson(const Erasure& erasure)
{
    QJsonObject types;
    for (auto it = erasure.eventsOfType.begin(); it != erasure.eventsOfType.end(); ++it) {
        types[it.key()] = it.value();
    }
    return {{u"person"_s, erasure.pseudonym}, {u"events"_s, erasure.events()}, {u"types"_s, types}};
}

QString inWords(const Erasure& erasure)
{
    QStringList lines;
    for (auto it = erasure.eventsOfType.begin(); it != erasure.eventsOfType.end(); ++it) {
        lines.append(u"  %1  %2"_s.arg(it.value(), 6).arg(it.key()));
    }
    return lines.join(u'\n');
}

constexpr auto WHAT_STAYS
    = "What agents, gates and plugins wrote stays, even where it repeats words of this person; so "
      "do "
      "git commits, recordings, old backups, exports of the keys, and the write-ahead logs of a "
      "database server.";

// States that were folded with the names in them; they are made again from the record.
void forgetFolds(const Paths& paths)
{
    QDir(paths.snapshots()).removeRecursively();
    const QDir folder(paths.data);
    for (const QString& name : folder.entryList({u"record.sqlite.columns*"_s}, QDir::Files)) {
        QFile::remove(folder.filePath(name));
    }
}

Result<ExitCode> erase(Session& session, const QString& person)
{
    engine::HostLock lock(session.paths().data + u"/engine.lock"_s);
    TRY_ASSIGN(const bool isAlone, lock.tryTake());
    if (!isAlone) {
        return retryableFailure(errors::STORE_UNAVAILABLE,
                                u"Tamma runs and still holds what it has shown: end it first"_s);
    }
    TRY_ASSIGN(Composition* const house, session.house());
    TRY_ASSIGN(store::SealedRecord* const record, session.record());
    TRY_ASSIGN(const Erasure erasure, record->erase(person, house->stamp()));
    forgetFolds(session.paths());
    session.output().row(toJson(erasure),
                         u"Erased \"%1\" (%2). Unreadable now, in %3 events:\n%4\n%5"_s.arg(
                             person, erasure.pseudonym, QString::number(erasure.events()),
                             inWords(erasure), QLatin1StringView(WHAT_STAYS)));
    return Ok;
}

Result<ExitCode> tellWhatWouldBeErased(Session& session, const QString& person)
{
    TRY_ASSIGN(const store::SealedRecord* const record, session.record());
    TRY_ASSIGN(const Erasure erasure, record->wouldErase(person));
    session.output().row(toJson(erasure),
                         u"Nothing was erased. With --yes these %1 events of \"%2\" lose names and "
                         u"words for ever:\n%3\n%4"_s.arg(QString::number(erasure.events()), person,
                                                          inWords(erasure),
                                                          QLatin1StringView(WHAT_STAYS)));
    return Ok;
}

} // namespace

ExitCode erasePerson(Session& session, const ErasureArguments& arguments)
{
    const auto done = arguments.certain ? erase(session, arguments.person)
                                        : tellWhatWouldBeErased(session, arguments.person);
    return done ? *done : session.output().fail(done.error());
}

Result<> writePersonKeys(const store::SealedRecord& record, const QString& name)
{
    TRY_ASSIGN(const QList<PersonKey> people, record.personKeys());
    QJsonObject all;
    for (const PersonKey& person : people) {
        all[person.pseudonym] = QJsonObject{{u"name"_s, person.name},
                                            {u"key"_s, QString::fromLatin1(person.key.toBase64())}};
    }
    QSaveFile file(name);
    const bool written = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        && file.write(json::compact(all) + '\n') > 0 && file.commit();
    return written ? Result<>()
                   : failure(errors::FILE_WRITE_FAILED, u"%1: %2"_s.arg(name, file.errorString()),
                             {{u"file"_s, name}});
}

Result<> readPersonKeys(store::SealedRecord& record, const QString& name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(errors::FILE_READ_FAILED, u"%1: %2"_s.arg(name, file.errorString()),
                       {{u"file"_s, name}});
    }
    TRY_ASSIGN(const QJsonObject all, json::parseObject(file.readAll()));
    QList<PersonKey> people;
    for (auto it = all.begin(); it != all.end(); ++it) {
        const QJsonObject fields = it->toObject();
        people.append({it.key(), fields[u"name"].toString(),
                       QByteArray::fromBase64(fields[u"key"].toString().toLatin1())});
        if (!people.last().isWhole()) {
            return failure(errors::INVALID_ARGUMENT,
                           u"%1 has no keys of people in it (%2)"_s.arg(name, it.key()));
        }
    }
    return record.addPersonKeys(people);
}

} // namespace tamma::cli
