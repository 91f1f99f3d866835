// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/id_source.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QUuid>
#include <QtEndian>

#include <array>

namespace tamma {

QString UuidV7Source::next()
{
    // RFC 9562, section 5.7: 48 bits of Unix milliseconds, version, 12 random bits, variant, 62
    // random bits.
    std::array<quint32, 4> words;
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    std::array<uchar, 16> bytes;
    memcpy(bytes.data(), words.data(), bytes.size());
    const quint64 now = static_cast<quint64>(QDateTime::currentMSecsSinceEpoch());
    qToBigEndian(static_cast<quint16>(now >> 32), bytes.data());
    qToBigEndian(static_cast<quint32>(now), bytes.data() + 2);
    bytes[6] = static_cast<uchar>(0x70 | (bytes[6] & 0x0f));
    bytes[8] = static_cast<uchar>(0x80 | (bytes[8] & 0x3f));
    return QUuid::fromRfc4122(QByteArrayView(bytes)).toString(QUuid::WithoutBraces);
}

} // namespace tamma
