// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/request.h"

namespace tamma::cli {

CLI::App* add(CLI::App& parent, Request& request, const CommandWords& words,
              std::function<ExitCode(Session&)> run)
{
    CLI::App* command = parent.add_subcommand(words.name, words.help);
    command->add_flag("--json", request.json, "one JSON object a line, nothing else on stdout");
    text(*command, "--database", request.database,
         "the record is in this database: postgresql://USER@HOST/DATABASE");
    command->callback([&request, run = std::move(run)] { request.run = run; });
    return command;
}

void addAsOf(CLI::App& command, Request& request)
{
    text(command, "--as-of", request.asOf,
         "show how it was: a position, or a moment (2026-01-31T12:00:00Z)")
        ->check(
            [](const std::string& word) { return word.empty() ? "it is empty" : std::string(); });
}

CLI::App* group(CLI::App& parent, const std::string& name, const std::string& help)
{
    return parent.add_subcommand(name, help)->require_subcommand(1);
}

} // namespace tamma::cli
