// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filter_text.h"

#include <QDateTime>
#include <QRegularExpression>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

const QString TYPE = u"type"_s;
const QString SINCE = u"since"_s;
const QString UNTIL = u"until"_s;

/// Reads one part that begins at `start`, and returns where it ends.
FilterPart partAt(const QString& text, qsizetype start)
{
    FilterPart part{.start = start};
    bool quoted = false;
    bool keyed = false;
    qsizetype at = start;
    for (; at < text.size() && (quoted || !text[at].isSpace()); ++at) {
        const QChar c = text[at];
        if (c == u'"') {
            quoted = !quoted;
        } else if (c == u':' && !quoted && !keyed && !part.value.isEmpty()) {
            keyed = true;
            part.key = std::exchange(part.value, {});
        } else {
            part.value += c;
        }
    }
    part.end = at;
    if (keyed && part.value.isEmpty()) { // "type:" alone: somebody is still typing.
        part.value = std::exchange(part.key, {}) + u':';
    }
    return part;
}

Timestamp fromLocal(const QDate& date, const QTime& time)
{
    return Timestamp(milliseconds(QDateTime(date, time).toMSecsSinceEpoch()));
}

/// Puts `text` together again without the parts that `unwanted` names.
template <typename Unwanted> QString without(const QString& text, Unwanted unwanted)
{
    QStringList kept;
    for (const FilterPart& part : filterParts(text)) {
        if (!unwanted(part)) {
            kept.append(text.sliced(part.start, part.end - part.start));
        }
    }
    return kept.join(u' ');
}

QString joined(const QString& text, const QString& part)
{
    return text.isEmpty() ? part : text + u' ' + part;
}

} // namespace

QList<FilterPart> filterParts(const QString& text)
{
    QList<FilterPart> parts;
    for (qsizetype at = 0; at < text.size();) {
        if (text[at].isSpace()) {
            ++at;
            continue;
        }
        const FilterPart part = partAt(text, at);
        at = part.end;
        if (!part.value.isEmpty()) {
            parts.append(part);
        }
    }
    return parts;
}

std::optional<Timestamp> momentOf(const QString& word, Timestamp now, bool end)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count());
    static const QRegularExpression age(u"^(\\d{1,6})([mhd])$"_s);
    if (const auto match = age.match(word); match.hasMatch()) {
        const qint64 count = match.captured(1).toLongLong();
        const QChar unit = match.captured(2).front();
        return now
            - (unit == u'm'       ? milliseconds(minutes(count))
                   : unit == u'h' ? milliseconds(hours(count))
                                  : milliseconds(days(count)));
    }
    for (const QString& format : {u"H:mm"_s, u"H:mm:ss"_s}) {
        if (const QTime time = QTime::fromString(word, format); time.isValid()) {
            return fromLocal(local.date(), time);
        }
    }
    QDate day = QDate::fromString(word, Qt::ISODate);
    if (word == "today"_L1 || word == "yesterday"_L1) {
        day = local.date().addDays(word == "today"_L1 ? 0 : -1);
    }
    if (day.isValid() && !word.contains(u'T')) {
        return fromLocal(day.addDays(end ? 1 : 0), QTime(0, 0));
    }
    const QDateTime moment = QDateTime::fromString(word, Qt::ISODate);
    return moment.isValid() ? std::optional(Timestamp(milliseconds(moment.toMSecsSinceEpoch())))
                            : std::nullopt;
}

ParsedFilter parseFilter(const QString& text, Timestamp now)
{
    ParsedFilter parsed{.source = text.trimmed()};
    readmodels::RecordFilter& filter = parsed.filter;
    for (const FilterPart& part : filterParts(text)) {
        if (part.key.isEmpty()) {
            filter.words.append(part.value);
        } else if (part.key == TYPE) {
            filter.types.append(part.value.toUpper());
        } else if (part.key == SINCE || part.key == UNTIL) {
            const bool end = part.key == UNTIL;
            const auto moment = momentOf(part.value, now, end);
            if (moment) {
                (end ? filter.recordedBefore : filter.recordedFrom) = moment;
            } else {
                parsed.notUnderstood.append(part.key + u':' + part.value);
            }
        } else {
            filter.tags.insert(part.key, part.value);
        }
    }
    return parsed;
}

QString partText(const QString& key, const QString& value)
{
    const bool blanks = std::ranges::any_of(value, [](QChar c) { return c.isSpace(); });
    return key + u':' + (blanks ? u'"' + value + u'"' : value);
}

bool hasPart(const QString& text, const QString& key, const QString& value)
{
    return std::ranges::any_of(filterParts(text), [&](const FilterPart& part) {
        return part.key == key && part.value.compare(value, Qt::CaseInsensitive) == 0;
    });
}

QString withPartToggled(const QString& text, const QString& key, const QString& value)
{
    const QString rest = without(text, [&](const FilterPart& part) {
        return part.key == key && part.value.compare(value, Qt::CaseInsensitive) == 0;
    });
    return hasPart(text, key, value) ? rest : joined(rest, partText(key, value));
}

QString withOnly(const QString& text, const QString& key, const QString& value)
{
    const QString rest = without(text, [&](const FilterPart& part) { return part.key == key; });
    return value.isEmpty() ? rest : joined(rest, partText(key, value));
}

} // namespace tamma::ui
