// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"

#include "app/cli/doctor_command.h"
#include "app/cli/metrics_commands.h"
#include "app/cli/record_command_line.h"
#include "app/cli/secret_commands.h"
#include "core/base/log.h"

#include <QCoreApplication>

#include <optional>

namespace tamma::cli {

using namespace Qt::StringLiterals;

namespace {

void addIssues(CLI::App& app, Request& request)
{
    IssueArguments& a = request.issue;
    CLI::App* issues = group(app, "issues", "write issues down and read them");
    text(*issues, "-R,--repository", a.repository, "folder in a git repository (the current one)");
    auto* command = add(*issues, request, {"add", "write an issue down"},
                        [&](Session& s) { return addIssue(s, a); });
    text(*command, "TITLE", a.title, "what should change")->required();
    text(*command, "-b,--body", a.body, "more words (Markdown); - reads stdin");
    texts(*command, "-l,--label", a.labels, "a label; may be repeated");
    command = add(*issues, request, {"edit", "replace title or body"},
                  [&](Session& s) { return editIssue(s, a); });
    text(*command, "ISSUE", a.name, "number or piece of the id")->required();
    text(*command, "-t,--title", a.title, "the new title");
    text(*command, "-b,--body", a.body, "the new body; - reads stdin");
    command = add(*issues, request, {"label", "replace the labels"},
                  [&](Session& s) { return labelIssue(s, a); });
    text(*command, "ISSUE", a.name, "number or piece of the id")->required();
    texts(*command, "-l,--label", a.labels, "a label; may be repeated; none: remove all");
    command = add(*issues, request, {"comment", "write under an issue"},
                  [&](Session& s) { return commentIssue(s, a); });
    text(*command, "ISSUE", a.name, "number or piece of the id")->required();
    text(*command, "TEXT", a.body, "the comment")->required();
    addAsOf(*add(*issues, request, {"list", "list issues"},
                 [&](Session& s) { return listIssues(s, a); }),
            request);
    command = add(*issues, request, {"show", "show one issue"},
                  [&](Session& s) { return showIssue(s, a); });
    addAsOf(*command, request);
    text(*command, "ISSUE", a.name, "number or piece of the id")->required();
    command = add(*issues, request, {"import", "make an issue of every heading of a Markdown file"},
                  [&](Session& s) { return importIssues(s, a); });
    text(*command, "FILE", a.file, "the file; - reads stdin")->required();
}

void addLoops(CLI::App& app, Request& request)
{
    LoopArguments& a = request.loop;
    auto* command
        = add(app, request, {"run", "run the loop for an issue until it ends or needs you"},
              [&](Session& s) { return runIssue(s, a); });
    text(*command, "ISSUE", a.name, "number or piece of the id")->required();
    text(*command, "-R,--repository", a.repository, "folder in a git repository (the current one)");
    text(*command, "-p,--provider", a.provider, "claude_code or playback");
    text(*command, "--recording", a.recording, "for playback: a name or a file");
    command->add_option("--priority", a.priority, "larger runs first (0)");
    command->add_option("--budget", a.budgetUsd, "US dollars until a person is asked (no limit)")
        ->check(CLI::NonNegativeNumber);
    CLI::App* loops = group(app, "loops", "see what runs and stop it");
    addAsOf(*add(*loops, request, {"list", "list loops"}, [](Session& s) { return listLoops(s); }),
            request);
    command = add(*loops, request, {"watch", "follow loops until they end or need you"},
                  [&](Session& s) { return watchLoops(s, a); });
    text(*command, "LOOP", a.name, "piece of the id, or #ISSUE; none: all");
    const auto verb = [&](CommandWords words, auto run) {
        CLI::App* sub
            = add(*loops, request, std::move(words), [&a, run](Session& s) { return run(s, a); });
        text(*sub, "LOOP", a.name, "piece of the id, or #ISSUE")->required();
        return sub;
    };
    addAsOf(*verb({"show", "show one loop with its steps"}, showLoop), request);
    for (CLI::App* ending : {verb({"cancel", "stop a loop; its work is kept"}, cancelLoop),
                             verb({"pause", "put a loop aside; nothing of it runs"}, pauseLoop)}) {
        text(*ending, "--reason", a.reason, "why");
    }
    verb({"resume", "let a loop go on that is paused or waits"}, resumeLoop);
    CLI::App* fork = verb({"fork", "try it in another way, beside the loop"}, forkLoop);
    for (CLI::App* again :
         {verb({"rerun", "go back to a step and do it again from there"}, rerunStep), fork}) {
        text(*again, "STEP", a.step, "the first to do anew, as CODE_GENERATION")->required();
        text(*again, "--hint", a.reason, "what the agent should know");
    }
    text(*fork, "--provider", a.provider, "which agent works on it");
    text(*fork, "--recording", a.recording, "for the provider playback: which recording");
    text(*fork, "--model", a.model, "which model the agents use");
    command = verb({"prioritize", "change the place in the queue"}, prioritizeLoop);
    command->add_option("PRIORITY", a.priority, "larger runs first")->required();
}

void addApprovals(CLI::App& app, Request& request)
{
    ApprovalArguments& a = request.approval;
    CLI::App* approvals = group(app, "approvals", "see what waits for you and decide");
    auto* command = add(*approvals, request, {"list", "list what waits for you"},
                        [&](Session& s) { return listApprovals(s, a); });
    command->add_flag("--all", a.all, "decided ones too");
    addAsOf(*command, request);
    const auto verb = [&](CommandWords words, auto run) {
        CLI::App* sub = add(*approvals, request, std::move(words),
                            [&a, run](Session& s) { return run(s, a); });
        texts(*sub, "ID", a.names, "pieces of ids, or #ISSUE")->required()->allow_extra_args();
        return sub;
    };
    addAsOf(*verb({"show", "show questions with their evidence"}, showApprovals), request);
    CLI::App* sendBack = verb({"reject", "send it back with a reason"}, reject);
    texts(*sendBack, "--comment", a.comments,
          "FILE:LINE:TEXT, what should be different there; may be repeated");
    for (CLI::App* decision : {verb({"approve", "say yes; the loop goes on"}, approve), sendBack}) {
        text(*decision, "--note,--reason", a.words, "a note, the answer, or what to change");
        decision->add_flag("--no-wait", a.noWait, "only record it; do not run the loop here");
    }
    command = verb({"snooze", "put it aside for a while; it is due as before"}, snoozeApprovals);
    auto* until = text(*command, "--until", a.until, "a moment: 2026-01-31T09:00");
    text(*command, "--for", a.duration, "a while: 90m, 2h, 3d")->excludes(until);
    verb({"wake", "take up again what you put aside"}, wakeApprovals);
    command = verb({"delegate", "hand it to somebody else"}, delegateApprovals);
    text(*command, "--to", a.to, "the name of the person")->required();
    text(*command, "--reason,--note", a.words, "why; it stands on the card");
    command = verb({"ask", "ask the agent before you decide"}, askAboutApproval);
    command->get_option("ID")->expected(1);
    text(*command, "QUESTION", a.words, "what you want to know")->required();
}

void addSecrets(CLI::App& app, Request& request)
{
    CLI::App* secrets = group(app, "secrets", "keep passwords, tokens and keys");
    auto* command
        = add(*secrets, request, {"set", "keep a value: from a hidden prompt, or from stdin"},
              [&](Session& s) { return setSecret(s, request.secret); });
    text(*command, "NAME", request.secret, "database:USER@HOST/DATABASE, ...")->required();
    add(*secrets, request, {"list", "list names and places, no values"}, listSecrets);
    command = add(*secrets, request, {"remove", "forget a value"},
                  [&](Session& s) { return removeSecret(s, request.secret); });
    text(*command, "NAME", request.secret, "as it was set")->required();
}

void addAudit(CLI::App& app, Request& request)
{
    AuditArguments& a = request.audit;
    CLI::App* audit = group(app, "audit", "answer what an auditor asks");
    const auto question = [&](const char* name, const char* help, auto answer) {
        auto* command
            = add(*audit, request, {name, help}, [&a, answer](Session& s) { return answer(s, a); });
        command->add_flag("--csv", a.csv, "a table for a spreadsheet (RFC 4180)");
        addAsOf(*command, request);
        return command;
    };
    question("approvals", "who decided what, on which proof", auditApprovals);
    question("gates", "what was merged although a gate had said no (must be nothing)", auditGates);
    text(*question("agents", "what agents changed", auditAgents), "--provider", a.provider,
         "only this one: claude_code, playback, ...");
}

void addMetrics(CLI::App& app, Request& request)
{
    CLI::App* metrics = group(app, "metrics", "count what loops, gates, agents and plugins did");
    const auto table = [&](const char* name, const char* help, auto show) {
        auto* command = add(*metrics, request, {name, help},
                            [&request, show](Session& s) { return show(s, request.audit.csv); });
        command->add_flag("--csv", request.audit.csv, "a table for a spreadsheet (RFC 4180)");
        addAsOf(*command, request);
    };
    table("days", "what happened on each day (UTC)", showDays);
    table("gates", "how often each gate said no, and how long it took", showGates);
    table("agents", "sessions, tokens and cost by provider and model", showAgents);
    table("plugins", "what is installed, and what it did", showPlugins);
}

void addRecover(CLI::App& app, Request& request)
{
    RecoverArguments& a = request.recover;
    CLI::App* recover
        = group(app, "recover", "bring back what disappeared; it is kept for 30 days");
    auto* command = add(*recover, request, {"list", "list what is kept, newest first"},
                        [&](Session& s) { return listKept(s, a); });
    command->add_flag("--attempts", a.attempts, "what each attempt of each loop left, too");
    command = add(*recover, request, {"show", "show one with its files"},
                  [&](Session& s) { return showKept(s, a); });
    text(*command, "REF", a.name, "a reference, or a piece of one")->required();
    command = add(*recover, request, {"restore", "bring it back; nothing is overwritten"},
                  [&](Session& s) { return restoreKept(s, a); });
    text(*command, "REF", a.name, "a reference, or a piece of one")->required();
    auto* branch
        = text(*command, "--branch", a.branch, "as this new branch; without it Tamma finds a name");
    text(*command, "--folder", a.folder, "as files in this new folder, outside of a repository")
        ->excludes(branch);
    add(*recover, request, {"expire", "forget what is older than 30 days"},
        [](Session& s) { return expireKept(s); });
}

void addRest(CLI::App& app, Request& request)
{
    auto* command
        = add(app, request, {"demo", "make a small project and run three recorded loops on it"},
              [&](Session& s) { return runDemo(s, request.demo); });
    text(*command, "--dir", request.demo.folder,
         "an empty folder for the project (among Tamma's data)");
    command->add_flag("--approve", request.demo.approve, "say yes to every question");
    add(app, request, {"doctor", "check what is installed and say how to mend what is not"},
        [](Session& s) { return runDoctor(s); });
}

} // namespace

int runCommandLine(int argc, char** argv)
{
    CLI::App app("Tamma: hands issues to coding agents and asks you before anything is merged.",
                 "tamma");
    app.set_version_flag("--version", TAMMA_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 done, 1 failed (stderr says why), 2 not understood, 3 a loop needs you,\n"
        "4 a loop failed or was cancelled, 130 interrupted (what runs goes on at the next start).\n"
        "TAMMA_HOME moves configuration, data and cache under one folder; TAMMA_DATABASE names\n"
        "the database that keeps the record instead of a file, as --database does.");
    Request request;
    addIssues(app, request);
    addLoops(app, request);
    addApprovals(app, request);
    addEvents(app, request);
    addRecord(app, request);
    addSecrets(app, request);
    addAudit(app, request);
    addMetrics(app, request);
    addRecover(app, request);
    addRest(app, request);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? Ok : Usage;
    }
    Interrupt interrupt; // Before any other thread.
    QCoreApplication application(argc, argv);
    Paths paths = Paths::fromEnvironment();
    if (!request.database.isEmpty()) {
        paths.database = request.database;
    }
    log::openFile(paths.state + u"/tamma.log"_s, u"tamma"_s);
    Session session(interrupt, paths, request.json, request.asOf);
    const ExitCode code = request.run(session);
    return code == Ok && ferror(stdout) != 0
        ? session.output().fail({errors::FILE_WRITE_FAILED, u"The answer could not be written."_s})
        : code;
}

} // namespace tamma::cli
