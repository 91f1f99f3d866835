// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_options.h"

namespace tamma::cli {

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

} // namespace tamma::cli
