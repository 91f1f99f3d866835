// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/redaction.h"

#include "core/events/payload_fields.h"
#include "core/gates/security/secret_rules.h"

#include <QJsonArray>

namespace tamma::engine {

namespace {

QJsonValue redacted(const QJsonValue& value)
{
    if (value.isString()) {
        return gates::withoutSecrets(value.toString());
    }
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            array[i] = redacted(array.at(i));
        }
        return array;
    }
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member) {
            *member = redacted(*member);
        }
        return object;
    }
    return value;
}

/// Visits every text of a payload. Numbers and ids hold none.
struct Redaction {
    template <typename T> void operator()(const char*, T& value) { redact(value); }

    template <typename T> void redact(T&) { }
    void redact(QString& text) { text = gates::withoutSecrets(text); }
    void redact(QMap<QString, QString>& map)
    {
        for (QString& value : map) {
            redact(value);
        }
    }
    template <typename T> void redact(QList<T>& list)
    {
        for (T& item : list) {
            redact(item);
        }
    }
    template <events::HasFields T> void redact(T& value) { fields(*this, value); }
};

} // namespace

void redactSecrets(events::Payload& payload)
{
    if (auto* opaque = std::get_if<events::OpaquePayload>(&payload)) {
        opaque->data = redacted(opaque->data).toObject();
        return;
    }
    std::visit([](auto& known) { Redaction().redact(known); },
               static_cast<events::PayloadVariant&>(payload));
}

} // namespace tamma::engine
