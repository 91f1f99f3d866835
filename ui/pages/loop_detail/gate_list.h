// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/loop_detail/loop_history.h"
#include "ui/widgets/status_look.h"
#include "ui/widgets/virtual_list.h"

namespace tamma::ui {

/// The cards of the gates as rows: of each card its head, its log, and one row a finding.
///
/// Shape    The id of a row says gate, commit-independent place and part, so the current row
///          survives a newer verdict.
class GateRows final : public RowSource {
    Q_OBJECT

public:
    enum class Part { Head, Log, Finding };

    /// What is on a row.
    struct Row {
        int card = 0;
        Part part = Part::Head;
        int finding = -1;
    };

    using RowSource::RowSource;

    void setCards(const QList<GateCard>& cards);
    [[nodiscard]] const QList<GateCard>& cards() const { return m_cards; }
    [[nodiscard]] const Row& at(qint64 row) const { return m_rows[row]; }

    /// Returns the row of a step's newest card; -1 for none.
    [[nodiscard]] qint64 rowOfStep(const StepId& step) const;

    [[nodiscard]] qint64 rowCount() const override { return m_rows.size(); }
    [[nodiscard]] RowId idAt(qint64 row) const override;
    [[nodiscard]] qint64 rowOf(RowId id) const override;

private:
    QList<GateCard> m_cards;
    QList<Row> m_rows;
};

/// What each gate said: verdict, command, exit code, duration, the end of the log, and findings.
///
/// Keys     Return or a click on a finding opens its line; on the head of a card, its log. Return
///          on the end of a log shows more of it.
class GateList final : public VirtualList {
    Q_OBJECT

public:
    explicit GateList(QWidget* parent = nullptr);

    void setCards(const QList<GateCard>& cards) { m_rows.setCards(cards); }
    [[nodiscard]] const QList<GateCard>& cards() const { return m_rows.cards(); }

    /// Shows the card of a step; false when it has none.
    bool select(const StepId& step);

    [[nodiscard]] QString rowText(qint64 row) const override;

signals:
    /// A finding was opened: its file, and its line in the new version (0: none).
    void findingOpened(const QString& file, int line);
    void logOpened(const tamma::ui::GateCard& card);

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    [[nodiscard]] int measureRow(qint64 row, int width) const override;
    bool pressInRow(qint64 row, QPoint point) override;
    [[nodiscard]] QString rowToolTip(qint64 row, QPoint point) const override;

private:
    [[nodiscard]] const GateCard& cardAt(qint64 row) const;
    [[nodiscard]] const events::Finding& findingAt(qint64 row) const;
    [[nodiscard]] StatusLook lookOf(const GateCard& card) const;
    [[nodiscard]] QString facts(const GateCard& card) const;
    [[nodiscard]] QString placeOf(const events::Finding& finding) const;
    [[nodiscard]] int textWidth(int width) const;
    [[nodiscard]] QStringList logLines(qint64 row) const;
    [[nodiscard]] bool hasLog(const GateCard& card) const;
    void paintHead(QPainter& painter, const QRect& rect, const GateCard& card) const;
    void paintLog(QPainter& painter, const QRect& rect, qint64 row) const;
    void paintFinding(QPainter& painter, const QRect& rect, const events::Finding& finding) const;
    void open(qint64 row);

    GateRows m_rows;
    QSet<QString> m_openLogs; // By hash of the log.
};

} // namespace tamma::ui
