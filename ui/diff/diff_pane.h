// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "ui/diff/diff_view.h"

#include <QWidget>

class QLineEdit;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace tamma::ui {

class ChangedFileList;
class EmptyState;
class InlineMessage;
class TextLabel;

/// A whole change: its files, and what changed in the one that is chosen.
///
/// Shape    One of: loading, nothing changed, an error with a retry, the files. Of a file: loading,
///          the DiffView, binary, too large (shown on demand), an error with a retry.
/// Keys     Those of DiffView; F7 at the last change goes on in the next file, F8 at the last note
///          in the next one that has notes. Ctrl+F finds, Return and Shift+Return in the field go
///          on, Escape closes it.
/// Threads  GUI thread only; files are compared by the engine and indexed on a worker. Answers to
///          questions that are out of date are dropped.
class DiffPane final : public QWidget {
    Q_OBJECT

public:
    /// A file of which both versions together are larger is shown only on demand.
    static constexpr qsizetype LARGEST_BYTES = 32 * 1024 * 1024;

    explicit DiffPane(engine::EngineClient& engine, QWidget* parent = nullptr);

    /// Shows the change from commit to commit, and first the file `request.path` if it is named.
    /// The same request again changes nothing.
    void showChange(const engine::DiffRequest& request);

    /// Shows that there is no change yet, and why.
    void showNothing(const QString& why);

    /// Opens a file, and at `line` of its new version (from 1; 0: anywhere), now or as soon as it
    /// is there. A file that did not change is left alone.
    void goTo(const QString& path, int line);

    /// Shows what is said about the change: at its line, counted with its file, and below
    /// everything what is about no line of it.
    void setNotes(const QList<LineNote>& notes);

    /// Shows `widget` below the files.
    void setFooter(QWidget* widget);

    [[nodiscard]] const engine::DiffRequest& request() const { return m_request; }
    [[nodiscard]] ChangedFileList& files() { return *m_files; }
    [[nodiscard]] DiffView& view() { return *m_view; }

    void setDiffLayout(DiffLayout layout);

signals:
    void fileShown(const QString& path);
    /// The comment on a line (from 1) of a file as it is now; "" takes it back.
    void commentWritten(const QString& path, int line, const QString& text);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeToolbar();
    QWidget* makeSearchBar();
    QToolButton* makeButton(const QString& name, const QString& iconName, const QString& text);

    void loadFiles();
    void showFiles(const Result<QList<git::ChangedFile>>& answer);
    void fitFileList();
    void loadFile();
    void showFile(const Result<std::shared_ptr<const DiffDocument>>& answer);
    void showError(InlineMessage* message, const Error& error, void (DiffPane::*retry)());
    void showText();
    void applyTarget();
    void openFileBeside(bool forward);
    void openNotesBeside(bool forward);
    void showNotes();
    [[nodiscard]] bool hasLine(const LineNote& note) const;
    void setSearchOpen(bool open);
    void find(bool backwards);

    /// Where to go when the file is there.
    struct Target {
        enum class Part { Top, Line, LastChange, FirstNote, LastNote };

        QString path;
        Part part = Part::Top;
        int line = 0;
    };

    engine::EngineClient& m_engine;
    engine::DiffRequest m_request;
    Target m_target;
    std::shared_ptr<const DiffDocument> m_loaded;
    QList<LineNote> m_notes;
    quint64 m_fileListAsked = 0; // Request numbers: only the answer to the newest one counts.
    quint64 m_fileAsked = 0;

    QStackedWidget* m_pages;
    InlineMessage* m_elsewhere;
    EmptyState* m_empty;
    InlineMessage* m_filesError;
    ChangedFileList* m_files;
    QSplitter* m_splitter;
    bool m_splitterMoved = false; // By a person: then it stays.
    QStackedWidget* m_filePages;
    EmptyState* m_fileNote;
    InlineMessage* m_fileError;
    DiffView* m_view;
    TextLabel* m_summary;
    TextLabel* m_path;
    QToolButton* m_sideBySide;
    QToolButton* m_unfold;
    QWidget* m_searchBar;
    QLineEdit* m_searchField;
    TextLabel* m_searchNote;
};

} // namespace tamma::ui
