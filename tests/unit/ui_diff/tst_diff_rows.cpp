// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diff_rows.h"

#include <QTest>

#include <random>

using namespace tamma;
using namespace tamma::ui;

namespace {

struct Case {
    QList<git::Hunk> hunks;
    LineCounts counts;
};

/// A random valid diff: runs and hunks of random sizes, some of them empty on one side.
Case randomCase(std::mt19937& random)
{
    const auto pick = [&](int below) { return static_cast<int>(random() % unsigned(below)); };
    Case made;
    int oldEnd = 0;
    int newEnd = 0;
    const int changes = pick(12);
    for (int i = 0; i < changes; ++i) {
        const int gap = i == 0 ? pick(30) : 1 + pick(30);
        const int removed = pick(6);
        const int added = removed == 0 ? 1 + pick(5) : pick(6);
        made.hunks.append({oldEnd + gap, removed, newEnd + gap, added});
        oldEnd += gap + removed;
        newEnd += gap + added;
    }
    const int tail = pick(30);
    made.counts = {oldEnd + tail, newEnd + tail};
    return made;
}

/// Counts how often each line is seen, hidden or not.
void count(const DiffRow& row, QList<int>& oldSeen, QList<int>& newSeen)
{
    const int lines = row.kind == DiffRowKind::Fold ? row.hidden : 1;
    for (int i = 0; i < lines; ++i) {
        if (row.oldLine >= 0) {
            ++oldSeen[row.oldLine + i];
        }
        if (row.newLine >= 0) {
            ++newSeen[row.newLine + i];
        }
    }
}

void checkEveryLineOnce(const DiffRows& rows, LineCounts counts)
{
    QList<int> oldSeen(counts.oldLines, 0);
    QList<int> newSeen(counts.newLines, 0);
    for (qint64 row = 0; row < rows.count(); ++row) {
        count(rows.at(row), oldSeen, newSeen);
    }
    QCOMPARE(oldSeen, QList<int>(counts.oldLines, 1));
    QCOMPARE(newSeen, QList<int>(counts.newLines, 1));
}

void checkLinesFindTheirRows(const DiffRows& rows, LineCounts counts)
{
    for (int line = 0; line < counts.oldLines; ++line) {
        const auto row = rows.at(rows.rowOfOldLine(line));
        const int last = row.oldLine + std::max(row.hidden, 1);
        QVERIFY(row.oldLine <= line && line < last);
    }
    for (int line = 0; line < counts.newLines; ++line) {
        const auto row = rows.at(rows.rowOfNewLine(line));
        const int last = row.newLine + std::max(row.hidden, 1);
        QVERIFY(row.newLine <= line && line < last);
    }
}

QList<DiffRowKind> kindsOf(const DiffRows& rows)
{
    QList<DiffRowKind> kinds;
    for (qint64 row = 0; row < rows.count(); ++row) {
        kinds.append(rows.at(row).kind);
    }
    return kinds;
}

} // namespace

class TestDiffRows : public QObject {
    Q_OBJECT

private slots:
    void everyLineIsShownExactlyOnce()
    {
        std::mt19937 random(20);
        for (int round = 0; round < 300; ++round) {
            const auto [hunks, counts] = randomCase(random);
            for (const auto layout : {DiffLayout::Unified, DiffLayout::SideBySide}) {
                DiffRows rows(hunks, counts, layout);
                checkEveryLineOnce(rows, counts);
                checkLinesFindTheirRows(rows, counts);
                const qint64 folded = rows.count();
                rows.unfoldAll();
                checkEveryLineOnce(rows, counts);
                checkLinesFindTheirRows(rows, counts);
                rows.foldAll();
                QCOMPARE(rows.count(), folded);
            }
        }
    }

    void longRunsFoldAndKeepTheirContext()
    {
        const DiffRows rows({{20, 1, 20, 1}}, {41, 41}, DiffLayout::Unified);
        using K = DiffRowKind;
        const QList<K> expected{K::Fold,  K::Context, K::Context, K::Context, K::Removed,
                                K::Added, K::Context, K::Context, K::Context, K::Fold};
        QCOMPARE(kindsOf(rows), expected);
        QCOMPARE(rows.at(0), (DiffRow{K::Fold, 0, 0, 17}));
        QCOMPARE(rows.at(9), (DiffRow{K::Fold, 24, 24, 17}));
    }

    void shortRunsStayOpen()
    {
        const DiffRows rows({{8, 1, 8, 0}}, {17, 16}, DiffLayout::Unified);
        QVERIFY(!kindsOf(rows).contains(DiffRowKind::Fold));
        QCOMPARE(rows.count(), 17);
    }

    void unfoldingOneRunLeavesTheOthers()
    {
        DiffRows rows({{20, 1, 20, 1}}, {41, 41}, DiffLayout::Unified);
        QVERIFY(!rows.unfold(1));
        QVERIFY(rows.unfold(0));
        QCOMPARE(rows.count(), 10 - 1 + 17);
        QCOMPARE(rows.at(rows.count() - 1).kind, DiffRowKind::Fold);
        QCOMPARE(rows.rowOfNewLine(0), 0);
    }

    void pairsLinesSideBySide()
    {
        const DiffRows rows({{0, 2, 0, 3}}, {2, 3}, DiffLayout::SideBySide);
        QCOMPARE(rows.count(), 3);
        QCOMPARE(rows.at(1), (DiffRow{DiffRowKind::Changed, 1, 1}));
        QCOMPARE(rows.at(2), (DiffRow{DiffRowKind::Added, -1, 2}));
    }

    void findsTheNextChangeFromAnyRow()
    {
        const DiffRows rows({{20, 1, 20, 1}, {60, 0, 60, 2}}, {90, 92}, DiffLayout::Unified);
        QCOMPARE(rows.changeCount(), 2);
        const auto first = rows.changeRows(0);
        const auto second = rows.changeRows(1);
        QCOMPARE(rows.changeAtOrAfter(0), 0);
        QCOMPARE(rows.changeAtOrAfter(first.first), 0);
        QCOMPARE(rows.changeAtOrAfter(first.last), 1);
        QCOMPARE(rows.changeAtOrAfter(second.last), 2);
        QCOMPARE(rows.at(second.first), (DiffRow{DiffRowKind::Added, -1, 60}));
    }

    void wrongHunksBecomeOneOverEverything_data()
    {
        QTest::addColumn<QList<git::Hunk>>("hunks");
        QTest::newRow("beyond the end") << QList<git::Hunk>{{3, 9, 3, 9}};
        QTest::newRow("sides drift apart") << QList<git::Hunk>{{1, 1, 2, 1}};
        QTest::newRow("not ascending") << QList<git::Hunk>{{3, 1, 3, 1}, {0, 1, 0, 1}};
        QTest::newRow("empty") << QList<git::Hunk>{{1, 0, 1, 0}};
        QTest::newRow("negative") << QList<git::Hunk>{{-1, 2, -1, 2}};
        QTest::newRow("none, but the texts differ in length") << QList<git::Hunk>{};
    }
    void wrongHunksBecomeOneOverEverything()
    {
        QFETCH(QList<git::Hunk>, hunks);
        const DiffRows rows(hunks, {5, 6}, DiffLayout::Unified);
        QCOMPARE(rows.changeCount(), 1);
        checkEveryLineOnce(rows, {5, 6});
    }

    void emptyTextsHaveNoRows()
    {
        const DiffRows rows({}, {0, 0}, DiffLayout::SideBySide);
        QCOMPARE(rows.count(), 0);
        QCOMPARE(rows.rowOfNewLine(0), -1);
        QCOMPARE(rows.changeAtOrAfter(0), 0);
    }
};

QTEST_GUILESS_MAIN(TestDiffRows)
#include "tst_diff_rows.moc"
