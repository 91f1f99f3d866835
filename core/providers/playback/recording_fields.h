// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace tamma::providers {

/// A JSON object that is read field by field. The first fault is kept, with the path of its field;
/// later reads still return something harmless, so that a reader needs no branches.
///
/// Errors   fault(): RECORDING_INVALID. Unknown fields are faults too: a typo must not lose an
/// edit.
class RecordingFields {
public:
    RecordingFields(QJsonObject object, QString path, std::optional<Error>& fault);

    [[nodiscard]] QString text(const char* name, bool required = false);
    [[nodiscard]] qint64 count(const char* name);
    [[nodiscard]] double amount(const char* name);
    [[nodiscard]] bool flag(const char* name);
    [[nodiscard]] QJsonObject object(const char* name);
    [[nodiscard]] QJsonArray array(const char* name);
    [[nodiscard]] bool has(const char* name) const
    {
        return m_object.contains(QLatin1String(name));
    }

    /// "sessions[2].step" for the field `name` of this object.
    [[nodiscard]] QString pathOf(const char* name) const;

    /// Remembers a fault of the field `name`, unless there is an earlier one.
    void refuse(const char* name, const QString& why);

    /// Remembers a fault when the object has a field that was never read.
    void refuseUnread();

private:
    [[nodiscard]] QJsonValue take(const char* name, QJsonValue::Type type, const char* typeName);

    QJsonObject m_object;
    QString m_path;
    std::optional<Error>& m_fault;
    QStringList m_read;
};

} // namespace tamma::providers
