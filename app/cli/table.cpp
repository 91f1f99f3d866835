// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/table.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QVariant>

namespace tamma::cli {

using namespace Qt::StringLiterals;

namespace {

QString textOf(const QJsonValue& value)
{
    return value.isArray() ? value.toVariant().toStringList().join(u' ')
                           : value.toVariant().toString();
}

// RFC 4180. A spreadsheet would run what begins like a formula (OWASP, "CSV Injection").
QString csvField(QString text)
{
    bool isNumber = false;
    static_cast<void>(text.toDouble(&isNumber));
    if (!isNumber && !text.isEmpty() && u"=+-@\t\r"_s.contains(text.front())) {
        text.prepend(u'\'');
    }
    static const QRegularExpression special(u"[\",\\r\\n]"_s);
    return text.contains(special) ? u'"' + text.replace(u'"', u"\"\""_s) + u'"' : text;
}

QString csvLine(const QStringList& fields)
{
    QStringList written;
    for (const QString& field : fields) {
        written.append(csvField(field));
    }
    return written.join(u',');
}

} // namespace

void printTable(const Output& output, const QList<TableRow>& rows, bool csv, const QString& none)
{
    for (qsizetype i = 0; i < rows.size(); ++i) {
        QStringList names;
        QStringList values;
        QJsonObject object;
        for (const auto& [name, value] : rows.at(i).fields) {
            names.append(name);
            values.append(textOf(value));
            object[name] = value;
        }
        if (csv && i == 0) {
            output.say(csvLine(names));
        }
        output.row(object, csv ? csvLine(values) : rows.at(i).line);
    }
    if (rows.isEmpty() && !csv) {
        output.say(none);
    }
}

} // namespace tamma::cli
