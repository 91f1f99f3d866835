// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/prompt.h"

#include "core/base/json.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>

namespace tamma::intelligence {
namespace {

Result<QByteArray> resource(const QString& path)
{
    QFile file(QStringLiteral(":/tamma/") + path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(errors::NOT_FOUND, QStringLiteral("there is no resource ") + path);
    }
    return file.readAll();
}

} // namespace

Result<QString> fillPlaceholders(const QString& text, const PromptValues& values)
{
    static const QRegularExpression PLACEHOLDER(QStringLiteral("\\{\\{([^{}]*)\\}\\}"));
    QString filled;
    QSet<QString> used;
    qsizetype end = 0;
    for (const auto& match : PLACEHOLDER.globalMatch(text)) {
        const QString name = match.captured(1).trimmed();
        if (!values.contains(name)) {
            return failure(errors::INVALID_ARGUMENT,
                           QStringLiteral("no value for the placeholder {{%1}}").arg(name));
        }
        used.insert(name);
        filled += QStringView(text).mid(end, match.capturedStart() - end);
        filled += values.value(name);
        end = match.capturedEnd();
    }
    filled += QStringView(text).mid(end);
    for (const QString& name : values.keys()) {
        if (!used.contains(name)) {
            return failure(errors::INVALID_ARGUMENT,
                           QStringLiteral("the text has no placeholder {{%1}}").arg(name));
        }
    }
    return filled;
}

Result<QString> renderPrompt(const QString& name, const PromptValues& values)
{
    TRY_ASSIGN(const QByteArray text, resource(QStringLiteral("prompts/%1.md").arg(name)));
    return fillPlaceholders(QString::fromUtf8(text), values);
}

Result<QJsonObject> answerSchema(const QString& name)
{
    TRY_ASSIGN(const QByteArray text, resource(QStringLiteral("schemas/%1.json").arg(name)));
    return json::parseObject(text);
}

} // namespace tamma::intelligence
