// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/hash_chain.h"

#include "core/store/event_row.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>

namespace tamma::store {

namespace {

constexpr auto ALGORITHM = QCryptographicHash::Blake2b_256;

/// Writes bytes of a known size.
class HashedBytes {
public:
    explicit HashedBytes(qsizetype size)
        : m_bytes(size, Qt::Uninitialized)
        , m_end(m_bytes.data())
    {
    }
    void add(qint64 number)
    {
        qToLittleEndian(number, m_end);
        m_end += sizeof number;
    }
    void addRaw(QByteArrayView part) { m_end = std::ranges::copy(part, m_end).out; }
    void add(QByteArrayView part)
    {
        add(static_cast<qint64>(part.size()));
        addRaw(part);
    }
    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
    char* m_end;
};

constexpr qsizetype NUMBER = sizeof(qint64);

} // namespace

QByteArray hash_chain::beginning()
{
    return QByteArray(QCryptographicHash::hashLength(ALGORITHM), '\0');
}

QByteArray hash_chain::contentBytes(const Content& content)
{
    qsizetype size = (7 + content.tags.size()) * NUMBER + content.id.size() + content.type.size()
        + content.metadata.size() + content.data.size();
    for (const QByteArray& tag : content.tags) {
        size += tag.size();
    }
    HashedBytes hashed(size);
    hashed.add(content.id);
    hashed.add(content.type);
    hashed.add(content.version);
    hashed.add(content.timestamp);
    hashed.add(content.tags.size());
    for (const QByteArray& tag : content.tags) {
        hashed.add(QByteArrayView(tag));
    }
    hashed.add(content.metadata);
    hashed.add(content.data);
    return hashed.bytes();
}

QByteArray hash_chain::contentHash(const QByteArray& contentBytes)
{
    return QCryptographicHash::hash(contentBytes, ALGORITHM);
}

QByteArray hash_chain::contentHash(const EventRow& row)
{
    const QByteArray id = row.id.toUtf8();
    const QByteArray type = row.type.toUtf8();
    Content content{id, type, row.version, row.timestamp, {}, row.metadata, row.data};
    for (const auto& [key, value] : row.tags.pairs()) {
        content.tags.append((key + QLatin1Char(':') + value).toUtf8());
    }
    return contentHash(contentBytes(content));
}

QByteArray hash_chain::next(const QByteArray& previous, Position position, qint64 recorded,
                            const QByteArray& contentHash)
{
    HashedBytes hashed(previous.size() + 2 * NUMBER + contentHash.size());
    hashed.addRaw(previous);
    hashed.add(position.value);
    hashed.add(recorded);
    hashed.addRaw(contentHash);
    return QCryptographicHash::hash(hashed.bytes(), ALGORITHM);
}

} // namespace tamma::store
