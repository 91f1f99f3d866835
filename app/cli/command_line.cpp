// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"

#include "app/cli/approval_commands.h"
#include "app/cli/demo_command.h"
#include "app/cli/doctor_command.h"
#include "app/cli/event_commands.h"
#include "app/cli/issue_commands.h"
#include "app/cli/loop_commands.h"
#include "core/base/log.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>

#include <optional>

namespace tamma::cli {

using namespace Qt::StringLiterals;

namespace {

/// What the command line asked for: one command, run after everything was understood.
struct Request {
    bool json = false;
    std::function<ExitCode(Session&)> run;
    IssueArguments issue;
    LoopArguments loop;
    ApprovalArguments approval;
    EventArguments event;
    DemoArguments demo;
};

CLI::Option* text(CLI::App& command, const std::string& name, QString& target,
                  const std::string& help)
{
    return command.add_option_function<std::string>(
        name, [&target](const std::string& value) { target = QString::fromStdString(value); },
        help);
}

CLI::Option* texts(CLI::App& command, const std::string& name, QStringList& target,
                   const std::string& help)
{
    return command
        .add_option_function<std::vector<std::string>>(
            name,
            [&target](const std::vector<std::string>& values) {
                for (const std::string& value : values) {
                    target.append(QString::fromStdString(value));
                }
            },
            help)
        ->allow_extra_args(false);
}

CLI::App* add(CLI::App& parent, Request& request, const std::string& name, const std::string& help,
              std::function<ExitCode(Session&)> run)
{
    CLI::App* command = parent.add_subcommand(name, help);
    command->add_flag("--json", request.json, "one JSON object a line, nothing else on stdout");
    command->callback([&request, run = std::move(run)] { request.run = run; });
    return command;
}

CLI::App* group(CLI::App& parent, const std::string& name, const std::string& help)
{
    return parent.add_subcommand(name, help)->require_subcommand(1);
}

void addIssues(CLI::App& app, Request& request)
{
    IssueArguments& a = request.issue;
    CLI::App* issues = group(app, "issues", "write issues down and read them");
    text(*issues, "-R,--repository", a.repository, "folder in a git repository (the current one)");
    auto* command = add(*issues, request, "add", "write an issue down",
                        [&](Session& s) { return addIssue(s, a); });
    text(*command, "TITLE", a.title, "what should change")->required();
    text(*command, "-b,--body", a.body, "more words (Markdown); - reads stdin");
    texts(*command, "-l,--label", a.labels, "a label; may be repeated");
    command = add(*issues, request, "edit", "replace title or body",
                  [&](Session& s) { return editIssue(s, a); });
    text(*command, "ISSUE", a.name, "number or piece of the id")->required();
    text(*command, "-t,--title", a.title, "the new title");
    text(*command, "-b,--body", a.body, "the new body; - reads stdin");
    command = add(*issues, request, "label", "replace the labels",
                  [&](Session& s) { return labelIssue(s, a); });
    text(*command, "ISSUE", a.name, "number or piece of the id")->required();
    texts(*command, "-l,--label", a.labels, "a label; may be repeated; none: remove all");
    command = add(*issues, request, "comment", "write under an issue",
                  [&](Session& s) { return commentIssue(s, a); });
    text(*command, "ISSUE", a.name, "number or piece of the id")->required();
    text(*command, "TEXT", a.body, "the comment")->required();
    add(*issues, request, "list", "list issues", [&](Session& s) { return listIssues(s, a); });
    command = add(*issues, request, "show", "show one issue",
                  [&](Session& s) { return showIssue(s, a); });
    text(*command, "ISSUE", a.name, "number or piece of the id")->required();
    command = add(*issues, request, "import", "make an issue of every heading of a Markdown file",
                  [&](Session& s) { return importIssues(s, a); });
    text(*command, "FILE", a.file, "the file; - reads stdin")->required();
}

void addLoops(CLI::App& app, Request& request)
{
    LoopArguments& a = request.loop;
    auto* command = add(app, request, "run", "run the loop for an issue until it ends or needs you",
                        [&](Session& s) { return runIssue(s, a); });
    text(*command, "ISSUE", a.name, "number or piece of the id")->required();
    text(*command, "-R,--repository", a.repository, "folder in a git repository (the current one)");
    text(*command, "-p,--provider", a.provider, "claude_code or playback");
    text(*command, "--recording", a.recording, "for playback: a name or a file");
    CLI::App* loops = group(app, "loops", "see what runs and stop it");
    add(*loops, request, "list", "list loops", [](Session& s) { return listLoops(s); });
    command = add(*loops, request, "show", "show one loop with its steps",
                  [&](Session& s) { return showLoop(s, a); });
    text(*command, "LOOP", a.name, "piece of the id, or #ISSUE")->required();
    command = add(*loops, request, "watch", "follow loops until they end or need you",
                  [&](Session& s) { return watchLoops(s, a); });
    text(*command, "LOOP", a.name, "piece of the id, or #ISSUE; none: all");
    command = add(*loops, request, "cancel", "stop a loop; its work is kept",
                  [&](Session& s) { return cancelLoop(s, a); });
    text(*command, "LOOP", a.name, "piece of the id, or #ISSUE")->required();
    text(*command, "--reason", a.reason, "why");
}

void addApprovals(CLI::App& app, Request& request)
{
    ApprovalArguments& a = request.approval;
    CLI::App* approvals = group(app, "approvals", "see what waits for you and decide");
    auto* command = add(*approvals, request, "list", "list what waits for you",
                        [&](Session& s) { return listApprovals(s, a); });
    command->add_flag("--all", a.all, "decided ones too");
    command = add(*approvals, request, "show", "show one question with its evidence",
                  [&](Session& s) { return showApproval(s, a); });
    text(*command, "ID", a.name, "piece of the id, or #ISSUE")->required();
    command = add(*approvals, request, "approve", "say yes; the loop goes on",
                  [&](Session& s) { return decideApproval(s, a, true); });
    text(*command, "ID", a.name, "piece of the id, or #ISSUE")->required();
    text(*command, "--note,--reason", a.words, "a note; the answer, when you were asked for one");
    command->add_flag("--no-wait", a.noWait, "only record it; do not run the loop here");
    command = add(*approvals, request, "reject", "send it back with a reason",
                  [&](Session& s) { return decideApproval(s, a, false); });
    text(*command, "ID", a.name, "piece of the id, or #ISSUE")->required();
    text(*command, "--reason,--note", a.words, "what should be different; it goes to the agent");
    command->add_flag("--no-wait", a.noWait, "only record it; do not run the loop here");
    command = add(*approvals, request, "ask", "ask the agent before you decide",
                  [&](Session& s) { return askAboutApproval(s, a); });
    text(*command, "ID", a.name, "piece of the id, or #ISSUE")->required();
    text(*command, "QUESTION", a.words, "what you want to know")->required();
}

void addRest(CLI::App& app, Request& request)
{
    auto* command
        = add(app, request, "demo", "make a small project and run three recorded loops on it",
              [&](Session& s) { return runDemo(s, request.demo); });
    text(*command, "--dir", request.demo.folder,
         "an empty folder for the project (among Tamma's data)");
    command->add_flag("--approve", request.demo.approve, "say yes to every question");
    CLI::App* events = group(app, "events", "read the record");
    command = add(*events, request, "query", "list events",
                  [&](Session& s) { return queryEvents(s, request.event); });
    texts(*command, "--type", request.event.types,
          "GATE.FAILED, ...; may be repeated: any of them");
    texts(*command, "--tag", request.event.tags, "KEY=VALUE; may be repeated: all of them");
    command->add_option("--after", request.event.after, "only what came after this position");
    command->add_option("--limit", request.event.limit, "at most so many")
        ->check(CLI::NonNegativeNumber);
    add(app, request, "doctor", "check what is installed and say how to mend what is not",
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
        "TAMMA_HOME moves configuration, data and cache under one folder.");
    Request request;
    addIssues(app, request);
    addLoops(app, request);
    addApprovals(app, request);
    addRest(app, request);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? Ok : Usage;
    }
    Interrupt interrupt; // Before any other thread.
    QCoreApplication application(argc, argv);
    const Paths paths = Paths::fromEnvironment();
    log::openFile(paths.state + u"/tamma.log"_s, u"tamma"_s);
    Session session(interrupt, request.json);
    return request.run(session);
}

} // namespace tamma::cli
