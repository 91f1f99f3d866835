// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/personal/people.h"

#include "core/events/personal_fields.h"
#include "core/store/compression.h"
#include "core/store/crypto.h"

#include <QSet>

#include <mutex>

namespace tamma::store {

using events::Event;
using events::EventQuery;
using events::QueryItem;
using events::StoredEvent;
using events::Tags;

namespace {

const QString SEALED = QStringLiteral("sealed:1:"); // Then the pseudonym, a colon, and Base64.
const QString DAMAGED = QStringLiteral("[damaged]");
const QString ACTOR = QStringLiteral("actor");
constexpr qsizetype WORTH_COMPRESSING = 512;

bool hasUser(const Tags& tags)
{
    return !tags.value(events::tag::USER).isEmpty();
}

bool asksForUser(const QList<QueryItem>& items)
{
    return std::ranges::any_of(items, [](const QueryItem& item) { return hasUser(item.tags); });
}

// A text that is no Unicode (half a pair) has no UTF-8; then its code units are sealed.
QByteArray packed(const QString& text)
{
    if (!text.isValidUtf16()) {
        return 'w'
            + QByteArray(reinterpret_cast<const char*>(text.utf16()),
                         text.size() * qsizetype(sizeof(char16_t)));
    }
    const QByteArray words = text.toUtf8();
    return words.size() < WORTH_COMPRESSING ? 'u' + words : 'z' + compressed(words);
}

std::optional<QString> unpacked(const QByteArray& packed)
{
    const QByteArray words = packed.sliced(std::min<qsizetype>(1, packed.size()));
    switch (packed.isEmpty() ? '\0' : packed.front()) {
    case 'u':
        return QString::fromUtf8(words);
    case 'w':
        return QString(reinterpret_cast<const QChar*>(words.constData()),
                       words.size() / qsizetype(sizeof(QChar)));
    case 'z':
        if (const auto all = decompressed(words)) {
            return QString::fromUtf8(*all);
        }
        break;
    default:
        break;
    }
    return std::nullopt;
}

QString sealedText(const PersonKey& person, const QByteArray& context, const QString& text)
{
    return SEALED + person.pseudonym + u':'
        + QString::fromLatin1(crypto::seal(person.key, context, packed(text))
                                  .toBase64(QByteArray::OmitTrailingEquals));
}

// Databases keep no other names; what is none of these is nobody's.
bool canBeName(const QString& name)
{
    return !name.isEmpty() && name.isValidUtf16() && !name.contains(QChar::Null);
}

/// The tags with every user's name replaced.
Tags renamed(const Tags& tags, const std::function<void(QString&)>& rename)
{
    Tags result;
    for (auto [key, value] : tags.pairs()) {
        if (key == events::tag::USER) {
            rename(value);
        }
        result.insert(key, value);
    }
    return result;
}

} // namespace

bool People::concerns(const Event& event)
{
    return events::hasPersonalFields(event.payload) || events::isPerson(event.metadata.actor)
        || hasUser(event.tags);
}

Result<QList<Event>> People::sealed(QList<Event> batch)
{
    TRY(refresh());
    for (Event& event : batch) {
        if (concerns(event)) {
            TRY(seal(event));
        }
    }
    return batch;
}

Result<> People::seal(Event& event)
{
    Result<> done;
    QSet<QString> involved;
    PersonKey author;
    const auto rename = [&](QString& name) {
        if (!canBeName(name) || !done) {
            return;
        }
        const auto person = personNamed(name);
        if (!person) {
            done = std::unexpected(person.error());
            return;
        }
        involved.insert(person->pseudonym);
        author = author.key.isEmpty() ? *person : author;
        name = person->pseudonym;
    };
    const QByteArray context = event.id.text().toUtf8();
    const QString actor = event.metadata.actor;
    visitPersonalFields(event.payload, {rename, [&](QString& words) {
                                            if (author.key.isEmpty() && events::isPerson(actor)) {
                                                rename(event.metadata.actor);
                                            }
                                            if (!words.isEmpty() && !author.key.isEmpty()) {
                                                words = sealedText(author, context, words);
                                            }
                                        }});
    if (event.metadata.actor == actor && events::isPerson(actor)) {
        rename(event.metadata.actor);
    }
    event.tags = renamed(event.tags, rename);
    for (const QString& pseudonym : std::as_const(involved)) {
        event.tags.insert(PERSON, pseudonym);
    }
    return done;
}

Result<> People::open(QList<StoredEvent>& events)
{
    const auto isSealed
        = [](const StoredEvent& stored) { return !stored.event.tags.value(PERSON).isEmpty(); };
    auto stored = std::ranges::find_if(std::as_const(events), isSealed);
    if (stored == events.cend()) {
        return {};
    }
    TRY(refresh());
    const auto first = std::distance(events.cbegin(), stored);
    const std::shared_lock lock(m_mutex);
    for (auto it = events.begin() + first; it != events.end(); ++it) {
        if (isSealed(*it)) {
            open(it->event);
        }
    }
    return {};
}

void People::open(Event& event) const
{
    const QByteArray context = event.id.text().toUtf8();
    const auto rename = [this](QString& name) { name = nameOf(name); };
    visitPersonalFields(event.payload,
                        {rename, [&](QString& words) { words = wordsOf(words, context); }});
    rename(event.metadata.actor);
    Tags shown;
    for (auto [key, value] : event.tags.pairs()) {
        if (key == events::tag::USER) {
            rename(value);
        }
        if (key != PERSON) {
            shown.insert(key, value);
        }
    }
    event.tags = shown;
}

QString People::nameOf(const QString& stored) const
{
    if (!isPseudonym(stored)) {
        return stored;
    }
    const auto person = m_byPseudonym.constFind(stored);
    return person == m_byPseudonym.cend() ? ERASED : person->name;
}

QString People::wordsOf(const QString& stored, const QByteArray& context) const
{
    const qsizetype end = stored.indexOf(u':', SEALED.size());
    if (!stored.startsWith(SEALED) || end < 0) {
        return stored;
    }
    const auto person = m_byPseudonym.constFind(stored.sliced(SEALED.size(), end - SEALED.size()));
    if (person == m_byPseudonym.cend()) {
        return ERASED;
    }
    const auto text = crypto::open(person->key, context,
                                   QByteArray::fromBase64(stored.sliced(end + 1).toLatin1()))
                          .and_then(unpacked);
    return text.value_or(DAMAGED);
}

// Events from before there were keys have the name itself: both are asked for.
QList<QueryItem> People::asStored(const QList<QueryItem>& items) const
{
    QList<QueryItem> result;
    for (const QueryItem& item : items) {
        result.append(item);
        const Tags hidden = renamed(item.tags, [this](QString& name) {
            const auto person = m_byName.constFind(name);
            name = person == m_byName.cend() ? name : person->pseudonym;
        });
        if (hidden != item.tags) {
            result.append({item.types, hidden});
        }
    }
    return result;
}

Result<QList<EventQuery>> People::asStored(const EventQuery& query)
{
    const QString actor = query.metadata.value(ACTOR);
    if (!asksForUser(query.items) && !events::isPerson(actor)) {
        return QList<EventQuery>{query};
    }
    TRY(refresh());
    const std::shared_lock lock(m_mutex);
    EventQuery stored = query;
    stored.items = asStored(query.items);
    QList<EventQuery> queries{stored};
    if (const auto person = m_byName.constFind(actor); person != m_byName.cend()) {
        stored.metadata[ACTOR] = person->pseudonym;
        queries.append(stored);
    }
    return queries;
}

Result<events::AppendGuard> People::asStored(events::AppendGuard guard)
{
    if (std::ranges::none_of(guard.clauses, [](const events::GuardClause& clause) {
            return asksForUser(clause.about.items);
        })) {
        return guard;
    }
    TRY(refresh());
    const std::shared_lock lock(m_mutex);
    for (events::GuardClause& clause : guard.clauses) {
        clause.about.items = asStored(clause.about.items);
    }
    return guard;
}

Result<std::optional<PersonKey>> People::find(const QString& name)
{
    TRY(load());
    const std::shared_lock lock(m_mutex);
    const auto& people = isPseudonym(name) ? m_byPseudonym : m_byName;
    const auto person = people.constFind(name);
    return person == people.cend() ? std::nullopt : std::optional(*person);
}

Result<> People::destroy(const QString& pseudonym)
{
    TRY(m_keys->destroy(pseudonym));
    return load();
}

Result<PersonKey> People::personNamed(const QString& name)
{
    {
        const std::shared_lock lock(m_mutex);
        if (const auto person = m_byName.constFind(name); person != m_byName.cend()) {
            return *person;
        }
    }
    TRY(m_keys->add(freshPerson(name)));
    TRY_ASSIGN(const auto person, find(name)); // Another process may have been quicker.
    return person ? Result<PersonKey>(*person)
                  : failure(errors::INTERNAL, QStringLiteral("a key that was kept is not there"));
}

Result<> People::refresh()
{
    {
        const std::shared_lock lock(m_mutex);
        if (std::chrono::steady_clock::now() - m_loaded < FRESH) {
            return {};
        }
    }
    return load();
}

Result<> People::load()
{
    TRY_ASSIGN(const QList<PersonKey> all, m_keys->all());
    const std::unique_lock lock(m_mutex);
    m_byName.clear();
    m_byPseudonym.clear();
    for (const PersonKey& person : all) {
        m_byName.insert(person.name, person);
        m_byPseudonym.insert(person.pseudonym, person);
    }
    m_loaded = std::chrono::steady_clock::now();
    return {};
}

} // namespace tamma::store
