// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/path_glob.h"

#include <QRegularExpression>

namespace tamma::gates {

bool fitsGlob(const QString& path, const QString& glob)
{
    QString pattern;
    for (qsizetype i = 0; i < glob.size(); ++i) {
        const QStringView rest = QStringView(glob).sliced(i);
        if (rest.startsWith(u"**/")) {
            pattern += "(?:.*/)?";
            i += 2;
        } else if (rest.startsWith(u"**")) {
            pattern += ".*";
            i += 1;
        } else if (glob[i] == u'*') {
            pattern += "[^/]*";
        } else if (glob[i] == u'?') {
            pattern += "[^/]";
        } else {
            pattern += QRegularExpression::escape(glob.sliced(i, 1));
        }
    }
    const QString start = glob.contains(u'/') ? QString() : QStringLiteral("(?:.*/)?");
    return QRegularExpression(QRegularExpression::anchoredPattern(start + pattern))
        .match(path)
        .hasMatch();
}

bool fitsAnyGlob(const QString& path, const QStringList& globs)
{
    return std::ranges::any_of(globs,
                               [&path](const QString& glob) { return fitsGlob(path, glob); });
}

} // namespace tamma::gates
