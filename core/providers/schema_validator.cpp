// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/schema_validator.h"

#include <QRegularExpression>
#include <QStringList>

#include <exception>
#include <stdexcept>

// Without this the library aborts the program on a bad schema instead of throwing.
#define VALIJSON_USE_EXCEPTIONS 1
#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace tamma::providers {
namespace {

constexpr int MAX_FAULTS_TOLD = 10;

// std::regex recurses once for every character: a model's long string would overflow the stack.
class QtRegexEngine {
public:
    explicit QtRegexEngine(const std::string& pattern)
        : m_expression(QString::fromStdString(pattern))
    {
        if (!m_expression.isValid()) {
            throw std::runtime_error("bad pattern: " + pattern);
        }
    }

    static bool search(const std::string& text, const QtRegexEngine& engine)
    {
        return engine.m_expression.match(QString::fromStdString(text)).hasMatch();
    }

private:
    QRegularExpression m_expression;
};

QString placeOf(const valijson::ValidationResults::Error& fault)
{
    QString place;
    for (const std::string& part : fault.context) {
        place += QString::fromStdString(part);
    }
    return place.replace(QLatin1String("<root>"), QLatin1String("answer"));
}

QString describe(valijson::ValidationResults& results)
{
    QStringList lines;
    valijson::ValidationResults::Error fault;
    while (results.popError(fault) && lines.size() < MAX_FAULTS_TOLD) {
        const QString line
            = placeOf(fault) + QLatin1String(": ") + QString::fromStdString(fault.description);
        if (!lines.contains(line)) {
            lines.append(line);
        }
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

Result<> validateAgainstSchema(const QJsonValue& value, const QJsonObject& schema)
{
    valijson::Schema parsed;
    try {
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        parser.populateSchema(valijson::adapters::QtJsonAdapter(QJsonValue(schema)), parsed);
    } catch (const std::exception& fault) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("The JSON Schema is wrong: ")
                           + QString::fromUtf8(fault.what()));
    }
    try {
        valijson::ValidatorT<QtRegexEngine> validator;
        valijson::ValidationResults results;
        if (!validator.validate(parsed, valijson::adapters::QtJsonAdapter(value), &results)) {
            return failure(errors::SCHEMA_VIOLATION, describe(results));
        }
    } catch (const std::exception& fault) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("The JSON Schema cannot be applied: ")
                           + QString::fromUtf8(fault.what()));
    }
    return {};
}

} // namespace tamma::providers
