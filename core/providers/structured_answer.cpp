// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/structured_answer.h"

#include "core/base/json.h"
#include "core/providers/schema_validator.h"

#include <QRegularExpression>

namespace tamma::providers {
namespace {

// Returns the end of the object that starts at `from`, or -1 when it never closes.
qsizetype endOfObject(const QString& text, qsizetype from)
{
    int depth = 0;
    bool inString = false;
    for (qsizetype i = from; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (inString) {
            if (c == QLatin1Char('\\')) {
                ++i;
            } else if (c == QLatin1Char('"')) {
                inString = false;
            }
            continue;
        }
        if (c == QLatin1Char('"')) {
            inString = true;
        } else if (c == QLatin1Char('{')) {
            ++depth;
        } else if (c == QLatin1Char('}') && --depth == 0) {
            return i + 1;
        }
    }
    return -1;
}

Result<QJsonObject> firstBalancedObject(const QString& text)
{
    // A brace in the prose before the answer must not hide it, but a text full of braces must not
    // cost the square of its length either.
    constexpr int MAX_CANDIDATES = 50;
    qsizetype from = text.indexOf(QLatin1Char('{'));
    for (int tried = 0; from >= 0 && tried < MAX_CANDIDATES; ++tried) {
        const qsizetype end = endOfObject(text, from);
        if (end > 0) {
            if (auto object = json::parseObject(text.sliced(from, end - from).toUtf8())) {
                return object;
            }
        }
        from = text.indexOf(QLatin1Char('{'), from + 1);
    }
    return failure(errors::SCHEMA_VIOLATION,
                   QStringLiteral("There is no JSON object in the answer."));
}

} // namespace

Result<QJsonObject> extractObject(const QString& text)
{
    static const QRegularExpression fence(QStringLiteral("```[A-Za-z0-9]*\\s*\\n(.*?)```"),
                                          QRegularExpression::DotMatchesEverythingOption);
    auto blocks = fence.globalMatch(text);
    while (blocks.hasNext()) {
        if (auto object = json::parseObject(blocks.next().captured(1).trimmed().toUtf8())) {
            return object;
        }
    }
    return firstBalancedObject(text);
}

Result<QJsonObject> structuredAnswer(const QJsonObject& wire, const QString& text,
                                     const QJsonObject& schema)
{
    QJsonObject answer = wire;
    if (answer.isEmpty()) {
        TRY_ASSIGN(answer, extractObject(text));
    }
    TRY(validateAgainstSchema(answer, schema));
    return answer;
}

QString repairPrompt(const Error& violation)
{
    return QStringLiteral(
               "Your answer does not fit the required JSON Schema:\n%1\n\n"
               "Answer again, with one JSON object that fits the schema and nothing else.")
        .arg(violation.detail);
}

} // namespace tamma::providers
