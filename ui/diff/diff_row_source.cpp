// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diff_row_source.h"

namespace tamma::ui {
namespace {

constexpr quint64 OLD_SIDE = quint64{1} << 32;

} // namespace

void DiffRowSource::setDocument(std::shared_ptr<const DiffDocument> document)
{
    m_document = std::move(document);
    m_rows = m_document == nullptr ? DiffRows() : m_document->rows;
    m_rows.setLayout(m_layout);
    emit replaced();
}

void DiffRowSource::setLayout(DiffLayout layout)
{
    if (layout != m_layout) {
        m_layout = layout;
        m_rows.setLayout(layout);
        emit replaced();
    }
}

bool DiffRowSource::unfold(qint64 row)
{
    const qint64 before = m_rows.count();
    if (!m_rows.unfold(row)) {
        return false;
    }
    emit changed(row, 1);
    emit inserted(row + 1, m_rows.count() - before);
    return true;
}

void DiffRowSource::setAllUnfolded(bool unfolded)
{
    if (unfolded) {
        m_rows.unfoldAll();
    } else {
        m_rows.foldAll();
    }
    emit replaced();
}

RowId DiffRowSource::idAt(qint64 row) const
{
    const auto shown = m_rows.at(row);
    return shown.newLine >= 0 ? RowId(quint64(shown.newLine))
                              : RowId(OLD_SIDE | quint64(shown.oldLine));
}

qint64 DiffRowSource::rowOf(RowId id) const
{
    const auto value = static_cast<quint64>(id);
    if (value >= 2 * OLD_SIDE) {
        return -1;
    }
    return (value & OLD_SIDE) != 0 ? m_rows.rowOfOldLine(static_cast<int>(value & ~OLD_SIDE))
                                   : m_rows.rowOfNewLine(static_cast<int>(value));
}

} // namespace tamma::ui
