// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the log of a gate: whatever is found keeps the promises of findingsIn().
#include "core/gates/findings/tool_findings.h"

#include <QByteArray>

using namespace tamma;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto findings = gates::findingsIn({text, QStringLiteral("/checkout")});
    if (findings.size() > 100) {
        qFatal("too many findings");
    }
    for (qsizetype i = 0; i < findings.size(); ++i) {
        const events::Finding& finding = findings[i];
        if (finding.line < 0 || finding.message.size() > 500 || finding.file.startsWith(u'/')) {
            qFatal("a finding that nobody can open");
        }
        if (findings.indexOf(finding) != i) {
            qFatal("a finding twice");
        }
    }
    return 0;
}
