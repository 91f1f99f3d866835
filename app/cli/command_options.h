// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <QString>
#include <QStringList>

#include <string>

namespace tamma::cli {

/// Adds an option or argument whose text goes to `target`, which outlives the parsing.
CLI::Option* text(CLI::App& command, const std::string& name, QString& target,
                  const std::string& help);

/// The same for one that may be given several times.
CLI::Option* texts(CLI::App& command, const std::string& name, QStringList& target,
                   const std::string& help);

} // namespace tamma::cli
