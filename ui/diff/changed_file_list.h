// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"
#include "ui/diff/line_note.h"
#include "ui/widgets/virtual_list.h"

#include <QHash>

namespace tamma::ui {

/// The files of a change in the order that git lists them.
///
/// Shape    The id of a row belongs to its path for as long as the source lives.
class ChangedFileSource final : public RowSource {
    Q_OBJECT

public:
    using RowSource::RowSource;

    void setFiles(QList<git::ChangedFile> files);
    [[nodiscard]] const QList<git::ChangedFile>& files() const { return m_files; }

    /// Returns the row of a path (of the new version, or of a deleted file); -1 for none.
    [[nodiscard]] qint64 rowOfPath(const QString& path) const;

    [[nodiscard]] qint64 rowCount() const override { return m_files.size(); }
    [[nodiscard]] RowId idAt(qint64 row) const override { return m_ids.value(m_files[row].path); }
    [[nodiscard]] qint64 rowOf(RowId id) const override { return m_rows.value(id, -1); }

private:
    QList<git::ChangedFile> m_files;
    QHash<QString, RowId> m_ids; // Grows only: ids are never given twice.
    QHash<RowId, qint64> m_rows;
};

/// The changed files with a letter for what happened, name before folder, and counts of notes and
/// lines.
class ChangedFileList final : public VirtualList {
    Q_OBJECT

public:
    explicit ChangedFileList(QWidget* parent = nullptr);

    void setFiles(QList<git::ChangedFile> files);
    [[nodiscard]] const QList<git::ChangedFile>& files() const { return m_files.files(); }

    /// Shows how much is said about each file.
    void setNotes(const QMap<QString, NoteCount>& notes);

    /// Makes the file current; false when it is not in the list.
    bool select(const QString& path);

    /// Returns the current file; nullptr when there is none.
    [[nodiscard]] const git::ChangedFile* current() const;

    [[nodiscard]] QString rowText(qint64 row) const override;

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    [[nodiscard]] QString rowToolTip(qint64 row, QPoint point) const override;

private:
    [[nodiscard]] int paintNotes(QPainter& painter, const QRect& rect, qint64 row, int right) const;

    ChangedFileSource m_files;
    QMap<QString, NoteCount> m_notes;
};

} // namespace tamma::ui
