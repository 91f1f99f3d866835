// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <QJsonDocument>

namespace tamma::json {

Result<QJsonObject> parseObject(const QByteArray& text)
{
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(text, &fault);
    if (fault.error != QJsonParseError::NoError) {
        return failure(
            errors::INVALID_JSON,
            QStringLiteral("%1 at offset %2").arg(fault.errorString()).arg(fault.offset));
    }
    if (!document.isObject()) {
        return failure(errors::INVALID_JSON, QStringLiteral("the document is not an object"));
    }
    return document.object();
}

QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray indented(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

} // namespace tamma::json
