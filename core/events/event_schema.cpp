// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/event_schema.h"

#include "core/events/catalog.h"
#include "core/events/payload_fields.h"

#include <concepts>

namespace tamma::events {

using namespace Qt::StringLiterals;

namespace {

/// Visits the fields of an empty payload and writes down what they are.
class SchemaWriter {
public:
    template <typename T> void operator()(const char* name, T& field)
    {
        m_properties[QLatin1StringView(name)] = schemaFor(field);
    }

    template <typename T> static QJsonObject ofObject(T& value)
    {
        SchemaWriter writer;
        fields(writer, value);
        return {{u"type"_s, u"object"_s}, {u"properties"_s, writer.m_properties}};
    }

private:
    static QJsonObject simple(const char* type) { return {{u"type"_s, QString::fromLatin1(type)}}; }
    static QJsonObject schemaFor(const bool&) { return simple("boolean"); }
    static QJsonObject schemaFor(const std::integral auto&) { return simple("integer"); }
    static QJsonObject schemaFor(const double&) { return simple("number"); }
    static QJsonObject schemaFor(const QString&) { return simple("string"); }
    template <typename Tag> static QJsonObject schemaFor(const StrongId<Tag>&)
    {
        return simple("string");
    }
    static QJsonObject schemaFor(const QMap<QString, QString>&)
    {
        return {{u"type"_s, u"object"_s}, {u"additionalProperties"_s, simple("string")}};
    }
    template <typename T> static QJsonObject schemaFor(const QList<T>&)
    {
        T item;
        return {{u"type"_s, u"array"_s}, {u"items"_s, schemaFor(item)}};
    }
    template <HasFields T> static QJsonObject schemaFor(T& value) { return ofObject(value); }

    QJsonObject m_properties;
};

} // namespace

QJsonObject schemaOf(const QString& type)
{
    Payload payload = catalog::emptyPayload(type);
    QJsonObject schema = std::visit(
        [](auto& empty) {
            if constexpr (std::is_same_v<std::decay_t<decltype(empty)>, OpaquePayload>) {
                return QJsonObject();
            } else {
                return SchemaWriter::ofObject(empty);
            }
        },
        payload);
    if (!schema.isEmpty()) {
        schema[u"$schema"_s] = u"http://json-schema.org/draft-07/schema#"_s;
        schema[u"title"_s] = type;
        schema[u"version"_s] = catalog::version(payload);
    }
    return schema;
}

} // namespace tamma::events
