// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"

#include <QJsonValue>
#include <QList>

namespace tamma::cli {

/// One line of a table: names and values in their order, and the same in words.
struct TableRow {
    QList<std::pair<QString, QJsonValue>> fields;
    QString line;
};

/// Writes a table as the output wants it, or as CSV (RFC 4180) with a line of names. `none` is said
/// when it is empty.
void printTable(const Output& output, const QList<TableRow>& rows, bool csv, const QString& none);

} // namespace tamma::cli
