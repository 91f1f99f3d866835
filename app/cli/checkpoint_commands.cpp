// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checkpoint_commands.h"

#include "app/record_access.h"
#include "core/base/json.h"
#include "core/store/crypto.h"
#include "core/store/signed_checkpoint.h"

#include <QFile>
#include <QSaveFile>

#include <cstdio>

namespace tamma::cli {

using namespace Qt::StringLiterals;
using store::SignedCheckpoint;

namespace {

const QString KEY_NAME = u"checkpoint-key"_s;

Result<QByteArray> signingKey(const Paths& paths)
{
    return secretsOf(paths)->get(KEY_NAME).transform(
        [](const QString& key) { return QByteArray::fromBase64(key.toLatin1()); });
}

Result<QByteArray> signingKeyOrNew(const Paths& paths)
{
    auto key = signingKey(paths);
    if (key || key.error().code != errors::NOT_FOUND) {
        return key;
    }
    const QByteArray fresh = store::crypto::randomBytes(store::crypto::KEY_SIZE);
    TRY(secretsOf(paths)->set(KEY_NAME, QString::fromLatin1(fresh.toBase64())));
    return fresh;
}

Result<> write(const QString& name, const QByteArray& line)
{
    QSaveFile file(name);
    const bool written
        = file.open(QIODevice::WriteOnly) && file.write(line) == line.size() && file.commit();
    return written ? Result<>()
                   : failure(errors::FILE_WRITE_FAILED, u"%1: %2"_s.arg(name, file.errorString()),
                             {{u"file"_s, name}});
}

Result<ExitCode> sign(Session& session, const QString& name)
{
    TRY_ASSIGN(const store::SealedRecord* const record, session.record());
    TRY_ASSIGN(const QByteArray key, signingKeyOrNew(session.paths()));
    TRY_ASSIGN(const SignedCheckpoint checkpoint,
               store::signCheckpoint(*record, key, SystemClock().now(), session.interrupted()));
    const QJsonObject object = toJson(checkpoint);
    if (name.isEmpty()) {
        session.output().row(object, QString::fromUtf8(json::compact(object)));
        return Ok;
    }
    TRY(write(name, json::compact(object) + '\n'));
    session.output().row(
        object,
        u"Signed position %1 in %2. Keep it where nobody who can change the record "
        "can change it, with this public key: %3"_s.arg(checkpoint.position.value)
            .arg(name, QString::fromLatin1(checkpoint.publicKey.toBase64())));
    return Ok;
}

Result<SignedCheckpoint> readCheckpoint(const QString& name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(errors::FILE_READ_FAILED, u"%1: %2"_s.arg(name, file.errorString()),
                       {{u"file"_s, name}});
    }
    TRY_ASSIGN(const QJsonObject object, json::parseObject(file.readAll()));
    return store::checkpointFromJson(object);
}

Result<QByteArray> publicKey(Session& session, const CheckpointArguments& arguments)
{
    if (!arguments.key.isEmpty()) {
        return QByteArray::fromBase64(arguments.key.toLatin1());
    }
    const auto own = signingKey(session.paths());
    if (!own && own.error().code == errors::NOT_FOUND) {
        return failure(
            errors::INVALID_ARGUMENT,
            u"Name the public key of who signed: --key. The one in the checkpoint proves "
            "nothing, because anybody can put theirs there."_s);
    }
    return own.transform(store::crypto::publicKeyOf);
}

Result<ExitCode> verify(Session& session, const CheckpointArguments& arguments)
{
    TRY_ASSIGN(const SignedCheckpoint checkpoint, readCheckpoint(arguments.file));
    TRY_ASSIGN(const QByteArray key, publicKey(session, arguments));
    TRY_ASSIGN(const store::SealedRecord* const record, session.record());
    TRY_ASSIGN(const QString why, whyNotIn(*record, checkpoint, key, session.interrupted()));
    const QString signedAt = toIso8601(checkpoint.time);
    session.output().row(
        {{u"ok"_s, why.isEmpty()},
         {u"position"_s, checkpoint.position.value},
         {u"time"_s, signedAt},
         {u"fault"_s, why}},
        why.isEmpty()
            ? u"The record still has the history up to position %1 that was signed on %2."_s
                  .arg(checkpoint.position.value)
                  .arg(signedAt)
            : u"The checkpoint of %1 does not hold: %2."_s.arg(signedAt, why));
    return why.isEmpty() ? Ok : Failed;
}

} // namespace

ExitCode signCheckpoint(Session& session, const CheckpointArguments& arguments)
{
    const auto done = sign(session, arguments.file);
    return done ? *done : session.output().fail(done.error());
}

ExitCode verifyCheckpoint(Session& session, const CheckpointArguments& arguments)
{
    const auto done = verify(session, arguments);
    return done ? *done : session.output().fail(done.error());
}

} // namespace tamma::cli
