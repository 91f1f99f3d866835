// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/codec.h"

#include "core/base/json.h"
#include "core/events/catalog.h"
#include "core/events/payload_fields.h"
#include "core/events/quick_reader.h"

#include <QJsonArray>

#include <cmath>
#include <concepts>
#include <utility>

namespace tamma::events::codec {

namespace {

class Writer {
public:
    QJsonObject object;

    template <typename T> void operator()(const char* name, T& value)
    {
        object[QLatin1StringView(name)] = toValue(value);
    }

    static QJsonValue toValue(bool value) { return value; }
    static QJsonValue toValue(int value) { return value; }
    static QJsonValue toValue(qint64 value) { return value; }
    // JSON has neither infinity nor "not a number"; a null would make the event unreadable.
    static QJsonValue toValue(double value) { return std::isfinite(value) ? value : 0.0; }
    static QJsonValue toValue(const QString& value) { return value; }
    template <typename Tag> static QJsonValue toValue(const StrongId<Tag>& id) { return id.text(); }
    static QJsonValue toValue(const QMap<QString, QString>& map)
    {
        QJsonObject result;
        for (auto it = map.begin(); it != map.end(); ++it) {
            result[it.key()] = it.value();
        }
        return result;
    }
    template <typename T> static QJsonValue toValue(QList<T>& list)
    {
        QJsonArray result;
        for (T& item : list) {
            result.append(toValue(item));
        }
        return result;
    }
    template <HasFields T> static QJsonValue toValue(T& value)
    {
        Writer inner;
        fields(inner, value);
        return inner.object;
    }
};

class Reader {
public:
    Reader(QJsonObject object, QString path)
        : m_object(std::move(object))
        , m_path(std::move(path))
    {
    }

    QString fault; ///< Path and reason of the first field that could not be read.

    template <typename T> void operator()(const char* name, T& field)
    {
        const auto found = m_object.constFind(QLatin1StringView(name));
        if (found != m_object.constEnd() && fault.isEmpty()) {
            read(*found, field, m_path + QLatin1Char('/') + QLatin1StringView(name));
        }
    }

private:
    void expect(bool holds, const QString& path, const char* type)
    {
        if (!holds && fault.isEmpty()) {
            fault = QStringLiteral("%1 is not %2").arg(path, QLatin1StringView(type));
        }
    }
    void read(const QJsonValue& value, bool& field, const QString& path)
    {
        expect(value.isBool(), path, "a boolean");
        field = value.toBool();
    }
    template <std::integral T> void read(const QJsonValue& value, T& field, const QString& path)
    {
        const auto whole = value.isDouble() ? value.toVariant().toLongLong() : 0;
        const bool fits = QJsonValue(whole) == value && std::in_range<T>(whole);
        expect(fits, path, "a whole number that fits");
        field = fits ? static_cast<T>(whole) : T{};
    }
    void read(const QJsonValue& value, double& field, const QString& path)
    {
        expect(value.isDouble(), path, "a number");
        field = value.toDouble();
    }
    void read(const QJsonValue& value, QString& field, const QString& path)
    {
        expect(value.isString(), path, "a text");
        field = value.toString();
    }
    template <typename Tag>
    void read(const QJsonValue& value, StrongId<Tag>& field, const QString& path)
    {
        expect(value.isString(), path, "a text");
        field = StrongId<Tag>(value.toString());
    }
    void read(const QJsonValue& value, QMap<QString, QString>& field, const QString& path)
    {
        expect(value.isObject(), path, "an object");
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            read(it.value(), field[it.key()], path + QLatin1Char('/') + it.key());
        }
    }
    template <typename T> void read(const QJsonValue& value, QList<T>& field, const QString& path)
    {
        expect(value.isArray(), path, "an array");
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            T item;
            read(array.at(i), item, QStringLiteral("%1/%2").arg(path).arg(i));
            field.append(std::move(item));
        }
    }
    template <HasFields T> void read(const QJsonValue& value, T& field, const QString& path)
    {
        expect(value.isObject(), path, "an object");
        Reader inner(value.toObject(), path);
        fields(inner, field);
        if (fault.isEmpty()) {
            fault = inner.fault;
        }
    }

    QJsonObject m_object;
    QString m_path;
};

} // namespace

EncodedPayload encode(const Payload& payload)
{
    QJsonObject data;
    std::visit(
        [&data](auto copy) {
            if constexpr (std::is_same_v<decltype(copy), OpaquePayload>) {
                data = copy.data;
            } else {
                data = Writer::toValue(copy).toObject();
            }
        },
        payload);
    return {catalog::typeName(payload), catalog::version(payload), json::compact(data)};
}

Payload withoutFields(const QString& type, int version)
{
    Payload payload = catalog::emptyPayload(type);
    if (std::holds_alternative<OpaquePayload>(payload) || version > catalog::version(payload)) {
        payload = OpaquePayload{type, version, {}};
    }
    return payload;
}

Result<Payload> decode(const EncodedPayload& encoded)
{
    Payload payload;
    TRY(decodeInto(payload, encoded));
    return payload;
}

Result<> decodeInto(Payload& payload, const EncodedPayload& encoded)
{
    payload = withoutFields(encoded.type, encoded.version);
    if (readQuickly(encoded.data, payload)) {
        return {};
    }
    auto parsed = json::parseObject(encoded.data);
    if (!parsed) {
        return failure(errors::CORRUPT_EVENT,
                       QStringLiteral("%1: %2").arg(encoded.type, parsed.error().detail));
    }
    payload = withoutFields(encoded.type, encoded.version);
    if (auto* const opaque = std::get_if<OpaquePayload>(&payload)) {
        opaque->data = *std::move(parsed);
        return {};
    }
    Reader reader(*parsed, encoded.type);
    std::visit(
        [&reader](auto& empty) {
            if constexpr (!std::is_same_v<std::decay_t<decltype(empty)>, OpaquePayload>) {
                fields(reader, empty);
            }
        },
        payload);
    return reader.fault.isEmpty() ? Result<>() : failure(errors::CORRUPT_EVENT, reader.fault);
}

QJsonObject toJson(const Tags& tags)
{
    QJsonObject object;
    for (const auto& [key, value] : tags.pairs()) {
        const QStringList values = tags.values(key);
        object[key] = values.size() == 1 ? QJsonValue(value)
                                         : QJsonValue(QJsonArray::fromStringList(values));
    }
    return object;
}

Tags tagsFromJson(const QJsonObject& object)
{
    Tags tags;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it->isArray()) {
            const QJsonArray values = it->toArray();
            for (const QJsonValue& value : values) {
                tags.insert(it.key(), value.toString());
            }
        } else {
            tags.insert(it.key(), it->toString());
        }
    }
    return tags;
}

QJsonObject toJson(const EventMetadata& metadata)
{
    QJsonObject object{{QStringLiteral("workflowVersion"), metadata.workflowVersion},
                       {QStringLiteral("eventSource"), metadata.eventSource}};
    if (!metadata.actor.isEmpty()) {
        object[QStringLiteral("actor")] = metadata.actor;
    }
    if (!metadata.causation.isEmpty()) {
        object[QStringLiteral("causation")] = metadata.causation;
    }
    return object;
}

EventMetadata metadataFromJson(const QJsonObject& object)
{
    const EventMetadata defaults;
    return {object[QStringLiteral("workflowVersion")].toString(defaults.workflowVersion),
            object[QStringLiteral("eventSource")].toString(defaults.eventSource),
            object[QStringLiteral("actor")].toString(),
            object[QStringLiteral("causation")].toString()};
}

QJsonObject toJson(const StoredEvent& stored)
{
    const EncodedPayload payload = encode(stored.event.payload);
    return {{QStringLiteral("position"), stored.position.value},
            {QStringLiteral("id"), stored.event.id.text()},
            {QStringLiteral("type"), payload.type},
            {QStringLiteral("version"), payload.version},
            {QStringLiteral("timestamp"), toIso8601(stored.event.timestamp)},
            {QStringLiteral("tags"), toJson(stored.event.tags)},
            {QStringLiteral("metadata"), toJson(stored.event.metadata)},
            {QStringLiteral("data"), json::parseObject(payload.data).value_or(QJsonObject())}};
}

} // namespace tamma::events::codec
