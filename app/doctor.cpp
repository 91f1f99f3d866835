// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doctor.h"

#include "app/composition.h"
#include "app/record_access.h"
#include "core/config/settings.h"
#include "core/gates/sandboxed_run.h"
#include "core/io/find_program.h"
#include "core/io/process_runner.h"
#include "core/providers/builtin_providers.h"
#include "core/secrets/keychain_secret_store.h"

#include <QFileInfo>
#include <QStorageInfo>

namespace tamma {

using namespace Qt::StringLiterals;
using engine::Diagnosis;

namespace {

constexpr qint64 LITTLE_SPACE = 1'000'000'000; // Bytes; a build of a project needs about as much.

Diagnosis gitProgram()
{
    Diagnosis result{u"git"_s, false, true, u"not found"_s, u"apt-get install git"_s};
    io::ProcessSpec spec;
    spec.program = u"git"_s;
    spec.arguments = {u"--version"_s};
    spec.environment = {{u"PATH"_s, qEnvironmentVariable("PATH")}};
    spec.timeLimit = std::chrono::seconds(5);
    QByteArray output;
    const auto done = io::SystemProcessRunner().run(
        spec, [&output](const io::OutputChunk& chunk) { output += chunk.bytes; }, {});
    if (done && done->exit.code == 0) {
        result.ok = true;
        result.found = QString::fromUtf8(output).trimmed();
        result.mend.clear();
    }
    return result;
}

Diagnosis walls()
{
    const auto probed = gates::probeSandbox();
    if (probed) {
        return {u"sandbox"_s, true, true, u"bubblewrap and seccomp hold"_s, {}};
    }
    return {u"sandbox"_s, false, true, probed.error().detail,
            probed.error().context[u"mend"_s].toString()};
}

Diagnosis recordOf(const Paths& paths)
{
    const QString location = recordLocation(paths);
    const QString shown = store::shownLocation(location);
    if (!store::isDatabaseUrl(location) && !QFileInfo::exists(location)) {
        return {u"record"_s, true, true, u"%1 (made at the first use)"_s.arg(shown), {}};
    }
    const auto opened = openRecordWithSecrets(location, paths);
    if (!opened) {
        return {u"record"_s, false, true, u"%1: %2"_s.arg(shown, opened.error().detail),
                opened.error().context[u"mend"_s].toString()};
    }
    // In a database the keys are beside the events, and to look for them takes long.
    const auto lost
        = store::isDatabaseUrl(location) ? Result<QStringList>() : (*opened)->peopleWithoutKeys();
    if (lost && !lost->isEmpty()) {
        return {u"record"_s, false, true,
                u"%1: names and words of %2 people cannot be read: their keys are not in %1.keys"_s
                    .arg(shown)
                    .arg(lost->size()),
                u"put %1.keys back from a backup; \"tamma events verify\" names the missing"_s.arg(
                    shown)};
    }
    const qint64 events = (*opened)->head().value_or(Position{}).value;
    const QString found
        = store::isDatabaseUrl(location) ? u"%1, newest position %2"_s : u"%1, %2 events"_s;
    return {u"record"_s, true, true, found.arg(shown).arg(events), {}};
}

Diagnosis placesOfSecrets(const Paths& paths)
{
    const QString file = paths.secretsFile();
    const auto kept = secretsOf(paths)->list();
    if (!kept) {
        return {u"secrets"_s, false, false, kept.error().detail,
                kept.error().code == errors::SECRETS_EXPOSED
                    ? u"chmod 600 %1, and change what is in it"_s.arg(file)
                    : u"unlock the keychain"_s};
    }
    const bool hasKeychain = secrets::KeychainSecretStore().list().has_value();
    return {u"secrets"_s,
            true,
            false,
            hasKeychain ? u"%1 of them; kept in the keychain"_s.arg(kept->size())
                        : u"%1 of them; no keychain here, kept in %2"_s.arg(kept->size()).arg(file),
            {}};
}

Diagnosis diskSpace(const Paths& paths)
{
    QString folder = paths.data;
    while (!QFileInfo::exists(folder)) {
        folder = QFileInfo(folder).path();
    }
    const QStorageInfo storage(folder);
    const qint64 free = storage.bytesAvailable();
    const QString found = u"%1 MB free in %2"_s.arg(free / 1'000'000).arg(folder);
    if (storage.isReadOnly() || !QFileInfo(folder).isWritable()) {
        return {u"disk"_s, false, true, u"%1 cannot be written"_s.arg(folder),
                u"make it writable, or set TAMMA_HOME to a folder that is"_s};
    }
    if (free < LITTLE_SPACE) {
        return {u"disk"_s, false, false, found,
                u"free some space, or set TAMMA_HOME to another disk"_s};
    }
    return {u"disk"_s, true, false, found, {}};
}

} // namespace

QList<Diagnosis> diagnose(const Paths& paths)
{
    QList<Diagnosis> report{gitProgram(), walls(), recordOf(paths), placesOfSecrets(paths),
                            diskSpace(paths)};
    const QString chosen
        = config::loadSettings(settingsFile(paths)).value_or(config::Settings()).provider;
    for (const auto& provider :
         providers::builtinProviders({paths, providers::environmentOfTamma(), {}, {}})) {
        const providers::Detection found = provider->detect();
        const QString what = found.usable
            ? u"%1 %2 (login: %3)"_s.arg(found.program, found.version, found.login).trimmed()
            : found.problem;
        const QString id = provider->id().text();
        report.append({id, found.usable, id == chosen, what, found.mend});
    }
    return report;
}

} // namespace tamma
