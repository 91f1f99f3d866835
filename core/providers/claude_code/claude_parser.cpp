// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/providers/claude_code/claude_events.h"

#include <QJsonArray>

namespace tamma::providers::claude {
namespace {

constexpr qsizetype MAX_TITLE = 300;

QString contentText(const QJsonValue& content)
{
    if (content.isString()) {
        return content.toString();
    }
    QStringList parts;
    for (const QJsonValue& part : content.toArray()) {
        const QString text = part[QLatin1String("text")].toString();
        if (!text.isEmpty()) {
            parts.append(text);
        }
    }
    return parts.join(QLatin1Char('\n'));
}

QString firstOf(const QJsonObject& object, std::initializer_list<const char*> keys)
{
    for (const char* key : keys) {
        const QString text = object.value(QLatin1String(key)).toString();
        if (!text.isEmpty()) {
            return text;
        }
    }
    return {};
}

ToolCalled toolCall(const QJsonObject& block)
{
    const QJsonObject input = block.value(QLatin1String("input")).toObject();
    ToolCalled call{.callId = block.value(QLatin1String("id")).toString(),
                    .tool = block.value(QLatin1String("name")).toString(),
                    .title = firstOf(input, {"command", "pattern", "query", "url", "description"}),
                    .path = firstOf(input, {"file_path", "notebook_path", "path"})};
    if (call.title.isEmpty() && call.path.isEmpty() && !input.isEmpty()) {
        call.title = QString::fromUtf8(json::compact(input));
    }
    if (call.title.size() > MAX_TITLE) {
        call.title = call.title.first(MAX_TITLE) + QChar(0x2026);
    }
    return call;
}

QList<Event> assistant(const QJsonObject& line)
{
    const QJsonObject message = line.value(QLatin1String("message")).toObject();
    const QJsonValue content = message.value(QLatin1String("content"));
    // Version 2.1.197 marks a failure of the service by `error` alone.
    if (line.value(QLatin1String("is_api_error_message")).toBool()
        || line.contains(QLatin1String("error"))) {
        return {ServiceFailed{.errorClass = line.value(QLatin1String("error")).toString(),
                              .httpStatus = line.value(QLatin1String("api_error_status")).toInt(),
                              .text = contentText(content)}};
    }
    QList<Event> events;
    for (const QJsonValue& value : content.toArray()) {
        const QJsonObject block = value.toObject();
        const QString type = block.value(QLatin1String("type")).toString();
        if (type == QLatin1String("text")) {
            events.append(Said{block.value(QLatin1String("text")).toString()});
        } else if (type == QLatin1String("thinking")) {
            events.append(Said{block.value(QLatin1String("thinking")).toString(), true});
        } else if (type == QLatin1String("tool_use")) {
            events.append(toolCall(block));
        }
    }
    return events;
}

QList<Event> user(const QJsonObject& line)
{
    QList<Event> events;
    const QJsonValue content = line[QLatin1String("message")][QLatin1String("content")];
    for (const QJsonValue& value : content.toArray()) {
        const QJsonObject block = value.toObject();
        if (block.value(QLatin1String("type")).toString() == QLatin1String("tool_result")) {
            events.append(
                ToolAnswered{.callId = block.value(QLatin1String("tool_use_id")).toString(),
                             .text = contentText(block.value(QLatin1String("content"))),
                             .failed = block.value(QLatin1String("is_error")).toBool()});
        }
    }
    return events;
}

QList<Event> system(const QJsonObject& line)
{
    const QString subtype = line.value(QLatin1String("subtype")).toString();
    if (subtype == QLatin1String("init")) {
        return {Started{.model = line.value(QLatin1String("model")).toString(),
                        .version = line.value(QLatin1String("claude_code_version")).toString()}};
    }
    if (subtype == QLatin1String("api_retry")) {
        return {Retrying{.attempt = line.value(QLatin1String("attempt")).toInt(),
                         .maxAttempts = line.value(QLatin1String("max_retries")).toInt(),
                         .httpStatus = line.value(QLatin1String("error_status")).toInt(),
                         .reason = line.value(QLatin1String("error")).toString()}};
    }
    if (subtype == QLatin1String("model_fallback") || subtype == QLatin1String("informational")) {
        return {Noticed{line.value(QLatin1String("content")).toString()}};
    }
    return {};
}

AccountLimit accountLimit(const QJsonObject& line)
{
    const QJsonValue said = line.value(QLatin1String("rate_limit_info"));
    return {said[QLatin1String("status")] == QLatin1String("rejected"),
            Timestamp(std::chrono::seconds(said[QLatin1String("resetsAt")].toInteger()))};
}

// Counters by model, added up.
Usage sumOfModels(const QJsonObject& byModel)
{
    Usage sum;
    for (const QJsonValue& model : byModel) {
        sum.inputTokens += model[QLatin1String("inputTokens")].toInteger()
            + model[QLatin1String("cacheReadInputTokens")].toInteger()
            + model[QLatin1String("cacheCreationInputTokens")].toInteger();
        sum.outputTokens += model[QLatin1String("outputTokens")].toInteger();
        sum.costUsd += model[QLatin1String("costUSD")].toDouble();
    }
    return sum;
}

TurnEnded result(const QJsonObject& line)
{
    const QLatin1String delta("model_usage_since_last_result");
    TurnEnded end{.subtype = line.value(QLatin1String("subtype")).toString(),
                  .isError = line.value(QLatin1String("is_error")).toBool(),
                  .text = line.value(QLatin1String("result")).toString(),
                  .structured = line.value(QLatin1String("structured_output")).toObject(),
                  .terminalReason = line.value(QLatin1String("terminal_reason")).toString(),
                  .stopReason = line.value(QLatin1String("stop_reason")).toString(),
                  .httpStatus = line.value(QLatin1String("api_error_status")).toInt(),
                  .hasDelta = line.contains(delta),
                  .totalCostUsd = line.value(QLatin1String("total_cost_usd")).toDouble()};
    end.usage
        = sumOfModels(line.value(end.hasDelta ? delta : QLatin1String("modelUsage")).toObject());
    for (const QJsonValue& error : line.value(QLatin1String("errors")).toArray()) {
        end.errors.append(error.toString());
    }
    for (const QJsonValue& denial : line.value(QLatin1String("permission_denials")).toArray()) {
        end.deniedTools.append(denial[QLatin1String("tool_name")].toString());
    }
    return end;
}

} // namespace

QList<Event> parseClaudeLine(QByteArrayView line)
{
    const QByteArrayView text = line.trimmed();
    // Pieces of messages arrive by the hundred and only prove that the agent is alive.
    if (text.isEmpty() || text.startsWith("{\"type\":\"stream_event\"")) {
        return {};
    }
    const auto object = json::parseObject(text.toByteArray());
    if (!object) {
        return {Noticed{
            QStringLiteral("The agent wrote a line that is not JSON: %1")
                .arg(QString::fromUtf8(text.first(std::min<qsizetype>(text.size(), 200))))}};
    }
    const QString type = object->value(QLatin1String("type")).toString();
    if (type == QLatin1String("assistant")) {
        return assistant(*object);
    }
    if (type == QLatin1String("user")) {
        return user(*object);
    }
    if (type == QLatin1String("system")) {
        return system(*object);
    }
    if (type == QLatin1String("rate_limit_event")) {
        return {accountLimit(*object)};
    }
    if (type == QLatin1String("control_response")) {
        return {Responded{}};
    }
    if (type == QLatin1String("result")) {
        return {result(*object)};
    }
    return {};
}

} // namespace tamma::providers::claude
