// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/gallery/gallery.h"

#include "ui/widgets/card_painting.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/key_hint.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/step_bar.h"
#include "ui/widgets/tamma_style.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/toast.h"
#include "ui/widgets/virtual_list.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QSplitter>
#include <QStyle>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace tamma::ui {
namespace {

constexpr Status EVERY_STATUS[]
    = {Status::Queued, Status::Running, Status::NeedsYou,  Status::Passed,
       Status::Failed, Status::Paused,  Status::Cancelled, Status::Skipped};

QList<StepBarCell> cells(int done, Status current)
{
    QList<StepBarCell> list;
    for (int step = 0; step < 14; ++step) {
        const auto status = step < done ? Status::Passed : step == done ? current : Status::Queued;
        list.append({QStringLiteral("Step %1").arg(step + 1), status, {}});
    }
    return list;
}

/// Rows of the gallery's lists: plain numbers, the last ones not loaded.
class GallerySource final : public RowSource {
public:
    GallerySource(qint64 count, qint64 loaded, QObject* parent)
        : RowSource(parent)
        , m_count(count)
        , m_loaded(loaded)
    {
    }
    [[nodiscard]] qint64 rowCount() const override { return m_count; }
    [[nodiscard]] RowId idAt(qint64 row) const override { return RowId(row); }
    [[nodiscard]] qint64 rowOf(RowId id) const override { return static_cast<qint64>(id); }
    [[nodiscard]] bool ready(qint64 row) const override { return row < m_loaded; }

private:
    qint64 m_count;
    qint64 m_loaded;
};

/// Lines like those of the record.
class LineList final : public VirtualList {
public:
    LineList() { setObjectName(QStringLiteral("galleryLines")); }

    [[nodiscard]] QString rowText(qint64 row) const override
    {
        return row % 5 == 3 ? QStringLiteral("GATE.FAILED  2 of 412 tests failed")
                            : QStringLiteral("CODE.GENERATED.SUCCESS  rounding.ts, 41 lines");
    }

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState) override
    {
        const auto& colours = colourTokens(palette());
        const auto number = locale().toString(6'204'118 - row);
        const QRect inner = rect.adjusted(12, 0, -12, 0);
        paintLine(painter, inner, {number, colours.secondary, font()});
        const bool failed = row % 5 == 3;
        const QRect place
            = QStyle::visualRect(layoutDirection(), inner, inner.adjusted(80, 0, 0, 0));
        if (failed) {
            paintStatus(painter, place, statusLook(Status::Failed, colours), rowText(row));
        } else {
            paintLine(painter, place, {rowText(row), colours.text, font()});
        }
    }
};

/// Cards like those of the board.
class CardList final : public VirtualList {
public:
    CardList()
    {
        setObjectName(QStringLiteral("galleryCards"));
        viewport()->setBackgroundRole(QPalette::Window);
    }

    [[nodiscard]] QString rowText(qint64 row) const override
    {
        return QStringLiteral("Round payments to the cent, not the dollar %1").arg(row + 1);
    }

protected:
    [[nodiscard]] QColor rowBackground(qint64, RowState) const override
    {
        return colourTokens(palette()).window;
    }
    [[nodiscard]] bool paintsOwnFocus() const override { return true; }

    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override
    {
        const auto& colours = colourTokens(palette());
        const QRect card = rect.adjusted(2, 2, -8, -10);
        paintCard(painter, card, state, colours);
        const QRect inner = card.adjusted(14, 10, -14, -10);
        const auto status = EVERY_STATUS[static_cast<size_t>(row + 1) % std::size(EVERY_STATUS)];
        const QRect top(inner.x(), inner.y(), inner.width(), 20);
        paintStatus(painter, top, statusLook(status, colours));
        paintLine(painter, top,
                  {QStringLiteral("ISSUE-%1").arg(482 + row), colours.secondary,
                   metrics::caption(font()), Qt::AlignTrailing});
        paintLine(painter, top.translated(0, 22),
                  {rowText(row), colours.text, metrics::strong(font())});
        paintStepBar(painter, QRect(inner.x(), top.bottom() + 26, inner.width(), 12),
                     cells(4 + static_cast<int>(row) * 2, status), colours);
        paintLine(painter, top.translated(0, 60),
                  {QStringLiteral("claude-code · 3 min · 41 k tokens"), colours.secondary,
                   metrics::caption(font())});
    }
};

QWidget* labelled(const QString& text, QWidget* widget)
{
    auto* box = new QWidget;
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new TextLabel(TextRole::Secondary, text), 1);
    layout->addWidget(widget);
    return box;
}

QHBoxLayout* buttonRow()
{
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(new QPushButton(QStringLiteral("Send back…")));
    auto* disabled = new QPushButton(icon(QStringLiteral("play")), QStringLiteral("Disabled"));
    disabled->setEnabled(false);
    buttons->addWidget(disabled);
    auto* flat = new QPushButton(QStringLiteral("Later"));
    flat->setFlat(true);
    buttons->addWidget(flat);
    for (const auto* name : {"play", "pause", "square"}) {
        auto* tool = new QToolButton;
        tool->setIcon(icon(QString::fromLatin1(name)));
        tool->setAccessibleName(QString::fromLatin1(name));
        tool->setAutoRaise(true);
        tool->setCheckable(true);
        tool->setChecked(QLatin1StringView(name) == QLatin1StringView("pause"));
        buttons->addWidget(tool);
    }
    return buttons;
}

} // namespace

Gallery::Gallery()
{
    setObjectName(QStringLiteral("gallery"));
    setWindowTitle(QStringLiteral("Tamma: every widget"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 24);
    layout->setSpacing(16);
    auto* header = new PageHeader(QStringLiteral("Widgets"));
    header->setSubtitle(QStringLiteral("3 need you · 1,204 events/min"));
    auto* search = new QLineEdit;
    search->setPlaceholderText(QStringLiteral("Search or run a command"));
    search->setMinimumWidth(260);
    search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    header->addWidget(search);
    auto* primary = new QPushButton(icon(QStringLiteral("plus")), QStringLiteral("New issue"));
    makePrimary(*primary);
    header->addWidget(primary);
    layout->addWidget(header);
    auto* columns = new QSplitter(Qt::Horizontal);
    columns->addWidget(statusColumn());
    columns->addWidget(controlColumn());
    columns->addWidget(listColumn());
    columns->setSizes({360, 400, 440});
    layout->addWidget(columns, 1);
    auto* toast = new Toast(this);
    toast->showMessage(QStringLiteral("Approved ISSUE-482"), std::chrono::seconds(10), true);
}

QWidget* Gallery::statusColumn()
{
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(8);
    layout->addWidget(new TextLabel(TextRole::Section, QStringLiteral("Status")));
    auto* grid = new QGridLayout;
    int index = 0;
    for (const auto status : EVERY_STATUS) {
        auto* pill = new Pill;
        pill->setStatus(status);
        grid->addWidget(pill, index / 3, index % 3, Qt::AlignLeading);
        ++index;
    }
    layout->addLayout(grid);
    const std::pair<int, Status> bars[] = {{0, Status::Running},
                                           {4, Status::Running},
                                           {11, Status::NeedsYou},
                                           {6, Status::Failed},
                                           {14, Status::Passed}};
    for (const auto& [done, status] : bars) {
        auto* bar = new StepBar;
        bar->setCells(cells(done, status));
        layout->addWidget(bar);
    }
    auto* note = new InlineMessage;
    note->showMessage(MessageKind::Note,
                      QStringLiteral("This session is recorded: nothing leaves this machine."));
    auto* warning = new InlineMessage;
    warning->showMessage(MessageKind::Warning, QStringLiteral("No test command was found."));
    warning->addAction(QStringLiteral("Set one"));
    auto* error = new InlineMessage;
    error->showMessage(
        MessageKind::Error,
        QStringLiteral("The branch could not be pushed. The loop waits; nothing is lost."));
    error->addAction(QStringLiteral("Try again"));
    error->setDetails(QStringLiteral("GIT_PUSH_FAILED"));
    layout->addWidget(note);
    layout->addWidget(warning);
    layout->addWidget(error);
    auto* empty = new EmptyState;
    empty->setContent(
        QStringLiteral("inbox"), QStringLiteral("Nothing waits for you"),
        QStringLiteral("Questions and approvals come here when a loop needs a person."));
    empty->setAction(QStringLiteral("Start the demo"));
    layout->addWidget(empty, 1);
    return column;
}

QWidget* Gallery::controlColumn()
{
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(8, 0, 8, 0);
    layout->setSpacing(8);
    layout->addWidget(new TextLabel(TextRole::Section, QStringLiteral("Controls")));
    layout->addLayout(buttonRow());
    auto* keys = new QHBoxLayout;
    keys->addWidget(new KeyHint(QKeySequence(QStringLiteral("Ctrl+K"))));
    keys->addWidget(new TextLabel(TextRole::Caption, QStringLiteral("opens the palette")));
    keys->addWidget(new TextLabel(TextRole::Code, QStringLiteral("8f3c1ab")));
    keys->addStretch();
    layout->addLayout(keys);
    auto* line = new QLineEdit(QStringLiteral("Round payments to the cent"));
    layout->addWidget(line);
    auto* combo = new QComboBox;
    combo->addItems({QStringLiteral("claude-code"), QStringLiteral("playback")});
    layout->addWidget(labelled(QStringLiteral("Provider"), combo));
    layout->addWidget(labelled(QStringLiteral("Loops at once"), new QSpinBox));
    auto* checked = new QCheckBox(QStringLiteral("Allow network in gates"));
    checked->setChecked(true);
    layout->addWidget(checked);
    layout->addWidget(new QCheckBox(QStringLiteral("Show recorded sessions")));
    auto* radio = new QRadioButton(QStringLiteral("Follow the desktop"));
    radio->setChecked(true);
    layout->addWidget(radio);
    layout->addWidget(new QRadioButton(QStringLiteral("Always dark")));
    auto* progress = new QProgressBar;
    progress->setValue(40);
    progress->setTextVisible(false);
    layout->addWidget(progress);
    auto* note = new QPlainTextEdit;
    note->setPlaceholderText(QStringLiteral("Add a note (needed when you send it back)"));
    note->setMaximumHeight(90);
    layout->addWidget(note);
    auto* tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    auto* list = new QListWidget;
    list->addItems(
        {QStringLiteral("src/billing/rounding.ts"), QStringLiteral("src/orders/search.ts")});
    list->setCurrentRow(0);
    tabs->addTab(list, QStringLiteral("Files"));
    tabs->addTab(new QWidget, QStringLiteral("Gates"));
    layout->addWidget(tabs, 1);
    return column;
}

QWidget* Gallery::listColumn()
{
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(8, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(new TextLabel(TextRole::Section, QStringLiteral("Lists")));
    auto* lines = new LineList;
    lines->setAccessibleName(QStringLiteral("Record"));
    lines->setRowHeight(metrics::DENSE_ROW);
    lines->setSource(new GallerySource(10'000'000, 10, lines));
    lines->setCurrentRow(2);
    layout->addWidget(lines, 1);
    auto* cards = new CardList;
    cards->setAccessibleName(QStringLiteral("Loops"));
    cards->setRowHeight(124);
    cards->setSource(new GallerySource(5, 5, cards));
    cards->setCurrentRow(0);
    layout->addWidget(cards, 1);
    return column;
}

} // namespace tamma::ui
