// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the payload of every type: refused, or read so that writing and reading them again
// gives the same.
#include "core/events/catalog.h"
#include "core/events/codec.h"

#include <QByteArray>

using namespace tamma::events;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const QStringList types = catalog::allTypes();
    const QByteArray json(reinterpret_cast<const char*>(data), qsizetype(size));
    for (const QString& type : types) {
        const auto read = codec::decode({.type = type, .data = json});
        if (!read) {
            continue;
        }
        const auto again = codec::decode(codec::encode(*read));
        if (!again || *again != *read) {
            qFatal("%s does not survive a round trip", qPrintable(type));
        }
    }
    return 0;
}
