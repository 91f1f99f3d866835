// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/saved_filters.h"

#include "ui/shell/window_state.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

const QString SAVED_KEY = u"record/savedFilters"_s;

} // namespace

SavedFilters::SavedFilters(WindowState& state)
    : m_state(state)
{
}

QList<SavedFilter> SavedFilters::all() const
{
    QList<SavedFilter> filters;
    const auto stored = QJsonDocument::fromJson(m_state.text(SAVED_KEY).toUtf8()).array();
    for (const QJsonValue& value : stored) {
        const SavedFilter filter{value[u"name"_s].toString(), value[u"text"_s].toString()};
        if (!filter.name.isEmpty()) {
            filters.append(filter);
        }
    }
    return filters;
}

void SavedFilters::put(const SavedFilter& filter)
{
    const SavedFilter trimmed{filter.name.trimmed(), filter.text.trimmed()};
    if (trimmed.name.isEmpty()) {
        return;
    }
    QList<SavedFilter> filters = all();
    filters.removeIf([&](const SavedFilter& one) { return one.name == trimmed.name; });
    filters.append(trimmed);
    std::ranges::sort(filters, [](const SavedFilter& a, const SavedFilter& b) {
        return a.name.localeAwareCompare(b.name) < 0;
    });
    write(filters);
}

void SavedFilters::remove(const QString& name)
{
    QList<SavedFilter> filters = all();
    filters.removeIf([&](const SavedFilter& one) { return one.name == name; });
    write(filters);
}

void SavedFilters::write(const QList<SavedFilter>& filters)
{
    QJsonArray stored;
    for (const SavedFilter& filter : filters) {
        stored.append(QJsonObject{{u"name"_s, filter.name}, {u"text"_s, filter.text}});
    }
    m_state.setText(SAVED_KEY,
                    QString::fromUtf8(QJsonDocument(stored).toJson(QJsonDocument::Compact)));
}

} // namespace tamma::ui
