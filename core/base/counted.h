// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tamma {

/// Returns "1 file", "2 files" of 1 or 2 and "file": English, where an s makes the plural. For what
/// the record keeps; the window's own words are translated.
inline QString counted(qint64 count, QStringView noun)
{
    const QString words = QString::number(count) + u' ' + noun.toString();
    return count == 1 ? words : words + u's';
}

} // namespace tamma
