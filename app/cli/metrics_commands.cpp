// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/metrics_commands.h"

#include "app/cli/table.h"

#include <QDate>
#include <QJsonArray>

namespace tamma::cli {

using namespace Qt::StringLiterals;
using namespace readmodels;

namespace {

QString isoDay(qint64 day)
{
    return QDate(1970, 1, 1).addDays(day).toString(Qt::ISODate);
}

/// The mean of a sum of milliseconds, in seconds; 0 of nothing.
double meanSeconds(qint64 milliseconds, int count)
{
    return count == 0 ? 0 : static_cast<double>(milliseconds) / count / 1000;
}

TableRow rowOf(qint64 day, const MetricCounts& counts)
{
    return {
        {{u"day"_s, isoDay(day)},
         {u"loopsStarted"_s, counts.loopsStarted},
         {u"loopsCompleted"_s, counts.loopsCompleted},
         {u"loopsFailed"_s, counts.loopsFailed},
         {u"loopsCancelled"_s, counts.loopsCancelled},
         {u"autonomous"_s, counts.autonomous},
         {u"meanLeadSeconds"_s, meanSeconds(counts.leadTimeMs, counts.loopsCompleted)},
         {u"approvalsRequested"_s, counts.approvalsRequested},
         {u"approvalsDecided"_s, counts.approvalsDecided},
         {u"meanApprovalSeconds"_s, meanSeconds(counts.approvalWaitMs, counts.approvalsDecided)},
         {u"attempts"_s, counts.attempts},
         {u"retries"_s, counts.retries},
         {u"gateRuns"_s, counts.gateRuns},
         {u"gateFailures"_s, counts.gateFailures},
         {u"inputTokens"_s, counts.inputTokens},
         {u"outputTokens"_s, counts.outputTokens},
         {u"costUsd"_s, counts.costUsd}},
        u"%1  %2 started, %3 completed (%4 without help), %5 failed, %6 of %7 gate runs failed, "
        "%8 USD"_s.arg(isoDay(day))
            .arg(counts.loopsStarted)
            .arg(counts.loopsCompleted)
            .arg(counts.autonomous)
            .arg(counts.loopsFailed)
            .arg(counts.gateFailures)
            .arg(counts.gateRuns)
            .arg(counts.costUsd, 0, 'f', 2)};
}

TableRow rowOf(const GateId& gate, const GateTotals& totals)
{
    const double seconds = meanSeconds(totals.durationMs, totals.runs);
    return {
        {{u"gate"_s, gate.text()},
         {u"runs"_s, totals.runs},
         {u"failures"_s, totals.failures},
         {u"timeouts"_s, totals.timeouts},
         {u"meanSeconds"_s, seconds}},
        u"%1  %2 runs, %3 failed (%4 out of time), %5 s each"_s.arg(gate.text().leftJustified(12))
            .arg(totals.runs)
            .arg(totals.failures)
            .arg(totals.timeouts)
            .arg(seconds, 0, 'f', 1)};
}

TableRow rowOf(const std::pair<QString, QString>& agent, const AgentTotals& totals)
{
    const auto& [provider, model] = agent;
    return {{{u"provider"_s, provider},
             {u"model"_s, model},
             {u"sessions"_s, totals.sessions},
             {u"failures"_s, totals.failures},
             {u"inputTokens"_s, totals.inputTokens},
             {u"outputTokens"_s, totals.outputTokens},
             {u"costUsd"_s, totals.costUsd},
             {u"meanSeconds"_s, meanSeconds(totals.durationMs, totals.sessions)}},
            u"%1 %2  %3 sessions, %4 failed, %5 + %6 tokens, %7 USD"_s.arg(provider, model)
                .arg(totals.sessions)
                .arg(totals.failures)
                .arg(totals.inputTokens)
                .arg(totals.outputTokens)
                .arg(totals.costUsd, 0, 'f', 2)};
}

TableRow rowOf(const PluginRow& plugin)
{
    return {{{u"plugin"_s, plugin.name},
             {u"version"_s, plugin.version},
             {u"installed"_s, plugin.installed},
             {u"capabilities"_s, QJsonArray::fromStringList(plugin.capabilities)},
             {u"runs"_s, plugin.runs},
             {u"failures"_s, plugin.failures}},
            u"%1 %2%3  %4 runs, %5 failed"_s
                .arg(plugin.name, plugin.version, plugin.installed ? QString() : u" (removed)"_s)
                .arg(plugin.runs)
                .arg(plugin.failures)};
}

/// Prints what `rows` makes of the record.
template <typename Rows>
ExitCode show(Session& session, bool csv, const QString& none, const Rows& rows)
{
    const auto view = session.view();
    if (!view) {
        return session.output().fail(view.error());
    }
    printTable(session.output(), rows(*view), csv, none);
    return Ok;
}

template <typename Map> QList<TableRow> rowsOfMap(const Map& map)
{
    QList<TableRow> rows;
    for (const auto& [key, value] : map.asKeyValueRange()) {
        rows.append(rowOf(key, value));
    }
    return rows;
}

} // namespace

ExitCode showDays(Session& session, bool csv)
{
    return show(session, csv, u"Nothing has happened yet."_s,
                [](const ReadModels& view) { return rowsOfMap(view.metrics.days()); });
}

ExitCode showGates(Session& session, bool csv)
{
    return show(session, csv, u"No gate has run yet."_s,
                [](const ReadModels& view) { return rowsOfMap(view.gates.totals()); });
}

ExitCode showAgents(Session& session, bool csv)
{
    return show(session, csv, u"No agent has worked yet; recordings are not counted."_s,
                [](const ReadModels& view) { return rowsOfMap(view.agents.totals()); });
}

ExitCode showPlugins(Session& session, bool csv)
{
    return show(session, csv, u"No plugin was installed yet."_s, [](const ReadModels& view) {
        QList<TableRow> rows;
        for (const PluginRow& plugin : view.plugins.rows()) {
            rows.append(rowOf(plugin));
        }
        return rows;
    });
}

} // namespace tamma::cli
