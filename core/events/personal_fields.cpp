// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/personal_fields.h"

#include "core/events/catalog.h"

#include <array>

namespace tamma::events {

namespace {

void personalFields(const PersonalVisitor& v, IssueCreated& p)
{
    v.person(p.author);
    v.words(p.title);
    v.words(p.body);
}
void personalFields(const PersonalVisitor& v, IssueEdited& p)
{
    v.words(p.title);
    v.words(p.body);
}
void personalFields(const PersonalVisitor& v, IssueCommented& p)
{
    v.person(p.author);
    v.words(p.text);
}
void personalFields(const PersonalVisitor& v, IssueAssigned& p)
{
    v.person(p.assignee);
}
void personalFields(const PersonalVisitor& v, LoopStarted& p)
{
    v.person(p.requestedBy);
}
void personalFields(const PersonalVisitor& v, StepRerunRequested& p)
{
    v.person(p.by);
    v.words(p.hint);
}
void personalFields(const PersonalVisitor& v, LoopForked& p)
{
    v.person(p.by);
    v.words(p.hint);
    for (QString& name : p.authors) {
        v.person(name);
    }
}
void personalFields(const PersonalVisitor& v, LoopPaused& p)
{
    v.person(p.by);
    v.words(p.reason);
}
void personalFields(const PersonalVisitor& v, LoopResumed& p)
{
    v.person(p.by);
}
void personalFields(const PersonalVisitor& v, LoopPrioritized& p)
{
    v.person(p.by);
}
void personalFields(const PersonalVisitor& v, LoopCancelled& p)
{
    v.person(p.by);
    v.words(p.reason);
}
void personalFields(const PersonalVisitor& v, ApprovalRequested& p)
{
    for (QString& name : p.mayNotDecide) {
        v.person(name);
    }
    v.person(p.escalateTo);
}
void personalFields(const PersonalVisitor& v, ApprovalGranted& p)
{
    v.person(p.by);
    v.words(p.note);
}
void personalFields(const PersonalVisitor& v, ApprovalRejected& p)
{
    v.person(p.by);
    v.words(p.reason);
    for (LineComment& comment : p.comments) {
        v.words(comment.text);
    }
}
void personalFields(const PersonalVisitor& v, ApprovalQuestionAsked& p)
{
    v.person(p.by);
    v.words(p.text);
}
void personalFields(const PersonalVisitor& v, ApprovalSnoozed& p)
{
    v.person(p.by);
}
void personalFields(const PersonalVisitor& v, ApprovalSnoozeEnded& p)
{
    v.person(p.by);
}
void personalFields(const PersonalVisitor& v, ApprovalDelegated& p)
{
    v.person(p.by);
    v.person(p.to);
    v.words(p.reason);
}
void personalFields(const PersonalVisitor& v, ApprovalEscalated& p)
{
    v.person(p.to);
}
void personalFields(const PersonalVisitor& v, WorkRestored& p)
{
    v.person(p.by);
}
void personalFields(const PersonalVisitor& v, WorkRestoreUndone& p)
{
    v.person(p.by);
}

template <typename T>
concept Personal = requires(const PersonalVisitor& v, T& payload) { personalFields(v, payload); };

template <size_t... I> constexpr auto personalTypes(std::index_sequence<I...>)
{
    return std::array{Personal<std::variant_alternative_t<I, PayloadVariant>>...};
}

constexpr auto PERSONAL
    = personalTypes(std::make_index_sequence<std::variant_size_v<PayloadVariant>>());

} // namespace

bool hasPersonalFields(const Payload& payload)
{
    return PERSONAL[payload.index()];
}

void visitPersonalFields(Payload& payload, const PersonalVisitor& visitor)
{
    std::visit(
        [&visitor]<typename T>(T& known) {
            if constexpr (Personal<T>) {
                personalFields(visitor, known);
            }
        },
        static_cast<PayloadVariant&>(payload));
}

Result<Position> newestErasure(const EventStore& store)
{
    EventQuery query{{{{catalog::typeNameOf<PersonErased>()}, {}}}};
    query.backwards = true;
    query.limit = 1;
    TRY_ASSIGN(const auto found, store.read(query));
    return found.isEmpty() ? Position{} : found.first().position;
}

bool isPerson(const QString& actor)
{
    return !actor.isEmpty() && actor != u"engine" && actor != u"agent";
}

} // namespace tamma::events
