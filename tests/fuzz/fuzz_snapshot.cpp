// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a snapshot of the read models: refused, or a state that is written as it was read.
#include "core/readmodels/read_models.h"

#include <QByteArray>

using namespace tamma::readmodels;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto read = ReadModels::fromSnapshot(
        QByteArrayView(reinterpret_cast<const char*>(data), qsizetype(size)));
    if (read) {
        const auto again = ReadModels::fromSnapshot(read->snapshot());
        if (!again) {
            qFatal("a snapshot does not survive a round trip");
        }
    }
    return 0;
}
