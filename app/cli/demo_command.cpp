// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/demo_command.h"

#include "app/demo_project.h"

#include <QDir>

namespace tamma::cli {

using namespace Qt::StringLiterals;

namespace {

/// Returns the loops of the demo in `repository`: recordings, and never what an agent made.
QSet<LoopId> loopsOf(const RecordView& view, const QString& repository)
{
    QSet<LoopId> loops;
    for (const readmodels::LoopRow& row : view.loops.rows()) {
        if (row.repository == repository && row.provider.section(u':', 0, 0) == u"playback"_s) {
            loops.insert(row.id);
        }
    }
    return loops;
}

void tellWhere(const Session& session, const Paths& paths, const QString& repository)
{
    session.output().row({{u"repository"_s, repository}, {u"record"_s, paths.recordFile()}},
                         u"\nThe repository  %1   (see: git -C %1 log --graph --oneline)\n"
                         "The record      %2   (see: tamma events query)\n"
                         "The window      tamma-desktop   (the same record; needs a display)"_s.arg(
                             repository, paths.recordFile()));
}

} // namespace

ExitCode runDemo(Session& session, const DemoArguments& arguments)
{
    const auto house = session.house();
    if (!house) {
        return session.output().fail(house.error());
    }
    const QString folder = arguments.folder.isEmpty()
        ? freeDemoFolder((*house)->paths().data + u"/demo"_s)
        : QDir::current().absoluteFilePath(arguments.folder);
    const auto before = session.view();
    if (!before) {
        return session.output().fail(before.error());
    }
    // The same folder once more: go on where the record ends, as after a crash.
    QString repository = QDir(folder).canonicalPath();
    if (repository.isEmpty() || loopsOf(*before, repository).isEmpty()) {
        const auto receipt = session.carryOut(engine::StartDemo{folder});
        if (!receipt) {
            return session.output().fail(receipt.error());
        }
        repository = receipt->id;
    }
    const auto view = session.view();
    if (!view) {
        return session.output().fail(view.error());
    }
    session.output().say(
        u"Three issues, three recorded agents, real builds, tests and merges:\n"_s);
    // Only the questions that belong to the story: a failure is for a person, also in the demo.
    const auto approve = [&session](const readmodels::Approval& approval) {
        if (approval.request.kind != u"merge"_s) {
            return false;
        }
        const auto decided = session.carryOut(
            engine::DecideApproval{approval.request.approvalId, true, u"approved by the demo"_s});
        if (!decided && decided.error().code != errors::APPROVAL_NOT_OPEN) {
            (void)session.output().fail(decided.error());
            return false;
        }
        return true;
    };
    const ExitCode code = session.watch(
        loopsOf(*view, repository), arguments.approve ? LoopWatch::OnApproval(approve) : nullptr);
    tellWhere(session, (*house)->paths(), repository);
    return code;
}

} // namespace tamma::cli
