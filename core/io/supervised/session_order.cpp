// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/supervised/session_order.h"

#include <QDataStream>
#include <QtEndian>

namespace tamma::io {

namespace {

// A supervisor may be older than who talks to it: this format stays.
constexpr auto FORMAT = QDataStream::Qt_6_0;
constexpr quint32 MAX_FRAME_BYTES = 64 * 1024 * 1024;

} // namespace

QByteArray encoded(const SessionOrder& order)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(FORMAT);
    const ProcessSpec& spec = order.process;
    out << spec.program << spec.arguments << spec.workingFolder << spec.environment
        << spec.standardInput.has_value() << spec.standardInput.value_or(QByteArray())
        << spec.keepInputOpen << qint64(spec.timeLimit.count()) << qint64(spec.grace.count())
        << spec.inheritedFiles << order.farewell << order.mostOutput;
    return bytes;
}

Result<SessionOrder> decodedOrder(const QByteArray& bytes)
{
    QDataStream in(bytes);
    in.setVersion(FORMAT);
    SessionOrder order;
    ProcessSpec& spec = order.process;
    bool hasInput = false;
    QByteArray input;
    qint64 timeLimitMs = 0;
    qint64 graceMs = 0;
    in >> spec.program >> spec.arguments >> spec.workingFolder >> spec.environment >> hasInput
        >> input >> spec.keepInputOpen >> timeLimitMs >> graceMs >> spec.inheritedFiles
        >> order.farewell;
    if (!in.atEnd()) { // Who orders may be older, too.
        in >> order.mostOutput;
    }
    if (in.status() != QDataStream::Ok || !in.atEnd()) {
        return failure(errors::INVALID_ARGUMENT, QStringLiteral("This is no order of a session"));
    }
    if (hasInput) {
        spec.standardInput = input;
    }
    spec.timeLimit = std::chrono::milliseconds(timeLimitMs);
    spec.grace = std::chrono::milliseconds(graceMs);
    return order;
}

QByteArray encoded(const SessionRequest& request)
{
    QByteArray body;
    QDataStream out(&body, QIODevice::WriteOnly);
    out.setVersion(FORMAT);
    out << quint8(request.kind) << request.message.key << request.message.bytes
        << request.message.note;
    QByteArray frame(sizeof(quint32), Qt::Uninitialized);
    qToBigEndian(quint32(body.size()), frame.data());
    return frame + body;
}

std::optional<SessionRequest> takeRequest(QByteArray& bytes)
{
    if (bytes.size() < qsizetype(sizeof(quint32))) {
        return std::nullopt;
    }
    const auto length = qFromBigEndian<quint32>(bytes.constData());
    if (length > MAX_FRAME_BYTES) {
        bytes.clear();
        return std::nullopt;
    }
    const auto whole = qsizetype(sizeof length) + qsizetype(length);
    if (bytes.size() < whole) {
        return std::nullopt;
    }
    QDataStream in(bytes.sliced(sizeof length, length));
    in.setVersion(FORMAT);
    bytes.remove(0, whole);
    quint8 kind = 0;
    SessionRequest request;
    in >> kind >> request.message.key >> request.message.bytes >> request.message.note;
    if (in.status() != QDataStream::Ok || kind > quint8(SessionRequest::Kind::End)) {
        bytes.clear();
        return std::nullopt;
    }
    request.kind = SessionRequest::Kind(kind);
    return request;
}

} // namespace tamma::io
