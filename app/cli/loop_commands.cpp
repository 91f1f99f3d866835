// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/loop_commands.h"

#include "app/cli/issue_commands.h"

#include <QJsonArray>

namespace tamma::cli {

using namespace Qt::StringLiterals;

namespace {

QString line(const readmodels::LoopRow& row)
{
    const QString step
        = row.currentStep < row.steps.size() ? row.steps.at(row.currentStep).name : QString();
    return u"%1  #%2  %3  %4  %5"_s.arg(row.id.text())
        .arg(row.issueNumber)
        .arg(statusWord(row.status).leftJustified(9), step.leftJustified(22), row.title);
}

Result<readmodels::LoopRow> find(Session& session, const QString& name)
{
    TRY_ASSIGN(const RecordView view, session.view());
    return view.findLoop(name);
}

/// Does what a person wants with one loop, and says so.
template <typename MakeCommand>
ExitCode actOn(Session& session, const QString& name, const QString& done, const MakeCommand& make)
{
    const auto row = find(session, name);
    if (!row) {
        return session.output().fail(row.error());
    }
    const auto receipt = session.carryOut(make(*row));
    if (!receipt) {
        return session.output().fail(receipt.error());
    }
    session.output().row({{u"loopId"_s, receipt->id}, {u"status"_s, done}},
                         u"The loop for #%1 is %2."_s.arg(row->issueNumber).arg(done));
    return Ok;
}

} // namespace

ExitCode runIssue(Session& session, const LoopArguments& arguments)
{
    const auto issue = findIssue(session, arguments.name, arguments.repository);
    if (!issue) {
        return session.output().fail(issue.error());
    }
    const auto receipt
        = session.carryOut(engine::StartLoop{issue->id, arguments.provider, arguments.recording,
                                             arguments.priority, arguments.budgetUsd});
    // A loop that is there already is taken up where it is: that is what somebody wants who types
    // the same command once more after a crash.
    const bool resumes = !receipt && receipt.error().code == errors::LOOP_ALREADY_RUNNING;
    if (!receipt && !resumes) {
        return session.output().fail(receipt.error());
    }
    return session.watch(
        {LoopId(resumes ? receipt.error().context[u"loopId"_s].toString() : receipt->id)});
}

ExitCode listLoops(Session& session)
{
    const auto view = session.view();
    if (!view) {
        return session.output().fail(view.error());
    }
    for (const readmodels::LoopRow& row : view->loops.rows()) {
        session.output().row(toJson(row), line(row));
    }
    if (view->loops.rows().isEmpty()) {
        session.output().say(
            u"No loop yet. Start one: tamma run ISSUE, or see it work: tamma demo"_s);
    }
    return Ok;
}

ExitCode showLoop(Session& session, const LoopArguments& arguments)
{
    const auto row = find(session, arguments.name);
    if (!row) {
        return session.output().fail(row.error());
    }
    QJsonObject object = toJson(*row);
    QString text = line(*row);
    QJsonArray steps;
    static const QHash<workflow::StepStatus, QString> words{
        {workflow::StepStatus::Pending, u"pending"_s},
        {workflow::StepStatus::Running, u"running"_s},
        {workflow::StepStatus::Passed, u"passed"_s},
        {workflow::StepStatus::Skipped, u"skipped"_s},
        {workflow::StepStatus::Failed, u"failed"_s}};
    for (const readmodels::StepCell& cell : row->steps) {
        const QString word = words.value(cell.status);
        steps.append(QJsonObject{{u"step"_s, cell.id.text()},
                                 {u"status"_s, word},
                                 {u"starts"_s, cell.starts},
                                 {u"summary"_s, cell.summary}});
        text += u"\n  %1  %2  %3"_s.arg(word.leftJustified(7), cell.name.leftJustified(22),
                                        cell.summary.section(u'\n', 0, 0));
    }
    object[u"steps"_s] = steps;
    session.output().row(object, text);
    return Ok;
}

ExitCode watchLoops(Session& session, const LoopArguments& arguments)
{
    if (arguments.name.isEmpty()) {
        return session.watch({});
    }
    const auto row = find(session, arguments.name);
    return row ? session.watch({row->id}) : session.output().fail(row.error());
}

ExitCode cancelLoop(Session& session, const LoopArguments& arguments)
{
    LoopId loop;
    const ExitCode done
        = actOn(session, arguments.name, u"cancelled"_s, [&](const readmodels::LoopRow& row) {
              loop = row.id;
              return engine::CancelLoop{row.id, arguments.reason};
          });
    if (done == Ok) {
        session.endAgentsOf(loop);
    }
    return done;
}

ExitCode pauseLoop(Session& session, const LoopArguments& arguments)
{
    return actOn(session, arguments.name, u"paused"_s, [&](const readmodels::LoopRow& row) {
        return engine::PauseLoop{row.id, arguments.reason};
    });
}

ExitCode resumeLoop(Session& session, const LoopArguments& arguments)
{
    return actOn(session, arguments.name, u"resumed"_s,
                 [](const readmodels::LoopRow& row) { return engine::ResumeLoop{row.id}; });
}

ExitCode rerunStep(Session& session, const LoopArguments& arguments)
{
    return actOn(session, arguments.name, u"sent-back"_s, [&](const readmodels::LoopRow& row) {
        return engine::RerunStep{row.id, StepId(arguments.step.toUpper()), arguments.reason};
    });
}

ExitCode forkLoop(Session& session, const LoopArguments& arguments)
{
    const auto row = find(session, arguments.name);
    if (!row) {
        return session.output().fail(row.error());
    }
    const auto receipt = session.carryOut(
        engine::ForkLoop{row->id, StepId(arguments.step.toUpper()), arguments.provider,
                         arguments.recording, arguments.model, arguments.reason});
    if (!receipt) {
        return session.output().fail(receipt.error());
    }
    return session.watch({LoopId(receipt->id)});
}

ExitCode prioritizeLoop(Session& session, const LoopArguments& arguments)
{
    return actOn(session, arguments.name, u"prioritized"_s, [&](const readmodels::LoopRow& row) {
        return engine::PrioritizeLoop{row.id, arguments.priority};
    });
}

} // namespace tamma::cli
