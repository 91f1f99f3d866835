// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"

#include "ui/client/gui_session.h"
#include "ui/models/fuzzy_match.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/page.h"
#include "ui/shell/palette_list.h"
#include "ui/text/status_text.h"
#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int WIDTH = 620;
constexpr int SHOWN_ROWS = 10;

/// How well an entry fits; its text counts more than its keywords.
std::optional<int> fit(const PaletteEntry& entry, const QString& query)
{
    const auto byText = fuzzyScore(query, entry.text);
    const auto byWords = fuzzyScore(query, entry.keywords);
    if (!byWords) {
        return byText;
    }
    return std::max(byText.value_or(*byWords / 2), *byWords / 2);
}

} // namespace

CommandPalette::CommandPalette(Sources sources, QWidget* window)
    : QFrame(window)
    , m_sources(sources)
    , m_edit(new QLineEdit(this))
    , m_shown(new ListedRows<PaletteEntry>([](const PaletteEntry& e) { return e.key; }, this))
{
    m_list = new PaletteList(*m_shown, this);
    setObjectName(u"commandPalette"_s);
    setAccessibleName(tr("Command palette"));
    setAutoFillBackground(false);
    m_edit->setObjectName(u"paletteEdit"_s);
    m_edit->setAccessibleName(tr("Search"));
    m_edit->setPlaceholderText(tr("Search commands, loops and issues   (> commands, # issues)"));
    m_edit->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_edit->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::SPACE_3, metrics::SPACE_3, metrics::SPACE_3,
                               metrics::SPACE_3);
    layout->setSpacing(metrics::SPACE_2);
    layout->addWidget(m_edit);
    layout->addWidget(m_list);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &VirtualList::activated, this, &CommandPalette::runCurrent);
    window->installEventFilter(this);
    hide();
}

void CommandPalette::open()
{
    if (isVisible()) {
        m_edit->selectAll();
        return;
    }
    m_focusBefore = QApplication::focusWidget();
    collect();
    m_edit->clear();
    filter({});
    place();
    show();
    raise();
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::close()
{
    hide();
    if (m_focusBefore) {
        m_focusBefore->setFocus(Qt::OtherFocusReason);
    }
}

void CommandPalette::place()
{
    const QRect area = parentWidget()->rect();
    const int width = std::min(WIDTH, area.width() - 2 * metrics::SPACE_6);
    const int wanted = metrics::CONTROL_HEIGHT + 2 * metrics::SPACE_3 + metrics::SPACE_2
        + SHOWN_ROWS * metrics::PRIMARY_HEIGHT;
    const int top = std::min(96, area.height() / 8);
    setGeometry(area.center().x() - width / 2, top, width,
                std::min(wanted, area.height() - 2 * top));
}

void CommandPalette::collect()
{
    m_all.clear();
    collectActions();
    collectThings();
}

void CommandPalette::collectActions()
{
    for (QAction* action : m_sources.actions.actions()) {
        m_all.append(
            {u'>' + action->objectName(), action->icon().name(), ActionRegistry::plainText(*action),
             action->shortcut().toString(QKeySequence::NativeText), ActionRegistry::whyNot(*action),
             ActionRegistry::category(*action) + u' ' + ActionRegistry::keywords(*action),
             [action] { action->trigger(); }});
    }
}

void CommandPalette::collectThings()
{
    Shell& shell = m_sources.shell;
    for (const auto& loop : m_sources.session.loops()) {
        m_all.append({u"@"_s + loop.id.text(),
                      u"git-branch"_s,
                      tr("Loop %1 %2").arg(issueLabel(loop.issueNumber), loop.title),
                      loopHeadline(loop),
                      {},
                      loop.id.text(),
                      [&shell, id = loop.id] { shell.open({page::LOOP, id.text()}); }});
    }
    for (const auto& issue : m_sources.session.issues()) {
        m_all.append({u'#' + issue.id.text(),
                      u"circle-dot"_s,
                      tr("Issue %1 %2").arg(issueLabel(issue.number), issue.title),
                      issue.closed ? tr("closed") : QString(),
                      {},
                      issue.labels.join(u' '),
                      [&shell, id = issue.id] { shell.open({page::ISSUES, id.text()}); }});
    }
}

void CommandPalette::filter(const QString& text)
{
    const QString trimmed = text.trimmed();
    const bool one = trimmed.startsWith(u'>') || trimmed.startsWith(u'#');
    const QChar kind = one ? trimmed.front() : QChar();
    const QString query = one ? trimmed.sliced(1) : trimmed;
    QList<std::pair<int, PaletteEntry>> found;
    for (const PaletteEntry& entry : std::as_const(m_all)) {
        if (one && entry.key.front() != kind) {
            continue;
        }
        if (const auto score = fit(entry, query)) {
            found.append({*score - (entry.whyNot.isEmpty() ? 0 : 40), entry});
        }
    }
    std::ranges::stable_sort(found, std::greater(), &std::pair<int, PaletteEntry>::first);
    QList<PaletteEntry> rows;
    std::ranges::transform(found, std::back_inserter(rows), &std::pair<int, PaletteEntry>::second);
    m_shown->setRows(rows);
    m_list->setCurrentRow(rows.isEmpty() ? -1 : 0);
}

void CommandPalette::runCurrent()
{
    const qint64 row = m_list->currentRow();
    if (row < 0 || !m_shown->at(row).whyNot.isEmpty()) {
        return; // The row itself says why.
    }
    const auto run = m_shown->at(row).run;
    close();
    run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        place();
    }
    if (watched != m_edit || !isVisible()) {
        return QFrame::eventFilter(watched, event);
    }
    if (event->type() == QEvent::FocusOut && m_edit->window()->isActiveWindow()
        && static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) {
        m_focusBefore.clear(); // The person went elsewhere.
        close();
        return false;
    }
    if (event->type() != QEvent::KeyPress) {
        return false;
    }
    const qint64 row = m_list->currentRow();
    const auto choose = [this](qint64 wanted) {
        m_list->setCurrentRow(std::clamp<qint64>(wanted, 0, m_shown->rowCount() - 1));
    };
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    case Qt::Key_Down:
        choose(row + 1);
        return true;
    case Qt::Key_Up:
        choose(row - 1);
        return true;
    case Qt::Key_PageDown:
        choose(row + SHOWN_ROWS);
        return true;
    case Qt::Key_PageUp:
        choose(row - SHOWN_ROWS);
        return true;
    default:
        return false;
    }
}

void CommandPalette::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event);
    const auto& colours = colourTokens(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colours.bg);
    painter.setPen(QPen(colours.borderStrong, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::CARD_RADIUS,
                            metrics::CARD_RADIUS);
}

} // namespace tamma::ui
