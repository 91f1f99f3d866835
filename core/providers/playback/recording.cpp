// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/playback/recording.h"

#include "core/base/json.h"
#include "core/providers/playback/recording_fields.h"
#include "core/providers/provider_errors.h"

namespace tamma::providers {
namespace {

using Kind = AgentOutcome::Kind;

constexpr int VERSION = 1;
const QString FORMAT = QStringLiteral("tamma-recording");

struct KindName {
    Kind kind;
    const char* name;
};
constexpr KindName KIND_NAMES[] = {{Kind::Completed, "completed"},
                                   {Kind::Failed, "failed"},
                                   {Kind::Interrupted, "interrupted"},
                                   {Kind::LimitReached, "limitReached"},
                                   {Kind::Refused, "refused"}};

constexpr const char* ENTRY_KINDS[] = {"text", "thought", "toolCall", "toolResult", "notice"};
constexpr const char* PURPOSES[] = {"code", "structured", "answer"};

template <size_t N> bool isOneOf(const QString& text, const char* const (&known)[N])
{
    return std::ranges::any_of(known, [&](const char* k) { return text == QLatin1String(k); });
}

class Reader {
public:
    Result<Recording> read(const QJsonObject& document)
    {
        RecordingFields fields(document, {}, m_fault);
        if (fields.text("format") != FORMAT) {
            fields.refuse("format", QStringLiteral("must be \"%1\"").arg(FORMAT));
        }
        if (fields.count("version") != VERSION) {
            fields.refuse("version", QStringLiteral("this Tamma reads version %1").arg(VERSION));
        }
        Recording recording{.title = fields.text("title"),
                            .provider = fields.text("provider"),
                            .model = fields.text("model")};
        const QJsonArray sessions = fields.array("sessions");
        for (qsizetype i = 0; i < sessions.size(); ++i) {
            recording.sessions.append(
                session(sessions.at(i).toObject(), QStringLiteral("sessions[%1]").arg(i)));
            recording.sessions.last().outcome.model = recording.model;
        }
        fields.refuseUnread();
        if (m_fault) {
            return std::unexpected(*m_fault);
        }
        return recording;
    }

private:
    RecordedSession session(const QJsonObject& object, const QString& path)
    {
        RecordingFields fields(object, path, m_fault);
        RecordedSession session{.stepId = StepId(fields.text("step", true)),
                                .purpose = fields.text("purpose")};
        if (!session.purpose.isEmpty() && !isOneOf(session.purpose, PURPOSES)) {
            fields.refuse("purpose", QStringLiteral("must be code, structured or answer"));
        }
        const QJsonArray entries = fields.array("entries");
        qint64 latest = 0;
        for (qsizetype i = 0; i < entries.size(); ++i) {
            const QString at = QStringLiteral("%1.entries[%2]").arg(path).arg(i);
            session.entries.append(entry(entries.at(i).toObject(), at, latest));
            latest = session.entries.last().said.sinceStartMs;
        }
        session.outcome = outcome(fields.object("outcome"), fields.pathOf("outcome"));
        if (session.outcome.duration.count() == 0) {
            session.outcome.duration = std::chrono::milliseconds(latest);
        }
        fields.refuseUnread();
        return session;
    }

    RecordedEntry entry(const QJsonObject& object, const QString& path, qint64 latest)
    {
        RecordingFields fields(object, path, m_fault);
        RecordedEntry entry{.said = {.kind = fields.text("kind"),
                                     .text = fields.text("text"),
                                     .tool = fields.text("tool"),
                                     .path = fields.text("path"),
                                     .failed = fields.flag("failed"),
                                     .sinceStartMs = fields.count("sinceStartMs")}};
        if (entry.said.sinceStartMs < latest) {
            fields.refuse("sinceStartMs", QStringLiteral("is before the entry above it"));
        }
        if (fields.has("edit")) {
            entry.edit = edit(fields.object("edit"), fields.pathOf("edit"));
        }
        const bool isSilentEdit = entry.said.kind.isEmpty() && entry.edit;
        if (!isSilentEdit && !isOneOf(entry.said.kind, ENTRY_KINDS)) {
            fields.refuse("kind",
                          QStringLiteral("must be text, thought, toolCall, toolResult or notice"));
        }
        fields.refuseUnread();
        return entry;
    }

    RecordedEdit edit(const QJsonObject& object, const QString& path)
    {
        RecordingFields fields(object, path, m_fault);
        RecordedEdit edit{.path = fields.text("path", true),
                          .executable = fields.flag("executable")};
        if (!isPathInside(edit.path)) {
            fields.refuse("path", QStringLiteral("must be a path inside the work folder"));
        }
        const int ways = int(fields.has("content")) + int(fields.has("base64"))
            + int(fields.has("old")) + int(fields.has("delete"));
        if (ways != 1) {
            fields.refuse("content",
                          QStringLiteral("an edit has either content, base64, old and "
                                         "new, or delete"));
        }
        edit.content = fields.text("content").toUtf8();
        if (fields.has("base64")) {
            edit.content = QByteArray::fromBase64(fields.text("base64").toLatin1());
        }
        if (fields.has("old")) {
            edit.kind = RecordedEdit::Kind::Replace;
            edit.old = fields.text("old", true).toUtf8();
            edit.content = fields.text("new").toUtf8();
        }
        if (fields.flag("delete")) {
            edit.kind = RecordedEdit::Kind::Delete;
        }
        fields.refuseUnread();
        return edit;
    }

    AgentOutcome outcome(const QJsonObject& object, const QString& path)
    {
        RecordingFields fields(object, path, m_fault);
        AgentOutcome outcome{.kind = Kind::Completed};
        const QString kind = fields.has("kind") ? fields.text("kind") : QStringLiteral("completed");
        const auto* known = std::ranges::find(
            KIND_NAMES, kind, [](const KindName& k) { return QString::fromLatin1(k.name); });
        if (known == std::end(KIND_NAMES)) {
            fields.refuse("kind",
                          QStringLiteral("must be completed, failed, interrupted, "
                                         "limitReached or refused"));
        } else {
            outcome.kind = known->kind;
        }
        if (fields.has("error")) {
            outcome.error.code = providerErrorCode(fields.text("error"));
        }
        outcome.error.detail = fields.text("detail");
        outcome.error.retryable = fields.flag("retryable");
        outcome.text = fields.text("text");
        outcome.structured = fields.object("structured");
        outcome.inputTokens = fields.count("inputTokens");
        outcome.outputTokens = fields.count("outputTokens");
        outcome.costUsd = fields.amount("costUsd");
        outcome.duration = std::chrono::milliseconds(fields.count("durationMs"));
        fields.refuseUnread();
        return outcome;
    }

    std::optional<Error> m_fault;
};

void put(QJsonObject& object, const char* name, const QString& text)
{
    if (!text.isEmpty()) {
        object.insert(QLatin1String(name), text);
    }
}

QJsonObject written(const RecordedEdit& edit)
{
    QJsonObject object{{QStringLiteral("path"), edit.path}};
    if (edit.kind == RecordedEdit::Kind::Delete) {
        object.insert(QLatin1String("delete"), true);
        return object;
    }
    if (edit.kind == RecordedEdit::Kind::Replace) {
        object.insert(QLatin1String("old"), QString::fromUtf8(edit.old));
        object.insert(QLatin1String("new"), QString::fromUtf8(edit.content));
        return object;
    }
    if (QString::fromUtf8(edit.content).toUtf8() == edit.content) {
        object.insert(QLatin1String("content"), QString::fromUtf8(edit.content));
    } else {
        object.insert(QLatin1String("base64"), QString::fromLatin1(edit.content.toBase64()));
    }
    if (edit.executable) {
        object.insert(QLatin1String("executable"), true);
    }
    return object;
}

QJsonObject written(const RecordedEntry& entry)
{
    QJsonObject object{{QStringLiteral("sinceStartMs"), entry.said.sinceStartMs}};
    put(object, "kind", entry.said.kind);
    put(object, "text", entry.said.text);
    put(object, "tool", entry.said.tool);
    put(object, "path", entry.said.path);
    if (entry.said.failed) {
        object.insert(QLatin1String("failed"), true);
    }
    if (entry.edit) {
        object.insert(QLatin1String("edit"), written(*entry.edit));
    }
    return object;
}

QJsonObject written(const AgentOutcome& outcome)
{
    QJsonObject object{
        {QStringLiteral("inputTokens"), outcome.inputTokens},
        {QStringLiteral("outputTokens"), outcome.outputTokens},
        {QStringLiteral("costUsd"), outcome.costUsd},
        {QStringLiteral("durationMs"), static_cast<qint64>(outcome.duration.count())}};
    const auto* known = std::ranges::find(KIND_NAMES, outcome.kind, &KindName::kind);
    object.insert(QLatin1String("kind"), QLatin1String(known->name));
    if (outcome.kind != Kind::Completed) {
        object.insert(QLatin1String("error"), outcome.error.code.text());
        object.insert(QLatin1String("retryable"), outcome.error.retryable);
        put(object, "detail", outcome.error.detail);
    }
    put(object, "text", outcome.text);
    if (!outcome.structured.isEmpty()) {
        object.insert(QLatin1String("structured"), outcome.structured);
    }
    return object;
}

} // namespace

Result<Recording> parseRecording(const QByteArray& text)
{
    TRY_ASSIGN(const QJsonObject document, json::parseObject(text));
    return Reader().read(document);
}

QByteArray writeRecording(const Recording& recording)
{
    QJsonArray sessions;
    for (const RecordedSession& session : recording.sessions) {
        QJsonArray entries;
        for (const RecordedEntry& entry : session.entries) {
            entries.append(written(entry));
        }
        QJsonObject object{{QStringLiteral("step"), session.stepId.text()},
                           {QStringLiteral("entries"), entries},
                           {QStringLiteral("outcome"), written(session.outcome)}};
        put(object, "purpose", session.purpose);
        sessions.append(object);
    }
    QJsonObject document{{QStringLiteral("format"), FORMAT},
                         {QStringLiteral("version"), VERSION},
                         {QStringLiteral("sessions"), sessions}};
    put(document, "title", recording.title);
    put(document, "provider", recording.provider);
    put(document, "model", recording.model);
    return json::indented(document);
}

bool isPathInside(const QString& path)
{
    if (path.isEmpty() || path.contains(QLatin1Char('\0'))) {
        return false;
    }
    // An absolute path, a doubled slash and a slash at the end all show as an empty part.
    const QStringList parts = path.split(QLatin1Char('/'));
    const bool isClean = std::ranges::none_of(parts, [](const QString& part) {
        return part.isEmpty() || part == QLatin1String(".") || part == QLatin1String("..");
    });
    return isClean && parts.first().compare(QLatin1String(".git"), Qt::CaseInsensitive) != 0;
}

} // namespace tamma::providers
