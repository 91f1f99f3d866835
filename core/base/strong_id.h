// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QString>

#include <compare>

namespace tamma {

/// A text id that cannot be mistaken for an id of another kind. Ids stay open (a plugin may bring
/// its own), so they are text and never enums; named constants stand beside each alias.
///
/// Shape    Any text; empty means "none".
/// Threads  A value: copy it anywhere.
template <typename Tag> class StrongId {
public:
    StrongId() = default;
    explicit StrongId(QString text)
        : m_text(std::move(text))
    {
    }

    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }

    friend bool operator==(const StrongId&, const StrongId&) = default;
    friend std::strong_ordering operator<=>(const StrongId& a, const StrongId& b)
    {
        return a.m_text.compare(b.m_text) <=> 0;
    }
    friend size_t qHash(const StrongId& id, size_t seed = 0) { return qHash(id.m_text, seed); }

private:
    QString m_text;
};

} // namespace tamma
