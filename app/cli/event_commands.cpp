// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/event_commands.h"

#include "core/base/json.h"
#include "core/events/catalog.h"
#include "core/events/codec.h"
#include "core/events/event_schema.h"
#include "ui/text/difference_text.h"
#include "ui/text/event_text.h"

#include <condition_variable>
#include <mutex>

namespace tamma::cli {

using namespace Qt::StringLiterals;
using events::EventQuery;
using events::StoredEvent;

namespace {

constexpr qint64 PAGE = 1'000;

Result<std::pair<QString, QString>> pairFrom(const QString& text)
{
    const qsizetype split = text.indexOf(u'=');
    if (split <= 0 || split == text.size() - 1) { // Without a value it would let everything pass.
        return failure(errors::INVALID_ARGUMENT,
                       u"A condition is written KEY=VALUE, not \"%1\"."_s.arg(text));
    }
    return std::pair(text.left(split), text.mid(split + 1));
}

Result<std::optional<Timestamp>> momentFrom(const QString& text)
{
    const auto moment = fromIso8601(text);
    if (!moment && !text.isEmpty()) {
        return failure(errors::INVALID_ARGUMENT,
                       u"\"%1\" is no moment; write it like 2026-01-31T12:00:00Z."_s.arg(text));
    }
    return moment;
}

Result<EventQuery> queryFrom(const EventArguments& arguments)
{
    events::QueryItem item{arguments.types, {}};
    for (const QString& text : arguments.tags) {
        TRY_ASSIGN(const auto pair, pairFrom(text));
        item.tags.insert(pair.first, pair.second);
    }
    EventQuery query;
    if (!item.types.isEmpty() || !item.tags.isEmpty()) {
        query.items = {item};
    }
    for (const QString& text : arguments.metadata) {
        TRY_ASSIGN(const auto pair, pairFrom(text));
        query.metadata.insert(pair.first, pair.second);
    }
    TRY_ASSIGN(query.recordedFrom, momentFrom(arguments.since));
    TRY_ASSIGN(query.recordedBefore, momentFrom(arguments.until));
    query.after.value = std::max<qint64>(0, arguments.after);
    query.backwards = arguments.newestFirst;
    query.limit = arguments.limit < 0 ? query.limit : arguments.limit;
    return query;
}

void show(const Output& output, const StoredEvent& stored)
{
    const QJsonObject object = events::codec::toJson(stored);
    output.row(object,
               u"%1  %2  %3  %4"_s.arg(stored.position.value, 6)
                   .arg(object[u"timestamp"_s].toString(),
                        object[u"type"_s].toString().leftJustified(28),
                        ui::eventText(stored.event.payload)));
}

// Page by page: a record may be larger than the memory.
Result<> showAll(const Output& output, const events::EventStore& store, const EventQuery& query,
                 const std::stop_token& stop)
{
    EventQuery rest = query;
    qint64 left = query.limit;
    while (left > 0 && !stop.stop_requested()) {
        rest.limit = std::min(left, PAGE);
        TRY_ASSIGN(const auto page, store.read(rest));
        for (const StoredEvent& stored : page) {
            show(output, stored);
        }
        if (page.size() < rest.limit) {
            break;
        }
        left -= page.size();
        if (rest.backwards) {
            rest.upTo.value = page.last().position.value - 1;
        } else {
            rest.after = page.last().position;
        }
    }
    return {};
}

// Shows what comes until it is interrupted; the events come in a thread of the store.
void follow(const Output& output, events::EventStore& store, const EventQuery& query,
            const std::stop_token& stop)
{
    const auto subscription = store.subscribe(query.after, [&](const QList<StoredEvent>& events) {
        for (const StoredEvent& stored : events) {
            if (query.matches(events::catalog::typeName(stored.event.payload), stored.event.tags)
                && query.matchesDetails(stored)) {
                show(output, stored);
            }
        }
    });
    std::mutex mutex;
    std::condition_variable_any interrupted;
    std::unique_lock lock(mutex);
    interrupted.wait(lock, stop, [] { return false; });
}

Result<StoredEvent> find(const events::EventStore& store, const QString& name)
{
    bool isNumber = false;
    const qint64 position = name.toLongLong(&isNumber);
    EventQuery query;
    if (isNumber) {
        query.after.value = position - 1;
        query.upTo.value = position;
    }
    while (true) {
        query.limit = PAGE;
        TRY_ASSIGN(const auto page, store.read(query));
        const auto found = std::ranges::find_if(page, [&](const StoredEvent& stored) {
            return isNumber || stored.event.id.text() == name;
        });
        if (found != page.end()) {
            return *found;
        }
        if (page.size() < PAGE) {
            return failure(errors::NOT_FOUND, u"No event is named \"%1\"."_s.arg(name));
        }
        query.after = page.last().position;
    }
}

} // namespace

ExitCode queryEvents(Session& session, const EventArguments& arguments)
{
    const auto query = queryFrom(arguments);
    if (!query) {
        (void)session.output().fail(query.error());
        return Usage;
    }
    const auto record = session.record();
    const Result<> shown = record
        ? showAll(session.output(), **record, *query, session.interrupted())
        : std::unexpected(record.error());
    return shown ? Ok : session.output().fail(shown.error());
}

ExitCode tailEvents(Session& session, const EventArguments& arguments)
{
    auto query = queryFrom(arguments);
    if (!query) {
        (void)session.output().fail(query.error());
        return Usage;
    }
    const auto record = session.record();
    if (!record) {
        return session.output().fail(record.error());
    }
    const auto head = (*record)->head();
    if (!head) {
        return session.output().fail(head.error());
    }
    if (arguments.after < 0) {
        query->after = *head;
    }
    follow(session.output(), **record, *query, session.interrupted());
    return Interrupted;
}

ExitCode showEvent(Session& session, const EventArguments& arguments)
{
    const auto record = session.record();
    const auto found = record ? find(**record, arguments.name)
                              : Result<StoredEvent>(std::unexpected(record.error()));
    if (!found) {
        return session.output().fail(found.error());
    }
    QJsonObject object = events::codec::toJson(*found);
    object[u"recorded"_s] = toIso8601(found->recorded);
    session.output().row(object, QString::fromUtf8(json::indented(object)).trimmed());
    return Ok;
}

ExitCode showDifferences(Session& session, const EventArguments& arguments)
{
    const auto before = session.view(arguments.from);
    const auto after = session.view(arguments.to);
    if (!before || !after) {
        return session.output().fail(before ? after.error() : before.error());
    }
    const auto rows = [](const readmodels::ReadModels& view) {
        return std::tuple(view.loops.rows(), view.approvals.rows(), view.issues.rows());
    };
    const auto [loops, approvals, issues] = rows(*before);
    const auto [laterLoops, laterApprovals, laterIssues] = rows(*after);
    const auto lines = ui::differenceLines(readmodels::differencesBetween(
        {loops, approvals, issues}, {laterLoops, laterApprovals, laterIssues}));
    for (const ui::DifferenceLine& line : lines) {
        session.output().row({{u"title"_s, line.title},
                              {u"what"_s, line.text},
                              {u"loopId"_s, line.loop.text()},
                              {u"issueId"_s, line.issue.text()}},
                             line.title + u": "_s + line.text);
    }
    if (lines.isEmpty()) {
        session.output().say(u"Nothing happened in between."_s);
    }
    return Ok;
}

ExitCode showSchemas(Session& session, const EventArguments& arguments)
{
    const QStringList all = events::catalog::allTypes();
    if (!arguments.name.isEmpty() && !all.contains(arguments.name)) {
        return session.output().fail(
            {errors::NOT_FOUND,
             u"No type is named \"%1\". There are: %2"_s.arg(arguments.name, all.join(u", "_s))});
    }
    for (const QString& type : arguments.name.isEmpty() ? all : QStringList{arguments.name}) {
        const QJsonObject schema = events::schemaOf(type);
        session.output().row(schema, QString::fromUtf8(json::indented(schema)).trimmed());
    }
    return Ok;
}

} // namespace tamma::cli
