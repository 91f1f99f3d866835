// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"

#include <QList>

#include <vector>

namespace tamma::ui {

/// How two versions of a file are laid out.
enum class DiffLayout {
    Unified, ///< One column: removed lines above the added ones.
    SideBySide, ///< Old on the left, new on the right.
};

/// What a row of a diff is.
enum class DiffRowKind {
    Context, ///< The same line on both sides.
    Removed, ///< Old only.
    Added, ///< New only.
    Changed, ///< Side by side only: a removed line with the added one that took its place.
    Fold, ///< A run of unchanged lines that is not shown.
};

/// One row of a diff.
struct DiffRow {
    DiffRowKind kind = DiffRowKind::Context;
    int oldLine = -1; ///< From 0; -1 when this side has no line here. First line of a fold.
    int newLine = -1;
    int hidden = 0; ///< Fold: how many lines.

    friend bool operator==(const DiffRow&, const DiffRow&) = default;
};

/// How many lines two texts have.
struct LineCounts {
    int oldLines = 0;
    int newLines = 0;
};

/// Which row shows which line: a map over the hunks of a file, in either layout, with unchanged
/// runs folded. It stores nothing for a row.
///
/// Shape    Rows are [0, count()). An unchanged run of more than LONGEST_UNFOLDED lines keeps
///          CONTEXT lines beside each change and folds the others into one row, until unfold().
///          Hunks that do not fit the line counts are replaced by one over everything.
///          Looking up is O(log hunks), laying out and unfolding O(hunks).
class DiffRows {
public:
    static constexpr int LONGEST_UNFOLDED = 8;
    static constexpr int CONTEXT = 3;

    DiffRows() = default;
    DiffRows(const QList<git::Hunk>& hunks, LineCounts counts, DiffLayout layout);

    [[nodiscard]] DiffLayout layout() const { return m_layout; }
    void setLayout(DiffLayout layout);

    [[nodiscard]] qint64 count() const { return m_total; }
    [[nodiscard]] DiffRow at(qint64 row) const;

    /// Returns the row with both lines filled in where a removed and an added line stand for each
    /// other: the n-th of a hunk on either side.
    [[nodiscard]] DiffRow pairAt(qint64 row) const;

    /// Returns the row of a line, or of the fold that hides it; -1 when there is no such line.
    [[nodiscard]] qint64 rowOfOldLine(int line) const;
    [[nodiscard]] qint64 rowOfNewLine(int line) const;

    /// Shows the lines behind the fold at `row`, or all folds. Returns false when nothing changed.
    bool unfold(qint64 row);
    bool unfoldAll();

    /// Folds everything again.
    void foldAll();

    [[nodiscard]] int changeCount() const { return m_changes; }

    /// The rows [first, last) of a change.
    struct RowRange {
        qint64 first = 0;
        qint64 last = 0;
    };
    [[nodiscard]] RowRange changeRows(int change) const;
    [[nodiscard]] git::Hunk change(int change) const;

    /// Returns the first change that ends behind `row`; changeCount() when there is none.
    [[nodiscard]] int changeAtOrAfter(qint64 row) const;

private:
    /// A run of unchanged lines (even index) or a hunk (odd index): they alternate.
    struct Segment {
        git::Hunk lines;
        qint64 firstRow = 0;
        int before = 0; // Unchanged run: context lines above the fold.
        int folded = 0; // Lines in the fold; 0 when there is none.
        bool unfolded = false;
    };

    void addUnchanged(int oldStart, int newStart, int count);
    void layOut();
    [[nodiscard]] qint64 rowCountOf(size_t segment) const;
    [[nodiscard]] size_t segmentAt(qint64 row) const;
    [[nodiscard]] DiffRow unchangedRow(const Segment& segment, int offset) const;
    [[nodiscard]] DiffRow changedRow(const git::Hunk& hunk, int offset) const;
    [[nodiscard]] static qint64 rowInUnchanged(const Segment& segment, int offset);

    DiffLayout m_layout = DiffLayout::Unified;
    std::vector<Segment> m_segments;
    LineCounts m_counts;
    qint64 m_total = 0;
    int m_changes = 0;
};

} // namespace tamma::ui
