// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/playback/recording_fields.h"

namespace tamma::providers {

RecordingFields::RecordingFields(QJsonObject object, QString path, std::optional<Error>& fault)
    : m_object(std::move(object))
    , m_path(std::move(path))
    , m_fault(fault)
{
}

QString RecordingFields::pathOf(const char* name) const
{
    return m_path.isEmpty() ? QString::fromLatin1(name)
                            : m_path + QLatin1Char('.') + QLatin1String(name);
}

void RecordingFields::refuse(const char* name, const QString& why)
{
    if (!m_fault) {
        const QString field = pathOf(name);
        m_fault = Error{.code = errors::RECORDING_INVALID,
                        .detail = QStringLiteral("%1: %2").arg(field, why),
                        .context = {{QStringLiteral("field"), field}}};
    }
}

void RecordingFields::refuseUnread()
{
    for (const QString& key : m_object.keys()) {
        if (!m_read.contains(key)) {
            refuse(key.toLatin1().constData(), QStringLiteral("no such field in this format"));
        }
    }
}

QJsonValue RecordingFields::take(const char* name, QJsonValue::Type type, const char* typeName)
{
    m_read.append(QLatin1String(name));
    const QJsonValue value = m_object.value(QLatin1String(name));
    if (!value.isUndefined() && value.type() != type) {
        refuse(name, QStringLiteral("must be %1").arg(QLatin1String(typeName)));
        return {};
    }
    return value;
}

QString RecordingFields::text(const char* name, bool required)
{
    const QJsonValue value = take(name, QJsonValue::String, "text");
    if (required && value.toString().isEmpty()) {
        refuse(name, QStringLiteral("is missing"));
    }
    return value.toString();
}

qint64 RecordingFields::count(const char* name)
{
    const double value = amount(name);
    if (value != static_cast<double>(static_cast<qint64>(value))) {
        refuse(name, QStringLiteral("must be a whole number"));
    }
    return static_cast<qint64>(value);
}

double RecordingFields::amount(const char* name)
{
    const double value = take(name, QJsonValue::Double, "a number").toDouble();
    constexpr double LARGEST_EXACT = 9'007'199'254'740'992;
    if (value < 0 || value > LARGEST_EXACT) {
        refuse(name, QStringLiteral("must be zero or more"));
        return 0;
    }
    return value;
}

bool RecordingFields::flag(const char* name)
{
    return take(name, QJsonValue::Bool, "true or false").toBool();
}

QJsonObject RecordingFields::object(const char* name)
{
    return take(name, QJsonValue::Object, "an object").toObject();
}

QJsonArray RecordingFields::array(const char* name)
{
    return take(name, QJsonValue::Array, "a list").toArray();
}

} // namespace tamma::providers
