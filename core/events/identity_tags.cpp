// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/identity_tags.h"

#include "core/events/payload_fields.h"

namespace tamma::events {

namespace {

/// Picks the ids out of a payload's fields; everything else is passed by.
class IdVisitor {
public:
    Tags tags;

    template <typename T> void operator()(const char*, T&) { }
    void operator()(const char*, IssueId& id) { tags.insert(tag::ISSUE, id.text()); }
    void operator()(const char*, LoopId& id) { tags.insert(tag::LOOP, id.text()); }
    void operator()(const char*, StepId& id) { tags.insert(tag::STEP, id.text()); }
    void operator()(const char*, GateId& id) { tags.insert(tag::GATE, id.text()); }
    void operator()(const char*, SessionId& id) { tags.insert(tag::SESSION, id.text()); }
    void operator()(const char*, ApprovalId& id) { tags.insert(tag::APPROVAL, id.text()); }
    void operator()(const char*, PullRequestId& id) { tags.insert(tag::PULL_REQUEST, id.text()); }
    void operator()(const char*, Verdict& verdict) { fields(*this, verdict); }
    void operator()(const char* name, int& value)
    {
        if (qstrcmp(name, "attempt") == 0) {
            tags.insert(tag::ITERATION, QString::number(value));
        }
    }
    void operator()(const char* name, QString& value)
    {
        if (qstrcmp(name, "provider") == 0) {
            tags.insert(tag::PROVIDER, value);
        } else if (qstrcmp(name, "mode") == 0) {
            tags.insert(tag::MODE, value);
        } else if (qstrcmp(name, "workflow") == 0) {
            tags.insert(tag::WORKFLOW, value);
        } else if (qstrcmp(name, "repository") == 0) {
            tags.insert(tag::REPOSITORY, value);
        } else if (qstrcmp(name, "by") == 0 || qstrcmp(name, "userId") == 0) {
            tags.insert(tag::USER, value);
        }
    }
};

} // namespace

Tags identityTags(const Payload& payload)
{
    IdVisitor visitor;
    std::visit(
        [&visitor](auto copy) {
            if constexpr (!std::is_same_v<decltype(copy), OpaquePayload>) {
                fields(visitor, copy);
            }
        },
        payload);
    return visitor.tags;
}

} // namespace tamma::events
