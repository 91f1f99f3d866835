// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/event_store/fuzz_worker.h"

#include "tests/contract/event_store/record_fixture.h"

#include <QJsonArray>
#include <QSet>

#include <deque>

namespace tamma::events {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LOOKS_BACK = 100; // How many positions a decision is about.

QJsonObject toJson(const EventQuery& query)
{
    QJsonArray items;
    for (const QueryItem& item : query.items) {
        QJsonArray tags;
        for (const auto& [key, value] : item.tags.pairs()) {
            tags.append(key + u':' + value);
        }
        items.append(
            QJsonObject{{u"types"_s, QJsonArray::fromStringList(item.types)}, {u"tags"_s, tags}});
    }
    return {{u"items"_s, items}};
}

EventQuery queryFrom(const QJsonObject& object)
{
    EventQuery query;
    for (const QJsonValue& item : object[u"items"].toArray()) {
        Tags tags;
        for (const QJsonValue& tag : item[u"tags"].toArray()) {
            tags.insert(tag.toString().section(u':', 0, 0), tag.toString().section(u':', 1));
        }
        query.items.append({item[u"types"].toVariant().toStringList(), tags});
    }
    return query;
}

const OpaquePayload& payloadOf(const StoredEvent& stored)
{
    return std::get<OpaquePayload>(stored.event.payload);
}

/// Walks over the record and remembers as much of it as decisions look back.
class Replay {
public:
    FuzzFindings findings;

    void take(const StoredEvent& stored)
    {
        ++findings.events;
        const QJsonObject& data = payloadOf(stored).data;
        if (data.contains(u"query"_s)) {
            judge(stored, data);
            count(data);
        }
        m_window.push_back(stored);
        while (m_window.front().position.value + 4 * LOOKS_BACK < stored.position.value) {
            m_window.pop_front();
        }
    }

private:
    void judge(const StoredEvent& stored, const QJsonObject& data)
    {
        const qint64 after = data[u"after"].toInteger();
        if (m_window.empty() || m_window.front().position.value > after + 1) {
            if (findings.events > 8 * LOOKS_BACK) {
                return; // It slept so long that its past is gone from the window.
            }
        }
        const EventQuery query = queryFrom(data[u"query"].toObject());
        qint64 there = 0;
        for (const StoredEvent& older : m_window) {
            there += older.position.value > after && older.position < stored.position
                    && query.matches(payloadOf(older).type, older.event.tags)
                ? 1
                : 0;
        }
        ++findings.decisions;
        findings.violations += there == data[u"seen"].toInteger() ? 0 : 1;
    }

    void count(const QJsonObject& data)
    {
        int& last = findings.storedBy[data[u"worker"].toString()];
        const int number = data[u"number"].toInt();
        findings.doubled += number <= last ? 1 : 0;
        findings.missing += std::max(0, number - last - 1);
        last = std::max(last, number);
    }

    std::deque<StoredEvent> m_window;
};

} // namespace

FuzzWorker::FuzzWorker(EventStore& store, const QString& name, Mode mode)
    : m_store(store)
    , m_name(name)
    , m_mode(mode)
    , m_random(std::random_device()())
{
}

EventQuery FuzzWorker::query(Position head)
{
    EventQuery query;
    for (int items = upTo(10) == 0 ? 0 : 1 + upTo(2); items > 0; --items) {
        const Event example = event(head);
        QueryItem item;
        const int shape = upTo(3);
        if (shape != 1) {
            item.types.append(std::get<OpaquePayload>(example.payload).type);
        }
        if (shape != 0) {
            item.tags = example.tags;
        }
        if (item.types.isEmpty() && item.tags.isEmpty()) {
            item.types.append(u"T0"_s);
        }
        query.items.append(item);
    }
    return query;
}

Event FuzzWorker::event(Position)
{
    Tags tags;
    for (int left = upTo(3); left > 0; --left) {
        tags.insert(u"g"_s, QString::number(upTo(10)));
    }
    return anEvent(u"T%1"_s.arg(upTo(6)), tags);
}

void FuzzWorker::step()
{
    const auto head = m_store.head();
    if (!head) {
        ++m_failed;
        return;
    }
    EventQuery about = query(*head);
    about.after = {std::max<qint64>(0, head->value - LOOKS_BACK)};
    about.upTo = *head;
    const auto seen = m_store.read(about);
    QList<Event> batch{event(*head)};
    if (upTo(3) == 0) {
        batch.append(event(*head));
    }
    std::get<OpaquePayload>(batch.first().payload).data = {{u"query"_s, toJson(about)},
                                                           {u"after"_s, about.after.value},
                                                           {u"seen"_s, seen ? seen->size() : -1},
                                                           {u"worker"_s, m_name},
                                                           {u"number"_s, m_stored + 1}};
    const auto guard = m_mode == Mode::Guarded ? AppendGuard::unchanged({about.items}, *head)
                                               : AppendGuard::none();
    auto answer = m_store.append(batch, guard);
    while (!answer && answer.error().code == errors::STORE_UNAVAILABLE
           && answer.error().retryable) {
        answer = m_store.append(batch, guard); // The ids tell what was stored.
    }
    m_stored += answer ? 1 : 0;
    const bool isRefusal = !answer && answer.error().code == errors::POSITION_CONFLICT;
    m_refused += isRefusal ? 1 : 0;
    if (!seen || (!answer && !isRefusal)) {
        ++m_failed;
        qWarning("%s", qPrintable(seen ? answer.error().detail : seen.error().detail));
    }
}

FuzzFindings replay(const EventStore& store)
{
    Replay walk;
    EventQuery page = EventQuery::everything();
    page.limit = 5000;
    while (true) {
        const auto events = store.read(page);
        if (!events || events->isEmpty()) {
            return walk.findings;
        }
        for (const StoredEvent& stored : *events) {
            walk.take(stored);
        }
        page.after = events->last().position;
    }
}

int fuzzAppends(int usual)
{
    const int wanted = qEnvironmentVariableIntValue("TAMMA_FUZZ_APPENDS");
    return wanted > 0 ? wanted : usual;
}

} // namespace tamma::events
