// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/hash_chain.h"

#include "core/store/event_rows.h"

#include <QCryptographicHash>
#include <QtEndian>

namespace tamma::store {

namespace {

constexpr auto ALGORITHM = QCryptographicHash::Blake2s_256;

void add(QByteArray& text, qint64 number)
{
    char bytes[sizeof number];
    qToLittleEndian(number, bytes);
    text.append(bytes, sizeof bytes);
}

void add(QByteArray& text, const QByteArray& part)
{
    add(text, part.size());
    text.append(part);
}

} // namespace

QByteArray hash_chain::beginning()
{
    return QByteArray(QCryptographicHash::hashLength(ALGORITHM), '\0');
}

QByteArray hash_chain::contentHash(const EventRow& row)
{
    QByteArray text;
    text.reserve(256 + row.metadata.size() + row.data.size());
    add(text, row.id.toUtf8());
    add(text, row.type.toUtf8());
    add(text, row.version);
    add(text, row.timestamp);
    add(text, row.tags.pairs().size());
    for (const auto& [key, value] : row.tags.pairs()) {
        add(text, key.toUtf8());
        add(text, value.toUtf8());
    }
    add(text, row.metadata);
    add(text, row.data);
    return QCryptographicHash::hash(text, ALGORITHM);
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
