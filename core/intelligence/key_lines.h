// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace tamma::intelligence {

/// One line of a file that is written as a tree: settings, descriptions of interfaces.
struct KeyLine {
    QString parent; ///< The keys above it, joined by dots.
    QString key; ///< Without quotes; the whole text for what has no value of its own.
    QString text; ///< The line, simplified.
    int line = 0; ///< From 1.

    [[nodiscard]] QString path() const { return parent.isEmpty() ? key : parent + u'.' + key; }
};

/// Reads YAML, JSON, TOML, INI, properties and protocol files by their indentation and sections.
///
/// Shape    No parser: JSON has to be written one key a line, as formatters do. Comments, ends of
///          brackets and the lines of long texts are left out.
[[nodiscard]] QList<KeyLine> keyLines(const QString& text);

} // namespace tamma::intelligence
