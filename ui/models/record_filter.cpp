// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_filter.h"

#include "core/base/json.h"
#include "core/events/catalog.h"
#include "core/events/codec.h"

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

/// Divides at blanks that are not inside quotes; the quotes themselves fall away.
QStringList parts(const QString& text)
{
    QStringList found;
    QString part;
    bool quoted = false;
    for (const QChar c : text) {
        if (c == u'"') {
            quoted = !quoted;
        } else if (c.isSpace() && !quoted) {
            found.append(part);
            part.clear();
        } else {
            part += c;
        }
    }
    found.append(part);
    found.removeAll(QString());
    return found;
}

/// A type with a star stands for every known type that begins like it; one that fits no known type
/// stays as it is, for types of plugins.
QStringList typesLike(const QString& pattern)
{
    const QString wanted = pattern.toUpper();
    if (!wanted.endsWith(u'*')) {
        return {wanted};
    }
    const QStringList known = events::catalog::allTypes();
    QStringList types;
    std::ranges::copy_if(known, std::back_inserter(types),
                         [&](const QString& type) { return type.startsWith(wanted.chopped(1)); });
    return types.isEmpty() ? QStringList{wanted} : types;
}

} // namespace

RecordFilter parseRecordFilter(const QString& text)
{
    RecordFilter filter;
    filter.source = text.trimmed();
    events::QueryItem item;
    for (const QString& part : parts(text)) {
        const qsizetype colon = part.indexOf(u':');
        if (colon <= 0 || colon == part.size() - 1) {
            filter.words.append(part);
        } else if (part.left(colon) == "type"_L1) {
            item.types += typesLike(part.sliced(colon + 1));
        } else {
            item.tags.insert(part.left(colon), part.sliced(colon + 1));
        }
    }
    if (!item.types.isEmpty() || !item.tags.isEmpty()) {
        filter.query.items = {item};
    }
    return filter;
}

bool RecordFilter::matches(const events::StoredEvent& stored) const
{
    const QString type = events::catalog::typeName(stored.event.payload);
    if (!query.items.isEmpty() && !query.matches(type, stored.event.tags)) {
        return false;
    }
    if (words.isEmpty()) {
        return true;
    }
    const QString text = QString::fromUtf8(json::compact(events::codec::toJson(stored)));
    return std::ranges::all_of(
        words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace tamma::ui
