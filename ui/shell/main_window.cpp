// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/client/frame_scheduler.h"
#include "ui/client/gui_session.h"
#include "ui/shell/action_menus.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/navigation_rail.h"
#include "ui/shell/page_stack.h"
#include "ui/shell/shortcut_sheet.h"
#include "ui/shell/show_error.h"
#include "ui/shell/status_line.h"
#include "ui/shell/time_bar.h"
#include "ui/shell/toasts.h"
#include "ui/shell/window_state.h"
#include "ui/text/error_text.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QTimer>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int NARROW = 1000;
constexpr QSize SMALLEST(720, 560);
constexpr QSize FIRST_SIZE(1280, 820);

} // namespace

MainWindow::MainWindow(WindowParts parts)
    : m_parts(parts)
    , m_rail(new NavigationRail(parts.pages, this))
    , m_stack(new PageStack(
          parts.pages,
          {parts.session, parts.actions, *this, parts.settings, parts.state, parts.theme}, this))
    , m_time(new TimeBar(parts.session, this))
    , m_trouble(new InlineMessage(this))
    , m_toasts(new Toasts(this))
{
    setObjectName(u"mainWindow"_s);
    setMinimumSize(SMALLEST);
    auto* center = new MomentFrame(parts.session, this);
    auto* layout = new QGridLayout(center);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_trouble->setObjectName(u"recordTrouble"_s);
    m_trouble->setContentsMargins(metrics::SPACE_2, 0, metrics::SPACE_2, 0);
    layout->addWidget(m_rail, 0, 0, 3, 1);
    layout->addWidget(m_time, 0, 1);
    layout->addWidget(m_trouble, 1, 1);
    layout->addWidget(m_stack, 2, 1);
    layout->setColumnStretch(1, 1);
    layout->setRowStretch(2, 1);
    setCentralWidget(center);
    setStatusBar(new StatusLine(parts.session, this));
    m_palette = new CommandPalette({parts.actions, parts.session, *this}, this);
    connect(m_rail, &NavigationRail::chosen, this, [this](const QString& id) { open({id}); });
    connect(m_rail, &NavigationRail::searchWanted, m_palette, &CommandPalette::open);
    new ActionMenus(parts.actions, *this);
    connect(&parts.session, &GuiSession::changed, this, &MainWindow::refreshBadges);
    connect(&parts.session, &GuiSession::troubleChanged, this, &MainWindow::showTrouble);
    connect(&parts.session, &GuiSession::aboutToTravel, m_toasts, &Toasts::keepNow);
    connect(&parts.session, &GuiSession::momentChanged, this, &MainWindow::showMoment);
    registerActions();
    registerTimeActions();
    if (!restoreGeometry(parts.state.bytes(u"geometry"_s))) {
        resize(FIRST_SIZE);
    }
    refreshBadges();
    showTrouble();
    const QString last = parts.state.text(u"page"_s);
    const PageDescription* known = parts.pages.find(last);
    goTo({known && known->inRail ? last : parts.pages.pages().first().id});
}

MainWindow::~MainWindow()
{
    m_toasts->keepNow(); // While the pages that wait for it are still there.
}

void MainWindow::registerActions()
{
    ActionRegistry& actions = m_parts.actions;
    int number = 0;
    for (const PageDescription& page : m_parts.pages.pages()) {
        if (page.inRail) {
            const auto key = Qt::Key(Qt::Key_1 + number++);
            actions.add({u"go."_s + page.id, page.title, tr("Go"), Qt::CTRL | key, page.icon,
                         tr("page open")},
                        this, [this, id = page.id] { open({id}); });
        }
    }
    actions.add({u"go.back"_s, tr("Back"), tr("Go"), Qt::ALT | Qt::Key_Left, u"chevron-left"_s},
                this, [this] { goTo(m_history.takeLast()); });
    actions.add({.id = u"go.nextPane"_s,
                 .text = tr("Next pane"),
                 .category = tr("Go"),
                 .shortcut = Qt::Key_F6,
                 .repeats = true},
                this, [this] { m_stack->cyclePanes(1, m_rail); });
    actions.add({.id = u"go.previousPane"_s,
                 .text = tr("Previous pane"),
                 .category = tr("Go"),
                 .shortcut = Qt::SHIFT | Qt::Key_F6,
                 .repeats = true},
                this, [this] { m_stack->cyclePanes(-1, m_rail); });
    actions.add(
        {u"edit.undoDecision"_s, tr("Undo decision"), tr("Edit"), QKeySequence::Undo, u"undo-2"_s},
        this, [this] { m_toasts->undo(); });
    const QString nothing = tr("nothing is held back");
    actions.setAvailable(u"edit.undoDecision"_s, false, nothing);
    connect(m_toasts, &Toasts::canUndoChanged, this, [this, nothing](bool can) {
        m_parts.actions.setAvailable(u"edit.undoDecision"_s, can, nothing);
    });
    actions.add(
        {u"help.palette"_s, tr("Find a command…"), tr("Help"), Qt::CTRL | Qt::Key_K, u"command"_s},
        this, [this] { m_palette->open(); });
    actions.add(
        {u"help.shortcuts"_s, tr("Keyboard shortcuts"), tr("Help"), Qt::Key_F1, u"keyboard"_s},
        this, [this] { ShortcutSheet(m_parts.actions, this).exec(); });
    actions.add({u"file.quit"_s, tr("Quit"), tr("File"), QKeySequence::Quit, {}, tr("exit close")},
                this, [this] { close(); });
}

void MainWindow::registerTimeActions()
{
    ActionRegistry& actions = m_parts.actions;
    const auto loopHere
        = [this] { return LoopId(m_here.page == page::LOOP ? m_here.item : QString()); };
    actions.add({u"time.look"_s, tr("Look at the past"), tr("Go"), Qt::CTRL | Qt::SHIFT | Qt::Key_T,
                 u"history"_s, tr("time travel slider as of yesterday")},
                this, [this] { m_time->open(); });
    actions.add({u"time.previous"_s, tr("Previous event"), tr("Go"), Qt::CTRL | Qt::Key_BracketLeft,
                 u"chevron-left"_s, tr("time travel step back loop"), true},
                this, [this, loopHere] { m_time->stepOver(loopHere(), false); });
    actions.add({u"time.next"_s, tr("Next event"), tr("Go"), Qt::CTRL | Qt::Key_BracketRight,
                 u"chevron-right"_s, tr("time travel step forward loop"), true},
                this, [this, loopHere] { m_time->stepOver(loopHere(), true); });
    actions.add({u"time.now"_s, tr("Back to now"), tr("Go"), {}, {}, tr("time travel present")},
                this, [this] { m_time->close(); });
    connect(m_time, &TimeBar::comparisonWanted, this, [this](Position from, Position to) {
        open({page::COMPARE, u"%1..%2"_s.arg(from.value).arg(to.value)});
    });
    showMoment();
}

void MainWindow::showMoment()
{
    const bool past = m_parts.session.isPast();
    m_parts.actions.setAvailable(u"time.now"_s, past, tr("this is now"));
    m_parts.actions.setAvailable(u"time.next"_s, past, tr("this is now"));
}

void MainWindow::showTrouble()
{
    const auto& trouble = m_parts.session.trouble();
    if (!trouble) {
        m_trouble->hide();
        return;
    }
    showError(*m_trouble, *trouble);
    m_trouble->showMessage(MessageKind::Warning,
                           tr("%1 Loops wait, nothing is lost; Tamma tries again by itself.")
                               .arg(errorText(*trouble).what));
}

Page* MainWindow::currentPage() const
{
    return m_stack->current();
}

void MainWindow::open(const Place& place)
{
    if (m_parts.pages.find(place.page) == nullptr) {
        return;
    }
    if (place.page != m_here.page || !place.item.isEmpty()) {
        m_history.append(m_here);
    }
    goTo(place);
}

void MainWindow::goTo(const Place& place)
{
    const PageDescription& description = *m_parts.pages.find(place.page);
    m_here = place;
    m_stack->show(description, place);
    m_rail->setCurrent(description.inRail ? description.id : description.under);
    setWindowTitle(tr("%1 – Tamma").arg(description.title));
    m_parts.actions.setAvailable(u"go.back"_s, !m_history.isEmpty(), tr("this is the first page"));
}

void MainWindow::refreshBadges()
{
    for (const PageDescription& page : m_parts.pages.pages()) {
        if (page.badge) {
            m_rail->setBadge(page.id, page.badge(m_parts.session));
        }
    }
}

void MainWindow::notify(const QString& text)
{
    m_toasts->say(text);
}

void MainWindow::offerUndo(UndoOffer offer)
{
    m_toasts->offer(std::move(offer));
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_toasts->keepNow();
    m_parts.state.setBytes(u"geometry"_s, saveGeometry());
    const PageDescription* here = m_parts.pages.find(m_here.page);
    m_parts.state.setText(u"page"_s, here->inRail ? here->id : here->under);
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::WindowStateChange) {
        m_parts.frames.setHidden(isMinimized());
    }
    QMainWindow::changeEvent(event);
}

void MainWindow::hideEvent(QHideEvent* event)
{
    m_parts.frames.setHidden(true);
    QMainWindow::hideEvent(event);
}

void MainWindow::showEvent(QShowEvent* event)
{
    m_parts.frames.setHidden(false);
    QTimer::singleShot(0, m_stack, &PageStack::makeRemaining); // After the first paint.
    QMainWindow::showEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    m_rail->setCollapsed(width() < NARROW);
    QMainWindow::resizeEvent(event);
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_time->isVisible()) {
        return m_time->close();
    }
    const QString above = m_parts.pages.find(m_here.page)->under;
    if (event->key() == Qt::Key_Escape && !above.isEmpty()) {
        return goTo(m_history.isEmpty() ? Place{above} : m_history.takeLast());
    }
    if (event->text() == u"?") {
        m_parts.actions.find(u"help.shortcuts"_s)->trigger();
        return;
    }
    QMainWindow::keyPressEvent(event);
}

} // namespace tamma::ui
