// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diff_rows.h"

#include <algorithm>

namespace tamma::ui {
namespace {

bool fits(const QList<git::Hunk>& hunks, LineCounts counts)
{
    qint64 oldEnd = 0;
    qint64 newEnd = 0;
    for (const auto& hunk : hunks) {
        const bool ordered = hunk.oldStart >= oldEnd && hunk.oldCount >= 0 && hunk.newCount >= 0
            && hunk.oldCount + hunk.newCount > 0;
        if (!ordered || hunk.oldStart - oldEnd != hunk.newStart - newEnd) {
            return false;
        }
        oldEnd = qint64{hunk.oldStart} + hunk.oldCount;
        newEnd = qint64{hunk.newStart} + hunk.newCount;
    }
    return oldEnd <= counts.oldLines && counts.oldLines - oldEnd == counts.newLines - newEnd;
}

QList<git::Hunk> everything(LineCounts counts)
{
    if (counts.oldLines + counts.newLines == 0) {
        return {};
    }
    return {{0, counts.oldLines, 0, counts.newLines}};
}

} // namespace

DiffRows::DiffRows(const QList<git::Hunk>& hunks, LineCounts counts, DiffLayout layout)
    : m_layout(layout)
    , m_counts(counts)
{
    const auto usable = fits(hunks, counts) ? hunks : everything(counts);
    m_changes = static_cast<int>(usable.size());
    m_segments.reserve(static_cast<size_t>(usable.size()) * 2 + 1);
    int oldEnd = 0;
    int newEnd = 0;
    for (const auto& hunk : usable) {
        addUnchanged(oldEnd, newEnd, hunk.oldStart - oldEnd);
        m_segments.push_back({hunk});
        oldEnd = hunk.oldStart + hunk.oldCount;
        newEnd = hunk.newStart + hunk.newCount;
    }
    addUnchanged(oldEnd, newEnd, counts.oldLines - oldEnd);
    if (auto& last = m_segments.back(); last.folded > 0) {
        last.folded = last.lines.oldCount - last.before; // Nothing below it needs context.
    }
    layOut();
}

void DiffRows::addUnchanged(int oldStart, int newStart, int count)
{
    Segment segment{{oldStart, count, newStart, count}};
    if (count > LONGEST_UNFOLDED) {
        segment.before = m_segments.empty() ? 0 : CONTEXT;
        segment.folded = count - segment.before - CONTEXT;
    }
    m_segments.push_back(segment);
}

void DiffRows::layOut()
{
    m_total = 0;
    for (size_t i = 0; i < m_segments.size(); ++i) {
        m_segments[i].firstRow = m_total;
        m_total += rowCountOf(i);
    }
}

qint64 DiffRows::rowCountOf(size_t segment) const
{
    const auto& [lines, firstRow, before, folded, unfolded] = m_segments[segment];
    if (segment % 2 == 0) {
        return folded > 0 && !unfolded ? lines.oldCount - folded + 1 : lines.oldCount;
    }
    return m_layout == DiffLayout::Unified ? qint64{lines.oldCount} + lines.newCount
                                           : std::max(lines.oldCount, lines.newCount);
}

void DiffRows::setLayout(DiffLayout layout)
{
    m_layout = layout;
    layOut();
}

size_t DiffRows::segmentAt(qint64 row) const
{
    const auto behind
        = std::ranges::upper_bound(m_segments, row, std::ranges::less{}, &Segment::firstRow);
    return static_cast<size_t>(behind - m_segments.begin()) - 1;
}

DiffRow DiffRows::at(qint64 row) const
{
    const size_t index = segmentAt(row);
    const auto& segment = m_segments[index];
    const int offset = static_cast<int>(row - segment.firstRow);
    return index % 2 == 0 ? unchangedRow(segment, offset) : changedRow(segment.lines, offset);
}

DiffRow DiffRows::unchangedRow(const Segment& segment, int offset) const
{
    const bool folds = segment.folded > 0 && !segment.unfolded;
    const auto lineAt = [&](int line) {
        return DiffRow{DiffRowKind::Context, segment.lines.oldStart + line,
                       segment.lines.newStart + line};
    };
    if (!folds || offset < segment.before) {
        return lineAt(offset);
    }
    if (offset > segment.before) {
        return lineAt(offset + segment.folded - 1);
    }
    auto fold = lineAt(offset);
    fold.kind = DiffRowKind::Fold;
    fold.hidden = segment.folded;
    return fold;
}

DiffRow DiffRows::changedRow(const git::Hunk& hunk, int offset) const
{
    if (m_layout == DiffLayout::Unified) {
        return offset < hunk.oldCount
            ? DiffRow{DiffRowKind::Removed, hunk.oldStart + offset, -1}
            : DiffRow{DiffRowKind::Added, -1, hunk.newStart + offset - hunk.oldCount};
    }
    const bool hasOld = offset < hunk.oldCount;
    const bool hasNew = offset < hunk.newCount;
    const auto kind = hasOld && hasNew ? DiffRowKind::Changed
        : hasOld                       ? DiffRowKind::Removed
                                       : DiffRowKind::Added;
    return {kind, hasOld ? hunk.oldStart + offset : -1, hasNew ? hunk.newStart + offset : -1};
}

DiffRow DiffRows::pairAt(qint64 row) const
{
    auto pair = at(row);
    const auto& hunk = m_segments[segmentAt(row)].lines;
    if (pair.kind == DiffRowKind::Removed && pair.oldLine - hunk.oldStart < hunk.newCount) {
        pair.newLine = hunk.newStart + pair.oldLine - hunk.oldStart;
    } else if (pair.kind == DiffRowKind::Added && pair.newLine - hunk.newStart < hunk.oldCount) {
        pair.oldLine = hunk.oldStart + pair.newLine - hunk.newStart;
    }
    return pair;
}

qint64 DiffRows::rowInUnchanged(const Segment& segment, int offset)
{
    const bool folds = segment.folded > 0 && !segment.unfolded;
    if (!folds || offset < segment.before) {
        return segment.firstRow + offset;
    }
    return segment.firstRow + std::max(segment.before, offset - segment.folded + 1);
}

qint64 DiffRows::rowOfOldLine(int line) const
{
    if (line < 0 || line >= m_counts.oldLines) {
        return -1;
    }
    // Empty segments share their start with the next one, so the last that starts here holds it.
    const auto behind = std::ranges::upper_bound(m_segments, line, std::ranges::less{},
                                                 [](const Segment& s) { return s.lines.oldStart; });
    const auto index = static_cast<size_t>(behind - m_segments.begin()) - 1;
    const auto& segment = m_segments[index];
    const int offset = line - segment.lines.oldStart;
    return index % 2 == 0 ? rowInUnchanged(segment, offset) : segment.firstRow + offset;
}

qint64 DiffRows::rowOfNewLine(int line) const
{
    if (line < 0 || line >= m_counts.newLines) {
        return -1;
    }
    const auto behind = std::ranges::upper_bound(m_segments, line, std::ranges::less{},
                                                 [](const Segment& s) { return s.lines.newStart; });
    const auto index = static_cast<size_t>(behind - m_segments.begin()) - 1;
    const auto& segment = m_segments[index];
    const int offset = line - segment.lines.newStart;
    if (index % 2 == 0) {
        return rowInUnchanged(segment, offset);
    }
    return segment.firstRow + offset
        + (m_layout == DiffLayout::Unified ? segment.lines.oldCount : 0);
}

bool DiffRows::unfold(qint64 row)
{
    if (row < 0 || row >= m_total || at(row).kind != DiffRowKind::Fold) {
        return false;
    }
    m_segments[segmentAt(row)].unfolded = true;
    layOut();
    return true;
}

bool DiffRows::unfoldAll()
{
    const qint64 before = m_total;
    for (auto& segment : m_segments) {
        segment.unfolded = true;
    }
    layOut();
    return m_total != before;
}

void DiffRows::foldAll()
{
    for (auto& segment : m_segments) {
        segment.unfolded = false;
    }
    layOut();
}

DiffRows::RowRange DiffRows::changeRows(int change) const
{
    const size_t index = static_cast<size_t>(change) * 2 + 1;
    const qint64 first = m_segments[index].firstRow;
    return {first, first + rowCountOf(index)};
}

git::Hunk DiffRows::change(int change) const
{
    return m_segments[static_cast<size_t>(change) * 2 + 1].lines;
}

int DiffRows::changeAtOrAfter(qint64 row) const
{
    if (m_segments.empty() || row >= m_total) {
        return m_changes;
    }
    return static_cast<int>(segmentAt(std::max<qint64>(row, 0)) / 2);
}

} // namespace tamma::ui
