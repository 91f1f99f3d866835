// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diff_pane.h"

#include "ui/client/when_done.h"
#include "ui/diff/changed_file_list.h"
#include "ui/text/error_text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QThreadPool>
#include <QToolButton>

namespace tamma::ui {

namespace {

bool sameChange(const engine::DiffRequest& a, const engine::DiffRequest& b)
{
    return a.repository == b.repository && a.from == b.from && a.to == b.to;
}

} // namespace

void DiffPane::showChange(const engine::DiffRequest& request)
{
    if (!request.path.isEmpty()) {
        m_target = {.path = request.path};
    }
    if (sameChange(request, m_request) && m_fileListAsked > 0) {
        applyTarget();
        return;
    }
    m_request = request;
    m_request.path.clear();
    loadFiles();
}

void DiffPane::showNothing(const QString& why)
{
    m_request = {};
    ++m_fileListAsked;
    ++m_fileAsked;
    m_loaded.reset();
    m_view->setDocument(nullptr);
    m_files->setFiles({});
    showNotes();
    m_empty->setContent(QStringLiteral("file-diff"), tr("No changes"), why);
    m_pages->setCurrentWidget(m_empty);
}

void DiffPane::loadFiles()
{
    const auto asked = ++m_fileListAsked;
    if (m_files->files().isEmpty()) {
        m_empty->setContent(QStringLiteral("loader-circle"), tr("Loading"),
                            tr("The changes are being compared."));
        m_pages->setCurrentWidget(m_empty);
    }
    whenDone(m_engine.changedFiles(m_request), this,
             [this, asked](const Result<QList<git::ChangedFile>>& answer) {
                 if (asked == m_fileListAsked) {
                     showFiles(answer);
                 }
             });
}

void DiffPane::showFiles(const Result<QList<git::ChangedFile>>& answer)
{
    if (!answer) {
        m_files->setFiles({});
        showError(m_filesError, answer.error(), &DiffPane::loadFiles);
        m_pages->setCurrentWidget(m_filesError->parentWidget());
        return;
    }
    if (answer->isEmpty()) {
        showNothing(tr("Both versions are the same."));
        return;
    }
    const auto* shown = m_files->current();
    const auto kept = shown == nullptr ? QString() : shown->path;
    const QSignalBlocker quiet(m_files); // One loadFile() below, whatever becomes current.
    m_files->setFiles(*answer);
    showNotes();
    int added = 0;
    int removed = 0;
    for (const auto& file : *answer) {
        added += file.linesAdded;
        removed += file.linesRemoved;
    }
    const auto files = answer->size() == 1 ? tr("1 file") : tr("%1 files").arg(answer->size());
    m_summary->setText(files + QStringLiteral("  +%1 \u2212%2").arg(added).arg(removed));
    fitFileList();
    m_pages->setCurrentWidget(m_splitter);
    // The same file of another change is another file: ask for it even if the row stays current.
    const bool found = m_files->select(m_target.path) || m_files->select(kept);
    if (!found) {
        m_files->setCurrentRow(0);
    }
    loadFile();
}

void DiffPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitFileList();
}

void DiffPane::fitFileList()
{
    const auto files = static_cast<int>(m_files->files().size());
    if (m_splitterMoved || files == 0) {
        return;
    }
    const int wanted = files * m_files->rowRect(0).height() + 2;
    const int list = std::clamp(wanted, 28, std::max(28, height() / 4));
    m_splitter->setSizes({list, std::max(1, height() - list)});
}

void DiffPane::loadFile()
{
    const auto* file = m_files->current();
    if (file == nullptr) {
        return;
    }
    const auto asked = ++m_fileAsked;
    m_path->setText(file->path);
    m_path->setToolTip(file->path);
    auto request = m_request;
    request.path = file->path;
    using Document = std::shared_ptr<const DiffDocument>;
    const auto makeDocument = [](const Result<git::FileDiff>& diff) -> Result<Document> {
        return diff.transform(makeDiffDocument);
    };
    whenDone(m_engine.fileDiff(request).then(QThreadPool::globalInstance(), makeDocument), this,
             [this, asked](const Result<Document>& answer) {
                 if (asked == m_fileAsked) {
                     showFile(answer);
                 }
             });
}

void DiffPane::showFile(const Result<std::shared_ptr<const DiffDocument>>& answer)
{
    m_loaded = answer.value_or(nullptr);
    if (!answer) {
        m_view->setDocument(nullptr);
        showError(m_fileError, answer.error(), &DiffPane::loadFile);
        m_filePages->setCurrentWidget(m_fileError->parentWidget());
        return;
    }
    const auto bytes = m_loaded->oldLines.sizeBytes() + m_loaded->newLines.sizeBytes();
    const bool tooLarge = bytes > LARGEST_BYTES;
    if (!m_loaded->file.binary && !tooLarge && m_loaded->rows.count() > 0) {
        showText();
        return;
    }
    m_view->setDocument(nullptr);
    if (m_loaded->file.binary) {
        m_fileNote->setContent(QStringLiteral("file"), tr("Binary file"),
                               tr("It changed, but it has no lines to compare."));
    } else if (tooLarge) {
        m_fileNote->setContent(
            QStringLiteral("file-diff"), tr("Large file"),
            tr("Both versions together are %1.").arg(locale().formattedDataSize(bytes)));
    } else {
        m_fileNote->setContent(QStringLiteral("file"), tr("Empty file"),
                               tr("It has no lines in either version."));
    }
    m_fileNote->setAction(tooLarge ? tr("Show it anyway") : QString());
    m_filePages->setCurrentWidget(m_fileNote);
}

void DiffPane::showText()
{
    m_view->setDocument(m_loaded);
    showNotes();
    m_unfold->setChecked(false);
    m_filePages->setCurrentWidget(m_view);
    emit fileShown(m_loaded->file.path);
    applyTarget();
}

void DiffPane::showError(InlineMessage* message, const Error& error, void (DiffPane::*retry)())
{
    message->clearActions();
    message->showMessage(MessageKind::Error,
                         tr("The changes could not be read. %1").arg(errorSentence(error)));
    message->setDetails(errorDetails(error));
    connect(message->addAction(tr("Try again")), &QPushButton::clicked, this, retry);
}

void DiffPane::goTo(const QString& path, int line)
{
    m_target = {path, line > 0 ? Target::Part::Line : Target::Part::Top, line};
    applyTarget();
}

void DiffPane::applyTarget()
{
    if (m_target.path.isEmpty()) {
        return;
    }
    const auto* shown = m_files->current();
    if (shown == nullptr || shown->path != m_target.path) {
        if (!m_files->select(m_target.path) && m_pages->currentWidget() == m_splitter) {
            m_target = {}; // It did not change; otherwise the file loads and comes back here.
        }
        return;
    }
    if (m_view->document() == nullptr || m_view->document()->file.path != m_target.path) {
        return; // Still on its way.
    }
    const auto target = std::exchange(m_target, {});
    switch (target.part) {
    case Target::Part::Top:
        break;
    case Target::Part::Line:
        m_view->goToNewLine(target.line - 1);
        break;
    case Target::Part::LastChange:
        m_view->goToChange(m_view->rows().changeCount() - 1);
        break;
    case Target::Part::FirstNote:
        m_view->goToNote(true);
        break;
    case Target::Part::LastNote:
        m_view->goToLastNote();
        break;
    }
}

void DiffPane::openFileBeside(bool forward)
{
    const qint64 row = m_files->currentRow() + (forward ? 1 : -1);
    if (row >= 0 && row < m_files->rowCount()) {
        m_target
            = {m_files->files()[row].path, forward ? Target::Part::Top : Target::Part::LastChange};
        applyTarget();
    }
}

void DiffPane::setDiffLayout(DiffLayout layout)
{
    m_view->setDiffLayout(layout);
    m_sideBySide->setChecked(layout == DiffLayout::SideBySide);
}

void DiffPane::setSearchOpen(bool open)
{
    m_searchBar->setVisible(open);
    if (open) {
        m_searchField->setFocus();
        m_searchField->selectAll();
        m_view->setSearchText(m_searchField->text());
    } else {
        m_view->setSearchText({});
        m_view->setFocus();
    }
}

void DiffPane::find(bool backwards)
{
    const bool found = m_view->findNext(backwards);
    m_searchNote->setText(found || m_searchField->text().isEmpty() ? QString()
                                                                   : tr("Not in this file"));
}

void DiffPane::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Find)) {
        setSearchOpen(true);
    } else if (event->key() == Qt::Key_Escape && m_searchBar->isVisible()) {
        setSearchOpen(false);
    } else if (event->key() == Qt::Key_F7 || event->key() == Qt::Key_F8) {
        QCoreApplication::sendEvent(m_view, event);
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool DiffPane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_searchField && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            find(key->modifiers().testFlag(Qt::ShiftModifier));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace tamma::ui
