// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about a change, over all its files.
#include "ui/diff/changed_file_list.h"
#include "ui/diff/diff_pane.h"
#include "ui/widgets/inline_message.h"

#include <QLayout>

namespace tamma::ui {

void DiffPane::setNotes(const QList<LineNote>& notes)
{
    if (notes != m_notes) {
        m_notes = notes;
        showNotes();
    }
}

bool DiffPane::hasLine(const LineNote& note) const
{
    const auto& files = m_files->files();
    const auto file = std::ranges::find(files, note.file, &git::ChangedFile::path);
    return note.line > 0 && file != files.end() && !file->binary
        && file->kind != git::ChangeKind::Deleted;
}

void DiffPane::showNotes()
{
    QList<LineNote> here;
    QStringList elsewhere;
    const auto* document = m_view->document();
    for (const LineNote& note : std::as_const(m_notes)) {
        if (!hasLine(note)) {
            const auto place
                = note.line > 0 ? QStringLiteral("%1:%2").arg(note.file).arg(note.line) : note.file;
            elsewhere.append(place.isEmpty() ? noteSentence(note)
                                             : place + QStringLiteral("  ") + noteSentence(note));
        } else if (document != nullptr && note.file == document->file.path) {
            here.append(note);
        }
    }
    m_view->setNotes(here);
    m_files->setNotes(countNotes(m_notes));
    m_elsewhere->setVisible(!elsewhere.isEmpty());
    if (!elsewhere.isEmpty()) {
        m_elsewhere->showMessage(
            MessageKind::Warning,
            elsewhere.size() == 1 ? tr("1 finding or comment is not on a line of this change.")
                                  : tr("%1 findings or comments are not on a line of this change.")
                                        .arg(elsewhere.size()));
    }
    m_elsewhere->setDetails(elsewhere.join(u'\n'));
}

void DiffPane::openNotesBeside(bool forward)
{
    const int step = forward ? 1 : -1;
    for (qint64 row = m_files->currentRow() + step; row >= 0 && row < m_files->rowCount();
         row += step) {
        const auto& path = m_files->files()[row].path;
        const bool notes = std::ranges::any_of(
            m_notes, [&](const LineNote& note) { return note.file == path && hasLine(note); });
        if (notes) {
            m_target = {path, forward ? Target::Part::FirstNote : Target::Part::LastNote};
            applyTarget();
            return;
        }
    }
}

void DiffPane::setFooter(QWidget* widget)
{
    layout()->addWidget(widget);
}

} // namespace tamma::ui
