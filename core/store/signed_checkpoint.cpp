// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/signed_checkpoint.h"

#include "core/store/crypto.h"

namespace tamma::store {

using namespace Qt::StringLiterals;

namespace {

constexpr int FORM = 1;

QByteArray signedWords(const SignedCheckpoint& checkpoint)
{
    return u"tamma checkpoint %1\nposition %2\nhash %3\ntime %4\n"_s.arg(FORM)
        .arg(checkpoint.position.value)
        .arg(QString::fromLatin1(checkpoint.hash.toHex()), toIso8601(checkpoint.time))
        .toUtf8();
}

// The hash that lies at a position; empty when no event is there.
Result<QByteArray> hashAt(const Record& record, Position position, const std::stop_token& stop)
{
    QByteArray hash;
    bool isPast = false;
    const auto walked = record.eachRow(
        [&](const StoredRow& row) -> Result<> {
            isPast = row.place.position >= position;
            if (row.place.position == position) {
                hash = row.place.hash;
            }
            return isPast ? failure(errors::CANCELLED) : Result<>();
        },
        stop);
    return walked || isPast ? Result<QByteArray>(hash) : std::unexpected(walked.error());
}

} // namespace

Result<SignedCheckpoint> signCheckpoint(const Record& record, const QByteArray& key, Timestamp now,
                                        const std::stop_token& stop)
{
    TRY_ASSIGN(const RecordReport report, record.verify(stop, [](qint64) { }));
    if (!report.fault.isEmpty()) {
        return failure(
            errors::CORRUPT_EVENT,
            u"a record that is not what was stored is not signed: %1"_s.arg(report.fault));
    }
    if (report.events == 0) {
        return failure(errors::INVALID_ARGUMENT, u"the record is empty"_s);
    }
    SignedCheckpoint checkpoint{report.head, report.headHash, now, crypto::publicKeyOf(key), {}};
    checkpoint.signature = crypto::sign(key, signedWords(checkpoint));
    if (checkpoint.signature.isEmpty()) {
        return failure(errors::INVALID_ARGUMENT, u"the signing key is none"_s);
    }
    return checkpoint;
}

Result<QString> whyNotIn(const Record& record, const SignedCheckpoint& checkpoint,
                         const QByteArray& publicKey, const std::stop_token& stop)
{
    if (publicKey != checkpoint.publicKey) {
        return u"the checkpoint was signed with another key"_s;
    }
    if (!crypto::isSignedBy(publicKey, signedWords(checkpoint), checkpoint.signature)) {
        return u"the checkpoint was changed after it was signed"_s;
    }
    TRY_ASSIGN(const RecordReport report, record.verify(stop, [](qint64) { }));
    if (report.firstBad && *report.firstBad <= checkpoint.position) {
        return report.fault;
    }
    if (report.head < checkpoint.position) {
        return u"the record ends at position %1, before the checkpoint at %2"_s
            .arg(report.head.value)
            .arg(checkpoint.position.value);
    }
    TRY_ASSIGN(const QByteArray hash, hashAt(record, checkpoint.position, stop));
    return hash == checkpoint.hash
        ? QString()
        : u"the history up to position %1 is another one: the record and its hashes were written anew"_s
              .arg(checkpoint.position.value);
}

QJsonObject toJson(const SignedCheckpoint& checkpoint)
{
    return {{u"checkpoint"_s, FORM},
            {u"position"_s, checkpoint.position.value},
            {u"hash"_s, QString::fromLatin1(checkpoint.hash.toHex())},
            {u"time"_s, toIso8601(checkpoint.time)},
            {u"publicKey"_s, QString::fromLatin1(checkpoint.publicKey.toBase64())},
            {u"signature"_s, QString::fromLatin1(checkpoint.signature.toBase64())}};
}

Result<SignedCheckpoint> checkpointFromJson(const QJsonObject& object)
{
    const auto time = fromIso8601(object[u"time"].toString());
    const auto bytes = [&](QStringView name) { return object[name].toString().toLatin1(); };
    if (object[u"checkpoint"].toInt() != FORM || !time || !object[u"position"].isDouble()) {
        return failure(errors::INVALID_JSON, u"this is no checkpoint that this Tamma knows"_s);
    }
    return SignedCheckpoint{{object[u"position"].toInteger()},
                            QByteArray::fromHex(bytes(u"hash")),
                            *time,
                            QByteArray::fromBase64(bytes(u"publicKey")),
                            QByteArray::fromBase64(bytes(u"signature"))};
}

} // namespace tamma::store
