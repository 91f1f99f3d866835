// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/builtin_gates.h"

#include "core/gates/command_gate.h"
#include "core/gates/quality/quality_gate.h"
#include "core/gates/security/security_gate.h"
#include "core/gates/tamper/tamper_gate.h"

namespace tamma::gates {

std::vector<std::unique_ptr<Gate>> builtinGates(const GateParts& parts)
{
    const auto command = [&parts](CommandKind kind) {
        return std::make_unique<CommandGate>(
            kind,
            CommandGateParts{parts.checkouts, parts.changes, parts.cacheFolder, parts.sessions});
    };
    std::vector<std::unique_ptr<Gate>> gates;
    gates.push_back(command(CommandKind::Build));
    gates.push_back(command(CommandKind::Test));
    gates.push_back(
        std::make_unique<QualityGate>(parts.checkouts, parts.changes, parts.cacheFolder));
    gates.push_back(std::make_unique<TamperGate>(parts.changes));
    gates.push_back(std::make_unique<SecurityGate>(
        SecurityParts{parts.changes, parts.checkouts, parts.cacheFolder, installedScanners()}));
    gates.push_back(command(CommandKind::Ci));
    return gates;
}

} // namespace tamma::gates
