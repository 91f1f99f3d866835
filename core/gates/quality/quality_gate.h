// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/project_config.h"
#include "core/gates/added_lines.h"
#include "core/gates/gate.h"
#include "core/gates/gate_log.h"
#include "core/gates/quality/quality_tools.h"
#include "core/gates/repository_access.h"
#include "core/sandbox/sandbox_profile.h"

namespace tamma::gates {

/// A gate that runs the project's own formatters and linters over the changed files, in a clean
/// checkout and in the sandbox, and fails for what they say about the changed lines. Old faults
/// beside the change are nobody's business here, unless the project says `scope: files`.
///
/// Shape    The command of the gate in the project file replaces the detected tools. A tool that
///          lists files only (gofmt -l, prettier) has a finding a file. A tool that is not
///          installed is named in the summary and fails nothing; when none is, the gate is skipped.
/// Errors   As Gate, and CONFIG_INVALID when the project file is wrong.
class QualityGate final : public Gate {
public:
    /// `cacheFolder` is Paths::cache.
    QualityGate(Checkouts& checkouts, const ChangeReader& changes, QString cacheFolder);

    [[nodiscard]] GateId id() const override;
    [[nodiscard]] bool onlyReads() const override { return true; }
    [[nodiscard]] Result<GateOutcome> check(const GateRequest& request, GateListener& listener,
                                            std::stop_token stop) override;

private:
    struct Job;
    struct Judgement;

    [[nodiscard]] Result<Job> plan(const GateRequest& request) const;
    Result<> run(const Job& job, const QualityTool& tool, Judgement& judgement) const;

    Checkouts& m_checkouts;
    const ChangeReader& m_changes;
    QString m_cacheFolder;
};

} // namespace tamma::gates
