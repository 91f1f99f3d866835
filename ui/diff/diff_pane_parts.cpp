// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets that a DiffPane is made of.
#include "ui/diff/changed_file_list.h"
#include "ui/diff/diff_pane.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

namespace tamma::ui {
namespace {

/// A page that holds a message at its top.
QWidget* pageWith(InlineMessage* message)
{
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(metrics::SPACE_3, metrics::SPACE_3, metrics::SPACE_3,
                               metrics::SPACE_3);
    layout->addWidget(message);
    layout->addStretch();
    return page;
}

} // namespace

DiffPane::DiffPane(engine::EngineClient& engine, QWidget* parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_pages(new QStackedWidget)
    , m_elsewhere(new InlineMessage)
    , m_empty(new EmptyState)
    , m_filesError(new InlineMessage)
    , m_files(new ChangedFileList)
    , m_splitter(new QSplitter(Qt::Vertical))
    , m_filePages(new QStackedWidget)
    , m_fileNote(new EmptyState)
    , m_fileError(new InlineMessage)
    , m_view(new DiffView)
    , m_summary(new TextLabel(TextRole::Caption, {}))
    , m_path(new TextLabel(TextRole::Strong, {}))
{
    setObjectName(QStringLiteral("diffPane"));
    m_filePages->addWidget(m_view);
    m_filePages->addWidget(m_fileNote);
    m_filePages->addWidget(pageWith(m_fileError));

    auto* file = new QWidget;
    auto* fileLayout = new QVBoxLayout(file);
    fileLayout->setContentsMargins({});
    fileLayout->setSpacing(0);
    fileLayout->addWidget(makeToolbar());
    fileLayout->addWidget(makeSearchBar());
    fileLayout->addWidget(m_filePages, 1);

    m_splitter->setObjectName(QStringLiteral("diffSplitter"));
    m_splitter->addWidget(m_files);
    m_splitter->addWidget(file);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({96, 400});
    m_files->setMinimumHeight(28);

    m_pages->addWidget(m_empty);
    m_pages->addWidget(pageWith(m_filesError));
    m_pages->addWidget(m_splitter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_elsewhere);
    m_elsewhere->setObjectName(QStringLiteral("notesElsewhere"));
    m_elsewhere->hide();

    connect(m_files, &VirtualList::currentChanged, this, [this](RowId, qint64 row) {
        if (row >= 0) {
            loadFile();
        }
    });
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_splitterMoved = true; });
    connect(m_files, &VirtualList::activated, this, [this] { m_view->setFocus(); });
    connect(m_view, &DiffView::changesExhausted, this, &DiffPane::openFileBeside);
    connect(m_view, &DiffView::notesExhausted, this, &DiffPane::openNotesBeside);
    connect(m_view, &DiffView::commentWritten, this, [this](int line, const QString& text) {
        emit commentWritten(m_view->document()->file.path, line + 1, text);
    });
    connect(m_fileNote, &EmptyState::actionTriggered, this, &DiffPane::showText);
    showNothing(tr("Nothing was changed yet."));
}

QToolButton* DiffPane::makeButton(const QString& name, const QString& iconName, const QString& text)
{
    auto* button = new QToolButton;
    button->setObjectName(name);
    button->setIcon(icon(iconName));
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    return button;
}

QWidget* DiffPane::makeToolbar()
{
    auto* previous = makeButton(QStringLiteral("previousChange"), QStringLiteral("chevron-up"),
                                tr("Previous change (Shift+F7)"));
    auto* next = makeButton(QStringLiteral("nextChange"), QStringLiteral("chevron-down"),
                            tr("Next change (F7)"));
    auto* search = makeButton(QStringLiteral("findInDiff"), QStringLiteral("search"),
                              tr("Find in this file (Ctrl+F)"));
    m_unfold = makeButton(QStringLiteral("unfoldAll"), QStringLiteral("rows-2"),
                          tr("Show all unchanged lines"));
    m_unfold->setCheckable(true);
    m_sideBySide = makeButton(QStringLiteral("sideBySide"), QStringLiteral("columns-2"),
                              tr("Old and new side by side"));
    m_sideBySide->setCheckable(true);
    connect(previous, &QToolButton::clicked, m_view, &DiffView::goToPreviousChange);
    connect(next, &QToolButton::clicked, m_view, &DiffView::goToNextChange);
    connect(search, &QToolButton::clicked, this,
            [this] { setSearchOpen(!m_searchBar->isVisible()); });
    connect(m_unfold, &QToolButton::toggled, m_view, &DiffView::setAllUnfolded);
    connect(m_sideBySide, &QToolButton::toggled, this,
            [this](bool on) { setDiffLayout(on ? DiffLayout::SideBySide : DiffLayout::Unified); });
    m_path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(metrics::SPACE_3, 2, metrics::SPACE_2, 2);
    layout->setSpacing(2);
    layout->addWidget(m_path, 1);
    layout->addWidget(m_summary);
    layout->addSpacing(metrics::SPACE_2);
    for (auto* button : {previous, next, search, m_unfold, m_sideBySide}) {
        layout->addWidget(button);
    }
    return bar;
}

QWidget* DiffPane::makeSearchBar()
{
    m_searchBar = new QWidget;
    m_searchField = new QLineEdit;
    m_searchField->setObjectName(QStringLiteral("diffSearch"));
    m_searchField->setAccessibleName(tr("Find in this file"));
    m_searchField->setPlaceholderText(tr("Find in this file"));
    m_searchField->setClearButtonEnabled(true);
    m_searchField->installEventFilter(this);
    m_searchNote = new TextLabel(TextRole::Caption, {});
    connect(m_searchField, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_view->setSearchText(text);
        m_searchNote->clear();
    });
    auto* layout = new QHBoxLayout(m_searchBar);
    layout->setContentsMargins(metrics::SPACE_3, 0, metrics::SPACE_2, metrics::SPACE_1);
    layout->addWidget(m_searchField, 1);
    layout->addWidget(m_searchNote);
    m_searchBar->hide();
    return m_searchBar;
}

} // namespace tamma::ui
