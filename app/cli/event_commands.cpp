// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/event_commands.h"

#include "core/events/codec.h"
#include "ui/text/event_text.h"

namespace tamma::cli {

using namespace Qt::StringLiterals;

ExitCode queryEvents(Session& session, const EventArguments& arguments)
{
    events::QueryItem item{arguments.types, {}};
    for (const QString& pair : arguments.tags) {
        const qsizetype split = pair.indexOf(u'=');
        if (split <= 0) {
            (void)session.output().fail(
                {errors::INVALID_ARGUMENT, u"A tag is written KEY=VALUE, not \"%1\"."_s.arg(pair)});
            return Usage;
        }
        item.tags.insert(pair.left(split), pair.mid(split + 1));
    }
    events::EventQuery query{{item}, Position{arguments.after}};
    if (arguments.limit >= 0) {
        query.limit = arguments.limit;
    }
    const auto house = session.house();
    if (!house) {
        return session.output().fail(house.error());
    }
    const auto found = (*house)->store().read(query);
    if (!found) {
        return session.output().fail(found.error());
    }
    for (const events::StoredEvent& stored : *found) {
        const QJsonObject object = events::codec::toJson(stored);
        session.output().row(object,
                             u"%1  %2  %3  %4"_s.arg(stored.position.value, 6)
                                 .arg(object[u"timestamp"_s].toString(),
                                      object[u"type"_s].toString().leftJustified(28),
                                      ui::eventText(stored.event.payload)));
    }
    return Ok;
}

} // namespace tamma::cli
