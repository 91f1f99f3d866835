// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/approval_commands.h"
#include "app/cli/audit_commands.h"
#include "app/cli/checkpoint_commands.h"
#include "app/cli/command_options.h"
#include "app/cli/demo_command.h"
#include "app/cli/event_commands.h"
#include "app/cli/issue_commands.h"
#include "app/cli/loop_commands.h"
#include "app/cli/person_commands.h"
#include "app/cli/record_commands.h"
#include "app/cli/recover_commands.h"

namespace tamma::cli {

/// What the command line asked for: one command, run after everything was understood.
struct Request {
    bool json = false;
    QString asOf;
    QString database;
    QString file;
    QString from;
    QString to;
    QString secret;
    QString keys;
    ErasureArguments erasure;
    CheckpointArguments checkpoint;
    std::function<ExitCode(Session&)> run;
    IssueArguments issue;
    LoopArguments loop;
    ApprovalArguments approval;
    EventArguments event;
    ArchiveArguments archive;
    AuditArguments audit;
    RecoverArguments recover;
    DemoArguments demo;
};

/// A command's name, and what it is for.
struct CommandWords {
    std::string name;
    std::string help;
};

/// Adds a command that runs as `run`, with the options that every command has.
CLI::App* add(CLI::App& parent, Request& request, const CommandWords& words,
              std::function<ExitCode(Session&)> run);

/// Adds `--as-of`: the commands that only look can look at the past.
void addAsOf(CLI::App& command, Request& request);

/// Adds a command that only has commands below it.
CLI::App* group(CLI::App& parent, const std::string& name, const std::string& help);

} // namespace tamma::cli
