// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sealed_record.h"

#include "core/base/log.h"
#include "core/events/catalog.h"
#include "core/store/personal/people.h"

#include <QFile>

#include <condition_variable>
#include <mutex>
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

/// Ends a wait for keys with the subscription, and with the record.
class OpenedSubscription final : public events::Subscription {
public:
    OpenedSubscription(std::unique_ptr<events::Subscription> inner, std::stop_source ending,
                       const std::stop_token& recordEnds)
        : m_ending(std::move(ending))
        , m_withTheRecord(recordEnds, [ending = m_ending]() mutable { ending.request_stop(); })
        , m_inner(std::move(inner))
    {
    }
    ~OpenedSubscription() override { m_ending.request_stop(); }

private:
    std::stop_source m_ending;
    std::stop_callback<std::function<void()>> m_withTheRecord;
    std::unique_ptr<events::Subscription> m_inner;
};

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

SealedRecord::~SealedRecord()
{
    m_ending.request_stop();
}

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
    const std::stop_source ending;
    auto inner = m_record->subscribe(
        after, [this, ending, listener = std::move(listener)](const QList<StoredEvent>& stored) {
            QList<StoredEvent> opened = stored;
            if (openInTime(opened, ending.get_token())) {
                listener(opened);
            }
        });
    return std::make_unique<OpenedSubscription>(std::move(inner), ending, m_ending.get_token());
}

// Who follows keeps what it sees: it waits for keys that cannot be read now.
bool SealedRecord::openInTime(QList<StoredEvent>& events, const std::stop_token& stop) const
{
    constexpr std::chrono::milliseconds RETRY{500};
    std::mutex mutex;
    std::condition_variable_any never;
    for (bool told = false;; told = true) {
        const auto done = m_people->open(events);
        if (done || stop.stop_requested()) {
            return done.has_value();
        }
        if (!told) {
            log::warning(QStringLiteral("The keys of people cannot be read; what is new waits."),
                         {{QStringLiteral("detail"), done.error().detail}});
        }
        std::unique_lock lock(mutex);
        never.wait_for(lock, stop, RETRY, [] { return false; });
    }
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
        return std::unexpected(appended.error());
    }
    if (const auto destroyed = m_people->destroy(erasure.pseudonym); !destroyed) {
        Error error = destroyed.error();
        error.detail = QStringLiteral("The key is still there, though the record says that it is "
                                      "not; erase once more: %1")
                           .arg(error.detail);
        return std::unexpected(error);
    }
    return erasure;
}

Result<QStringList> SealedRecord::peopleWithoutKeys() const
{
    TRY_ASSIGN(const RecordStatistics statistics, m_record->statistics());
    QStringList people = statistics.people;
    TRY_ASSIGN(const auto keys, personKeys());
    for (const PersonKey& person : keys) {
        people.removeOne(person.pseudonym);
    }
    EventQuery erasures;
    erasures.items = {{{events::catalog::typeNameOf<events::PersonErased>()}, {}}};
    TRY_ASSIGN(const auto erased, m_record->read(erasures));
    for (const StoredEvent& stored : erased) {
        people.removeOne(stored.event.tags.value(People::PERSON));
    }
    return people;
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
