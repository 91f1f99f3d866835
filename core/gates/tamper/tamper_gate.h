// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gates/gate.h"
#include "core/gates/repository_access.h"

namespace tamma::gates {

/// A gate that looks whether the change made gates pass instead of mending something. It never
/// fails, because nobody but a person can say what is honest: with a finding, its verdict names in
/// `needsPerson` what that person has to look at, and the loop may not go on without one.
///
/// Shape    A finding each sign, at its line. Reads the change only; runs nothing.
/// Errors   As Gate, and CONFIG_INVALID when the project file is wrong.
class TamperGate final : public Gate {
public:
    explicit TamperGate(const ChangeReader& changes);

    [[nodiscard]] GateId id() const override;
    [[nodiscard]] bool onlyReads() const override { return true; }
    [[nodiscard]] Result<GateOutcome> check(const GateRequest& request, GateListener& listener,
                                            std::stop_token stop) override;

private:
    const ChangeReader& m_changes;
};

/// Says for a person, one sentence a kind of sign, what a change did to the gates.
[[nodiscard]] QStringList reasonsForPerson(const QList<events::Finding>& findings);

} // namespace tamma::gates
