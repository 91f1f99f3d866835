// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/project_config.h"

#include "core/config/yaml_map.h"

#include <QRegularExpression>

namespace tamma::config {

namespace {

constexpr int LONGEST_TIMEOUT_SECONDS = 24 * 60 * 60;

// Either `build: make` or a mapping with `run` and `timeout`.
std::optional<ProjectCommand> readCommand(YamlMap& commands, const QString& key)
{
    ProjectCommand command;
    if (commands.isText(key)) {
        command.run = commands.text(key).trimmed();
    } else if (std::optional<YamlMap> map = commands.map(key)) {
        command.run = map->text(QStringLiteral("run")).trimmed();
        command.timeout = std::chrono::seconds(
            map->number(QStringLiteral("timeout"), static_cast<int>(command.timeout.count()), 1,
                        LONGEST_TIMEOUT_SECONDS));
        map->refuseOtherKeys();
    } else {
        return std::nullopt;
    }
    if (command.run.isEmpty()) {
        commands.complain(key,
                          QStringLiteral("\"%1\" needs a command: write \"run: make\"").arg(key));
        return std::nullopt;
    }
    return command;
}

void readCommands(YamlMap& root, ProjectConfig& config)
{
    if (std::optional<YamlMap> commands = root.map(QStringLiteral("commands"))) {
        config.build = readCommand(*commands, QStringLiteral("build"));
        config.test = readCommand(*commands, QStringLiteral("test"));
        config.ci = readCommand(*commands, QStringLiteral("ci"));
        config.deploy = readCommand(*commands, QStringLiteral("deploy"));
        commands->refuseOtherKeys();
    }
}

void readEnvironment(YamlMap& root, ProjectConfig& config)
{
    static const QRegularExpression name(QStringLiteral("\\A[A-Za-z_][A-Za-z0-9_]*\\z"));
    config.environment = root.texts(QStringLiteral("environment"));
    for (const QString& key : config.environment.keys()) {
        if (!name.match(key).hasMatch()) {
            root.complain(
                QStringLiteral("environment"),
                QStringLiteral("\"%1\" is no name of a variable; use letters, digits and _")
                    .arg(key));
        }
    }
}

} // namespace

Result<ProjectConfig> parseProjectConfig(const QByteArray& text, const QString& fileName)
{
    YamlProblems problems(fileName);
    YamlMap root = YamlMap::parse(text, problems);
    ProjectConfig config;
    readCommands(root, config);
    config.network = root.flag(QStringLiteral("network"), config.network);
    readEnvironment(root, config);
    if (std::optional<YamlMap> context = root.map(QStringLiteral("context"))) {
        config.contextBudgetTokens = context->number(QStringLiteral("budgetTokens"),
                                                     config.contextBudgetTokens, 1'000, 1'000'000);
        context->refuseOtherKeys();
    }
    if (std::optional<YamlMap> scan = root.map(QStringLiteral("securityScan"))) {
        config.securityScanIgnore = scan->list(QStringLiteral("ignore"));
        scan->refuseOtherKeys();
    }
    config.gates = readGates(root);
    config.approval = readApproval(root);
    root.refuseOtherKeys();
    TRY(problems.result());
    return config;
}

} // namespace tamma::config
