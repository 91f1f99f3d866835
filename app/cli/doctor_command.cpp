// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/doctor_command.h"

#include "app/doctor.h"

namespace tamma::cli {

using namespace Qt::StringLiterals;

ExitCode runDoctor(Session& session)
{
    bool healthy = true;
    for (const engine::Diagnosis& one : diagnose(session.paths())) {
        healthy = healthy && (one.ok || !one.required);
        const QString mark = one.ok ? u"ok  "_s : one.required ? u"FAIL"_s : u"--  "_s;
        QString line = u"%1  %2  %3"_s.arg(mark, one.name.leftJustified(12), one.found);
        if (!one.ok && !one.mend.isEmpty()) {
            line += u"\n                    mend: %1"_s.arg(one.mend);
        }
        session.output().row({{u"name"_s, one.name},
                              {u"ok"_s, one.ok},
                              {u"required"_s, one.required},
                              {u"found"_s, one.found},
                              {u"mend"_s, one.mend}},
                             line);
    }
    return healthy ? Ok : Failed;
}

} // namespace tamma::cli
