// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/diff_document.h"
#include "ui/widgets/row_source.h"

namespace tamma::ui {

/// The rows of one file's diff for a VirtualList.
///
/// Shape    The id of a row is the line that it shows (the new one if there are two), so the
/// current
///          row survives folding and another layout.
class DiffRowSource final : public RowSource {
    Q_OBJECT

public:
    using RowSource::RowSource;

    /// Shows `document` from now on; nullptr shows nothing. Keeps the layout.
    void setDocument(std::shared_ptr<const DiffDocument> document);
    [[nodiscard]] const DiffDocument* document() const { return m_document.get(); }

    [[nodiscard]] const DiffRows& rows() const { return m_rows; }

    void setLayout(DiffLayout layout);
    [[nodiscard]] DiffLayout layout() const { return m_layout; }

    /// Shows the lines behind the fold at `row`; false when there is none.
    bool unfold(qint64 row);
    void setAllUnfolded(bool unfolded);

    [[nodiscard]] qint64 rowCount() const override { return m_rows.count(); }
    [[nodiscard]] RowId idAt(qint64 row) const override;
    [[nodiscard]] qint64 rowOf(RowId id) const override;

private:
    std::shared_ptr<const DiffDocument> m_document;
    DiffRows m_rows;
    DiffLayout m_layout = DiffLayout::Unified;
};

} // namespace tamma::ui
