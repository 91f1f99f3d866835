// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as the filter of the record: it is understood somehow, what it says can be asked of any
// event, and its parts, written again, are the same parts.
#include "ui/models/filter_text.h"

#include <QByteArray>

using namespace tamma;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto parsed = ui::parseFilter(text, Timestamp{std::chrono::milliseconds(1'764'936'000'000)});
    events::StoredEvent stored;
    stored.event.tags = {{QStringLiteral("gateId"), QStringLiteral("test")}};
    (void)parsed.filter.matches(stored);
    for (const ui::FilterPart& part : ui::filterParts(text)) {
        if (part.start < 0 || part.end > text.size() || part.start > part.end) {
            qFatal("a part lies outside the text");
        }
        (void)ui::withPartToggled(text, part.key, part.value);
        (void)ui::withOnly(text, part.key, part.value);
    }
    return 0;
}
