// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sealed_record.h"

#include "core/base/log.h"
#include "core/events/catalog.h"
#include "core/store/personal/people.h"

#include <QFile>

#include <numeric>

namespace tamma::store {

using events::AppendGuard;
using events::AppendReceipt;
using events::Event;
using events::EventQuery;
using events::StoredEvent;

namespace {

EventQuery sealedFor(const QString& pseudonym)
{
    return EventQuery::tagged(People::PERSON, pseudonym);
}

// Two queries for the same limit: the first ones of both.
void merge(QList<StoredEvent>& found, const QList<StoredEvent>& more, const EventQuery& query)
{
    found += more;
    std::ranges::sort(found, [&query](const StoredEvent& a, const StoredEvent& b) {
        return query.backwards ? b.position < a.position : a.position < b.position;
    });
    found.resize(std::min(found.size(), static_cast<qsizetype>(query.limit)));
}

} // namespace

qint64 Erasure::events() const
{
    return std::accumulate(eventsOfType.begin(), eventsOfType.end(), qint64(0));
}

SealedRecord::SealedRecord(std::unique_ptr<Record> record, std::unique_ptr<PersonKeys> keys)
    : m_people(std::make_unique<People>(std::move(keys)))
    , m_record(std::move(record))
{
}

SealedRecord::~SealedRecord() = default;

Result<AppendReceipt> SealedRecord::append(const QList<Event>& batch, const AppendGuard& guard)
{
    TRY_ASSIGN(const AppendGuard condition, m_people->asStored(guard));
    if (std::ranges::none_of(batch, People::concerns)) {
        return m_record->append(batch, condition);
    }
    TRY_ASSIGN(const QList<Event> sealed, m_people->sealed(batch));
    return m_record->append(sealed, condition);
}

Result<QList<StoredEvent>> SealedRecord::read(const EventQuery& query) const
{
    TRY_ASSIGN(const QList<EventQuery> queries, m_people->asStored(query));
    TRY_ASSIGN(QList<StoredEvent> found, m_record->read(queries.first()));
    if (queries.size() > 1) {
        TRY_ASSIGN(const QList<StoredEvent> more, m_record->read(queries.last()));
        merge(found, more, query);
    }
    TRY(m_people->open(found));
    return found;
}

std::unique_ptr<events::Subscription> SealedRecord::subscribe(Position after, Listener listener)
{
    return m_record->subscribe(
        after, [this, listener = std::move(listener)](const QList<StoredEvent>& stored) {
            QList<StoredEvent> opened = stored;
            if (const auto done = m_people->open(opened); !done) {
                // A follower misses no event because the keys are away: it sees them sealed.
                log::warning(QStringLiteral("The keys of people could not be read."),
                             {{QStringLiteral("detail"), done.error().detail}});
            }
            listener(opened);
        });
}

Result<Erasure> SealedRecord::wouldErase(const QString& person) const
{
    TRY_ASSIGN(const auto known, m_people->find(person));
    Erasure erasure{known ? known->pseudonym : person, {}};
    TRY_ASSIGN(const auto all, m_record->read(sealedFor(erasure.pseudonym)));
    for (const StoredEvent& stored : all) {
        ++erasure.eventsOfType[events::catalog::typeName(stored.event.payload)];
    }
    if (!known && (!isPseudonym(person) || all.isEmpty())) {
        return failure(errors::NOT_FOUND,
                       QStringLiteral("the record has nothing that is sealed for \"%1\"; what was "
                                      "stored before it sealed anything cannot be erased")
                           .arg(person));
    }
    return erasure;
}

Result<Erasure> SealedRecord::erase(const QString& person, const Event& stamp)
{
    TRY_ASSIGN(Erasure erasure, wouldErase(person));
    TRY_ASSIGN(const auto known, m_people->find(person));
    TRY(m_people->destroy(erasure.pseudonym));
    Event fact = stamp;
    if (known && fact.metadata.actor == known->name) {
        fact.metadata.actor.clear(); // Whoever erases themselves does not come back by that.
    }
    fact.payload = events::PersonErased{erasure.pseudonym, erasure.events()};
    fact.tags.insert(People::PERSON, erasure.pseudonym);
    const auto already = AppendGuard::never(
        {{{{events::catalog::typeNameOf<events::PersonErased>()}, fact.tags}}, {}});
    const auto appended = append({fact}, already);
    if (!appended && appended.error().code != errors::POSITION_CONFLICT) {
        Error error = appended.error();
        error.detail = QStringLiteral("The key is destroyed, but the record does not say so yet; "
                                      "erase \"%1\" to finish it: %2")
                           .arg(erasure.pseudonym, error.detail);
        return std::unexpected(error);
    }
    return erasure;
}

Result<QList<PersonKey>> SealedRecord::personKeys() const
{
    return m_people->keys().all();
}

Result<> SealedRecord::addPersonKeys(const QList<PersonKey>& people)
{
    for (const PersonKey& person : people) {
        TRY(m_people->keys().add(person));
        TRY_ASSIGN(const auto kept, m_people->find(person.name));
        if (kept != person) {
            return failure(
                errors::INVALID_ARGUMENT,
                QStringLiteral("the record has another key for \"%1\" already").arg(person.name));
        }
    }
    return {};
}

Result<> SealedRecord::backUp(const QString& file) const
{
    TRY(m_record->backUp(file));
    TRY_ASSIGN(const QList<PersonKey> people, personKeys());
    // Those of an older copy may be of people who were erased since.
    if (QFile::exists(personKeysFile(file)) && !QFile::remove(personKeysFile(file))) {
        return failure(errors::FILE_WRITE_FAILED,
                       QStringLiteral("%1 is in the way; remove it").arg(personKeysFile(file)));
    }
    const auto copy = personKeysInFile(personKeysFile(file));
    for (const PersonKey& person : people) {
        TRY(copy->add(person));
    }
    return {};
}

QString personKeysFile(const QString& recordFile)
{
    return recordFile + QStringLiteral(".keys");
}

const std::optional<Error>& SealedRecord::readOnlyBecause() const
{
    return m_record->readOnlyBecause();
}

Result<Position> SealedRecord::head() const
{
    return m_record->head();
}

Result<Position> SealedRecord::positionAt(Timestamp moment) const
{
    return m_record->positionAt(moment);
}

Result<RecordReport> SealedRecord::verify(const std::stop_token& stop,
                                          const std::function<void(qint64)>& progress) const
{
    return m_record->verify(stop, progress);
}

Result<> SealedRecord::rebuildIndex()
{
    return m_record->rebuildIndex();
}

Result<> SealedRecord::eachRow(const RowSink& sink, const std::stop_token& stop) const
{
    return m_record->eachRow(sink, stop);
}

Result<> SealedRecord::restore(const RowFeed& feed)
{
    return m_record->restore(feed);
}

Result<RecordStatistics> SealedRecord::statistics() const
{
    return m_record->statistics();
}

Result<qint64> SealedRecord::archive(Position upTo, const std::stop_token& stop)
{
    return m_record->archive(upTo, stop);
}

} // namespace tamma::store
