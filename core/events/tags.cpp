// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/tags.h"

#include <algorithm>
#include <functional>

namespace tamma::events {

Tags::Tags(std::initializer_list<std::pair<QString, QString>> pairs)
{
    for (const auto& [key, value] : pairs) {
        insert(key, value);
    }
}

Tags Tags::fromPairs(QList<std::pair<QString, QString>> pairs)
{
    Tags tags;
    // Strictly ascending: in order and no pair twice.
    if (std::ranges::adjacent_find(pairs, std::greater_equal()) == pairs.end()) {
        tags.m_pairs = std::move(pairs);
    } else {
        for (const auto& [key, value] : pairs) {
            tags.insert(key, value);
        }
    }
    return tags;
}

void Tags::insert(const QString& key, const QString& value)
{
    if (value.isEmpty()) {
        return;
    }
    const std::pair pair(key, value);
    const auto place = std::ranges::lower_bound(m_pairs, pair);
    if (place == m_pairs.end() || *place != pair) {
        m_pairs.insert(place, pair);
    }
}

QString Tags::value(const QString& key) const
{
    const auto found = std::ranges::find(m_pairs, key, &std::pair<QString, QString>::first);
    return found == m_pairs.end() ? QString() : found->second;
}

QStringList Tags::values(const QString& key) const
{
    QStringList found;
    for (const auto& [name, value] : m_pairs) {
        if (name == key) {
            found.append(value);
        }
    }
    return found;
}

bool Tags::contains(const QString& key, const QString& value) const
{
    return std::ranges::binary_search(m_pairs, std::pair(key, value));
}

bool Tags::containsAll(const Tags& other) const
{
    return std::ranges::includes(m_pairs, other.m_pairs);
}

} // namespace tamma::events
