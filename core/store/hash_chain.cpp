// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/hash_chain.h"

#include "core/store/event_row.h"

#include <QCryptographicHash>
#include <QtEndian>

namespace tamma::store {

namespace {

constexpr auto ALGORITHM = QCryptographicHash::Blake2b_256;

void add(QByteArray& text, qint64 number)
{
    char bytes[sizeof number];
    qToLittleEndian(number, bytes);
    text.append(bytes, sizeof bytes);
}

void add(QByteArray& text, QByteArrayView part)
{
    add(text, static_cast<qint64>(part.size()));
    text.append(part);
}

} // namespace

QByteArray hash_chain::beginning()
{
    return QByteArray(QCryptographicHash::hashLength(ALGORITHM), '\0');
}

QByteArray hash_chain::contentHash(const Content& content)
{
    QByteArray text;
    text.reserve(512 + content.metadata.size() + content.data.size());
    add(text, content.id);
    add(text, content.type);
    add(text, content.version);
    add(text, content.timestamp);
    add(text, content.tags.size());
    for (const QByteArray& tag : content.tags) {
        add(text, QByteArrayView(tag));
    }
    add(text, content.metadata);
    add(text, content.data);
    return QCryptographicHash::hash(text, ALGORITHM);
}

QByteArray hash_chain::contentHash(const EventRow& row)
{
    const QByteArray id = row.id.toUtf8();
    const QByteArray type = row.type.toUtf8();
    Content content{id, type, row.version, row.timestamp, {}, row.metadata, row.data};
    for (const auto& [key, value] : row.tags.pairs()) {
        content.tags.append((key + QLatin1Char(':') + value).toUtf8());
    }
    return contentHash(content);
}

QByteArray hash_chain::next(const QByteArray& previous, Position position, qint64 recorded,
                            const QByteArray& contentHash)
{
    QByteArray text = previous;
    add(text, position.value);
    add(text, recorded);
    text.append(contentHash);
    return QCryptographicHash::hash(text, ALGORITHM);
}

} // namespace tamma::store
