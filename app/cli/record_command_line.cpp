// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/record_command_line.h"

#include "app/cli/restore_command.h"

namespace tamma::cli {

namespace {

void addFilter(CLI::App& command, EventArguments& a)
{
    texts(command, "--type", a.types, "GATE.FAILED, ...; may be repeated: any of them");
    texts(command, "--tag", a.tags, "KEY=VALUE; may be repeated: all of them");
    texts(command, "--metadata", a.metadata, "actor=NAME, ...; may be repeated: all of them");
    command.add_option("--after", a.after, "only what came after this position");
}

} // namespace

void addEvents(CLI::App& app, Request& request)
{
    EventArguments& a = request.event;
    CLI::App* events = group(app, "events", "read the record and take care of it");
    auto* command = add(*events, request, {"query", "list events"},
                        [&](Session& s) { return queryEvents(s, a); });
    addFilter(*command, a);
    text(*command, "--since", a.since, "recorded at this moment or later (ISO 8601)");
    text(*command, "--until", a.until, "recorded before this moment");
    command->add_flag("--newest-first", a.newestFirst, "backwards");
    command->add_option("--limit", a.limit, "at most so many")->check(CLI::NonNegativeNumber);
    command = add(*events, request, {"tail", "follow what comes, until Ctrl+C"},
                  [&](Session& s) { return tailEvents(s, a); });
    addFilter(*command, a);
    command = add(*events, request, {"show", "show one event whole"},
                  [&](Session& s) { return showEvent(s, a); });
    text(*command, "EVENT", a.name, "position or id")->required();
    command = add(*events, request, {"between", "say what happened between two moments"},
                  [&](Session& s) { return showDifferences(s, a); });
    text(*command, "FROM", a.from, "a position, or a moment (2026-01-31T12:00:00Z)")->required();
    text(*command, "TO", a.to, "the same; now, when there is none");
    command = add(*events, request, {"schema", "print the JSON Schema of events"},
                  [&](Session& s) { return showSchemas(s, a); });
    text(*command, "TYPE", a.name, "GATE.FAILED, ...; none: all");
    CheckpointArguments& c = request.checkpoint;
    command = add(
        *events, request, {"verify", "check that every event is what was stored"},
        [&](Session& s) { return c.file.isEmpty() ? verifyRecord(s) : verifyCheckpoint(s, c); });
    auto* checkpoint = text(*command, "--checkpoint", c.file, "that it is what was signed then");
    text(*command, "--key", c.key, "the signer's public key (this machine's own)")
        ->needs(checkpoint);
    command = add(*events, request, {"checkpoint", "sign what the record is now"},
                  [&](Session& s) { return signCheckpoint(s, c); });
    text(*command, "FILE", c.file, "where to; none: stdout");
    add(*events, request, {"stats", "how much there is of what"},
        [](Session& s) { return showStatistics(s); });
    add(*events, request, {"rebuild", "make the index of tags again"},
        [](Session& s) { return rebuildRecord(s); });
    command = add(*events, request, {"export", "write everything as lines of JSON"},
                  [&](Session& s) { return exportRecord(s, request.file, request.keys); });
    text(*command, "--keys", request.keys, "a file for the keys of people; else they stay here");
    text(*command, "FILE", request.file, "ends in .zst: compressed; - is stdout")->required();
    command = add(*events, request, {"import", "read an export into an empty record"},
                  [&](Session& s) { return importRecord(s, request.file, request.keys); });
    text(*command, "--keys", request.keys, "what export --keys wrote");
    text(*command, "FILE", request.file, "- reads stdin")->required();
    command = add(*events, request, {"backup", "copy the record while it is used"},
                  [&](Session& s) { return backUpRecord(s, request.file); });
    text(*command, "FILE", request.file, "a name that is free")->required();
    command = add(*events, request, {"restore", "use a copy that backup wrote as the record"},
                  [&](Session& s) { return restoreRecord(s, request.file); });
    text(*command, "FILE", request.file, "the copy; what was there is moved aside")->required();
    command = add(*events, request, {"archive", "move old events into files of their own"},
                  [&](Session& s) { return archiveRecord(s, request.archive); });
    auto* before = text(*command, "--before", request.archive.before,
                        "what was recorded before this moment (ISO 8601)");
    command->add_option("--keep", request.archive.keep, "all but so many of the newest")
        ->check(CLI::NonNegativeNumber)
        ->excludes(before);
}

void addRecord(CLI::App& app, Request& request)
{
    CLI::App* record = group(app, "record", "move the record; erase people from it");
    auto* command = add(*record, request, {"copy", "copy a record into an empty one, and compare"},
                        [&](Session& s) { return copyRecord(s, request.from, request.to); });
    text(*command, "FROM", request.from, "a file, or the URL of a database")->required();
    text(*command, "TO", request.to, "the same; made when it is not there")->required();
    command = add(*record, request,
                  {"erase-person", "make a person's name and words unreadable, for ever"},
                  [&](Session& s) { return erasePerson(s, request.erasure); });
    text(*command, "PERSON", request.erasure.person, "the name in the record")->required();
    command->add_flag("--yes", request.erasure.certain, "do it; else only say what it would do");
}

} // namespace tamma::cli
