// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/catalog.h"
#include "core/events/payload_fields.h"

#include <concepts>
#include <limits>

namespace tamma::events {

/// Gives every field that it visits a value that differs from the default, made from the field's
/// path: a field that is added later changes no other. Lists and maps get two entries, nested
/// values all of their fields.
class Filler {
public:
    template <typename T> void operator()(const char* name, T& field)
    {
        fillAt(QLatin1StringView(name), field);
    }

private:
    template <typename T> void fillAt(const QString& step, T& value)
    {
        m_path.append(step);
        fill(value);
        m_path.removeLast();
    }
    void fill(bool& value) { value = !value; }
    void fill(int& value) { value = 1000 + number(); }
    // Beyond what a double holds exactly.
    void fill(qint64& value) { value = std::numeric_limits<qint64>::max() - number(); }
    void fill(double& value) { value = number() + 0.125; }
    void fill(QString& value) { value = QStringLiteral("\"%1\"\né").arg(path()); }
    template <typename Tag> void fill(StrongId<Tag>& id) { id = StrongId<Tag>(path()); }
    void fill(QMap<QString, QString>& map)
    {
        fillAt(QStringLiteral("first"), map[QStringLiteral("first")]);
        fillAt(QStringLiteral("second"), map[QStringLiteral("second")]);
    }
    template <typename T> void fill(QList<T>& list)
    {
        list.resize(2);
        fillAt(QStringLiteral("0"), list[0]);
        fillAt(QStringLiteral("1"), list[1]);
    }
    template <typename T>
        requires requires(Filler& self, T& value) { fields(self, value); }
    void fill(T& value)
    {
        fields(*this, value);
    }

    [[nodiscard]] QString path() const { return m_path.join(QLatin1Char('.')); }
    [[nodiscard]] int number() const { return qChecksum(path().toLatin1()); }

    QStringList m_path;
};

/// Returns a payload of one of the catalog's types with no field left at its default.
inline Payload fullPayload(const QString& type)
{
    Payload payload = catalog::emptyPayload(type);
    std::visit(
        []<typename T>(T& value) {
            if constexpr (!std::same_as<T, OpaquePayload>) {
                Filler filler;
                fields(filler, value);
            }
        },
        payload);
    return payload;
}

} // namespace tamma::events
