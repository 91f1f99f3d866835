// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/gate_list.h"

#include "ui/pages/loop_detail/plain_text_stream.h"
#include "ui/pages/loop_detail/prose.h"
#include "ui/pages/loop_detail/words.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/card_painting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QPainter>

#include <algorithm>

namespace tamma::ui {
namespace {

constexpr int MARGIN = 14;
constexpr int TEXT_X = 40;
constexpr int LOG_LINES = 10;

} // namespace

void GateRows::setCards(const QList<GateCard>& cards)
{
    if (cards == m_cards) {
        return;
    }
    m_cards = cards;
    m_rows.clear();
    for (int card = 0; card < m_cards.size(); ++card) {
        const auto& verdict = m_cards[card].verdict;
        m_rows.append({card, Part::Head});
        for (int i = 0; i < verdict.findings.size(); ++i) {
            m_rows.append({card, Part::Finding, i});
        }
        if (!verdict.logTail.trimmed().isEmpty()) {
            m_rows.append({card, Part::Log});
        }
    }
    emit replaced();
}

qint64 GateRows::rowOfStep(const StepId& step) const
{
    const auto found = std::ranges::find_if(m_rows, [&](const Row& row) {
        return row.part == Part::Head && m_cards[row.card].verdict.stepId == step;
    });
    return found == m_rows.end() ? -1 : found - m_rows.begin();
}

RowId GateRows::idAt(qint64 row) const
{
    const auto& at = m_rows[row];
    return RowId((quint64(at.card) << 32) | (quint64(at.part) << 24) | quint64(at.finding + 1));
}

qint64 GateRows::rowOf(RowId id) const
{
    for (qint64 row = 0; row < m_rows.size(); ++row) {
        if (idAt(row) == id) {
            return row;
        }
    }
    return -1;
}

GateList::GateList(QWidget* parent)
    : VirtualList(parent)
{
    setObjectName(QStringLiteral("gates"));
    setAccessibleName(tr("Gates"));
    setFrameShape(QFrame::NoFrame);
    setOwnRowHeights(72);
    setSource(&m_rows);
    connect(this, &VirtualList::activated, this, [this](RowId, qint64 row) { open(row); });
}

bool GateList::select(const StepId& step)
{
    const qint64 row = m_rows.rowOfStep(step);
    if (row >= 0) {
        setCurrentRow(row);
    }
    return row >= 0;
}

const GateCard& GateList::cardAt(qint64 row) const
{
    return m_rows.cards()[m_rows.at(row).card];
}

const events::Finding& GateList::findingAt(qint64 row) const
{
    return cardAt(row).verdict.findings[m_rows.at(row).finding];
}

StatusLook GateList::lookOf(const GateCard& card) const
{
    const bool needsPerson = !card.verdict.needsPerson.isEmpty();
    const auto status = card.state == GateCard::State::Passed
        ? (needsPerson ? Status::NeedsYou : Status::Passed)
        : card.state == GateCard::State::Failed ? Status::Failed
                                                : Status::Skipped;
    return statusLook(status, colourTokens(palette()));
}

QString GateList::facts(const GateCard& card) const
{
    const auto& verdict = card.verdict;
    if (card.state == GateCard::State::Skipped) {
        return {};
    }
    QStringList facts;
    if (verdict.timedOut) {
        facts.append(tr("timed out"));
    } else if (!verdict.command.isEmpty()) {
        facts.append(tr("exit code %1").arg(verdict.exitCode));
    }
    if (verdict.flaky) {
        facts.append(tr("flaky"));
    }
    facts.append(durationText(std::chrono::milliseconds(verdict.durationMs)));
    if (!verdict.sandbox.isEmpty()) {
        facts.append(verdict.sandbox);
    }
    return facts.join(QStringLiteral(" \u00B7 "));
}

QString GateList::placeOf(const events::Finding& finding) const
{
    return finding.line > 0 ? QStringLiteral("%1:%2").arg(finding.file).arg(finding.line)
                            : finding.file;
}

int GateList::textWidth(int width) const
{
    return std::max(80, width - TEXT_X - MARGIN);
}

QStringList GateList::logLines(qint64 row) const
{
    QString text;
    const auto& verdict = cardAt(row).verdict;
    PlainTextStream().append(verdict.logTail, text);
    auto lines = text.trimmed().split(u'\n');
    if (lines.size() > LOG_LINES && !m_openLogs.contains(verdict.logHash)) {
        lines = lines.last(LOG_LINES);
        lines.prepend(QString()); // Room for the line that offers the rest.
    }
    return lines;
}

int GateList::measureRow(qint64 row, int width) const
{
    const int line = fontMetrics().height() + 2;
    const int room = textWidth(width);
    switch (m_rows.at(row).part) {
    case GateRows::Part::Head: {
        const auto& card = cardAt(row);
        const Prose summary(card.verdict.summary, Prose::Format::Plain, font(), room);
        return 12 + line + 2 + (card.verdict.summary.isEmpty() ? 0 : summary.height() + 2)
            + (card.verdict.command.isEmpty() ? 0 : line) + (facts(card).isEmpty() ? 0 : line) + 8;
    }
    case GateRows::Part::Log: {
        const QFontMetrics code(metrics::code(metrics::caption(font())));
        return static_cast<int>(logLines(row).size()) * code.height() + 16 + 8;
    }
    case GateRows::Part::Finding:
        break;
    }
    const auto& finding = findingAt(row);
    const Prose message(finding.message, Prose::Format::Plain, font(), room);
    return message.height() + (finding.file.isEmpty() ? 0 : line) + 10;
}

void GateList::paintHead(QPainter& painter, const QRect& rect, const GateCard& card) const
{
    const auto& colours = colourTokens(palette());
    const auto look = lookOf(card);
    const auto& verdict = card.verdict;
    const int line = fontMetrics().height() + 2;
    if (m_rows.cards().indexOf(card) > 0) {
        painter.fillRect(QRect(rect.x() + MARGIN, rect.y(), rect.width() - 2 * MARGIN, 1),
                         colours.border);
    }
    QRect at(rect.x() + TEXT_X, rect.y() + 12, textWidth(rect.width()), line);
    paintIcon(painter, QRect(rect.x() + MARGIN, at.y(), metrics::ICON, line), look.icon,
              look.colours.ink);
    const QFont strong = metrics::strong(font());
    const auto title = gateLabel(verdict.gateId);
    const int titleWidth = QFontMetrics(strong).horizontalAdvance(title) + 1;
    paintLine(painter, at, {title, colours.text, strong});
    paintLine(painter, at.adjusted(titleWidth + 8, 0, 0, 0), {look.word, look.colours.ink, font()});
    if (hasLog(card)) {
        paintLine(painter, at,
                  {tr("Open log"), colours.running.ink, metrics::caption(font()), Qt::AlignRight});
    }
    at.translate(0, line + 2);
    if (!verdict.summary.isEmpty()) {
        Prose summary(verdict.summary, Prose::Format::Plain, font(), at.width());
        summary.paint(painter, at.topLeft(), colours.text, colours.alt);
        at.translate(0, summary.height() + 2);
    }
    const QFont quiet = metrics::caption(font());
    if (!verdict.command.isEmpty()) {
        paintLine(
            painter, at,
            {QStringLiteral("$ ") + verdict.command, colours.secondary, metrics::code(quiet)});
        at.translate(0, line);
    }
    paintLine(painter, at, {facts(card), colours.secondary, quiet});
}

void GateList::paintLog(QPainter& painter, const QRect& rect, qint64 row) const
{
    const auto& colours = colourTokens(palette());
    const QRect ground = rect.adjusted(TEXT_X, 0, -MARGIN, -8);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.alt);
    painter.drawRoundedRect(ground, metrics::CONTROL_RADIUS, metrics::CONTROL_RADIUS);
    const QFont code = metrics::code(metrics::caption(font()));
    const int line = QFontMetrics(code).height();
    QRect at = ground.adjusted(8, 8, -8, 0);
    at.setHeight(line);
    const auto lines = logLines(row);
    for (qsizetype i = 0; i < lines.size(); ++i, at.translate(0, line)) {
        if (at.bottom() < 0 || at.top() > viewport()->height()) {
            continue;
        }
        const bool offer = i == 0 && lines[i].isEmpty() && lines.size() == LOG_LINES + 1;
        paintLine(painter, at,
                  offer ? LineOfText{tr("Show more of the log"), colours.running.ink,
                                     metrics::caption(font())}
                        : LineOfText{lines[i], colours.text, code});
    }
}

void GateList::paintFinding(QPainter& painter, const QRect& rect,
                            const events::Finding& finding) const
{
    const auto& colours = colourTokens(palette());
    const auto look = severityLook(finding.severity, colours);
    const int line = fontMetrics().height() + 2;
    const QRect at(rect.x() + TEXT_X, rect.y() + 4, textWidth(rect.width()), line);
    paintIcon(painter, QRect(rect.x() + MARGIN, at.y(), metrics::ICON, line), look.icon,
              look.colours.ink);
    Prose message(finding.message, Prose::Format::Plain, font(), at.width());
    message.paint(painter, at.topLeft(), colours.text, colours.alt);
    if (!finding.file.isEmpty()) {
        const QFont code = metrics::code(metrics::caption(font()));
        const auto place
            = QFontMetrics(code).elidedText(placeOf(finding), Qt::ElideLeft, at.width());
        paintLine(painter, at.translated(0, message.height()), {place, colours.running.ink, code});
    }
}

void GateList::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState)
{
    painter.setLayoutDirection(Qt::LeftToRight);
    switch (m_rows.at(row).part) {
    case GateRows::Part::Head:
        paintHead(painter, rect, cardAt(row));
        break;
    case GateRows::Part::Log:
        paintLog(painter, rect, row);
        break;
    case GateRows::Part::Finding:
        paintFinding(painter, rect, findingAt(row));
        break;
    }
}

QString GateList::rowText(qint64 row) const
{
    const auto& card = cardAt(row);
    switch (m_rows.at(row).part) {
    case GateRows::Part::Log:
        return logLines(row).join(u'\n');
    case GateRows::Part::Finding: {
        const auto& finding = findingAt(row);
        QStringList parts{finding.severity + QStringLiteral(": ") + finding.message,
                          placeOf(finding), finding.rule, finding.source};
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }
    case GateRows::Part::Head:
        break;
    }
    QStringList parts{gateLabel(card.verdict.gateId), lookOf(card).word, card.verdict.summary,
                      card.verdict.command, facts(card)};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString GateList::rowToolTip(qint64 row, QPoint) const
{
    switch (m_rows.at(row).part) {
    case GateRows::Part::Head:
        return hasLog(cardAt(row))
            ? (cardAt(row).verdict.command + u'\n' + tr("Open log (Return)")).trimmed()
            : cardAt(row).verdict.command;
    case GateRows::Part::Finding:
        return findingAt(row).file.isEmpty() ? QString()
                                             : tr("Open %1").arg(placeOf(findingAt(row)));
    case GateRows::Part::Log:
        break;
    }
    return {};
}

bool GateList::pressInRow(qint64 row, QPoint point)
{
    const int line = QFontMetrics(metrics::code(metrics::caption(font()))).height();
    const auto part = m_rows.at(row).part;
    if (part == GateRows::Part::Head && hasLog(cardAt(row))) {
        setCurrentRow(row);
        open(row);
        return true;
    }
    if (part == GateRows::Part::Log && point.y() < 8 + line && logLines(row).first().isEmpty()) {
        open(row);
        return true;
    }
    if (part == GateRows::Part::Finding && !findingAt(row).file.isEmpty()) {
        setCurrentRow(row);
        open(row);
        return true;
    }
    return false;
}

void GateList::open(qint64 row)
{
    const auto& verdict = cardAt(row).verdict;
    switch (m_rows.at(row).part) {
    case GateRows::Part::Log:
        m_openLogs.insert(verdict.logHash);
        remeasure();
        viewport()->update();
        break;
    case GateRows::Part::Finding:
        if (!findingAt(row).file.isEmpty()) {
            emit findingOpened(findingAt(row).file, findingAt(row).line);
        }
        break;
    case GateRows::Part::Head:
        if (hasLog(cardAt(row))) {
            emit logOpened(cardAt(row));
        }
        break;
    }
}

bool GateList::hasLog(const GateCard& card) const
{
    return card.state != GateCard::State::Skipped && !card.verdict.logTail.trimmed().isEmpty();
}

} // namespace tamma::ui
