// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/key_hint.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/step_bar.h"
#include "ui/widgets/tamma_style.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/toast.h"

#include <QAccessible>
#include <QDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace tamma::ui;
using namespace std::chrono_literals;

class TestWidgets : public QObject {
    Q_OBJECT

private slots:
    void stepBarNamesTheStepThatMatters_data();
    void stepBarNamesTheStepThatMatters();
    void stepBarFindsTheCellUnderThePointer();
    void pillIsReadByItsWord();
    void keyHintKnowsThePlusKey();
    void emptyStateOffersOneThingToDo();
    void inlineMessageShowsDetailsOnDemand();
    void inlineMessageDropsItsActions();
    void toastUndoesOrExpiresExactlyOnce();
    void newerToastSettlesTheOlderOne();
    void toastExpiresByItself();
    void primaryButtonIsNeverTheDefault();
    void inputsHaveAnOutlineThatCanBeSeen_data();
    void inputsHaveAnOutlineThatCanBeSeen();
    void scrollBarHasNoArrowsAndAThumbThatCanBeGrasped();
};

void TestWidgets::stepBarNamesTheStepThatMatters_data()
{
    QTest::addColumn<QList<int>>("statuses");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const QList<Status>& statuses, const char* text) {
        QList<int> numbers;
        for (const auto status : statuses) {
            numbers.append(int(status));
        }
        QTest::addRow("%s", name) << numbers << QString::fromLatin1(text);
    };
    row("nothing began", {Status::Queued, Status::Queued}, "Step 1 of 2: S1, Queued");
    row("second runs", {Status::Passed, Status::Running, Status::Queued},
        "Step 2 of 3: S2, Running");
    row("waits", {Status::Passed, Status::NeedsYou}, "Step 2 of 2: S2, Needs you");
    row("all over", {Status::Passed, Status::Skipped}, "Step 2 of 2: S2, Skipped");
    row("between two steps", {Status::Passed, Status::Queued}, "Step 1 of 2: S1, Passed");
    row("empty", {}, "");
}

void TestWidgets::stepBarNamesTheStepThatMatters()
{
    QFETCH(QList<int>, statuses);
    QFETCH(QString, text);
    QList<StepBarCell> cells;
    for (const int status : std::as_const(statuses)) {
        cells.append({QStringLiteral("S%1").arg(cells.size() + 1), Status(status), {}});
    }
    StepBar bar;
    bar.setCells(cells);
    QCOMPARE(bar.accessibleName(), text);
}

void TestWidgets::stepBarFindsTheCellUnderThePointer()
{
    const QRect rect(10, 0, 140, 16);
    QCOMPARE(stepBarCellAt(9, rect, 14, Qt::LeftToRight), -1);
    QCOMPARE(stepBarCellAt(10, rect, 14, Qt::LeftToRight), 0);
    QCOMPARE(stepBarCellAt(149, rect, 14, Qt::LeftToRight), 13);
    QCOMPARE(stepBarCellAt(149, rect, 14, Qt::RightToLeft), 0);
    QCOMPARE(stepBarCellAt(150, rect, 14, Qt::LeftToRight), -1);
    QCOMPARE(stepBarCellAt(20, rect, 0, Qt::LeftToRight), -1);
}

void TestWidgets::pillIsReadByItsWord()
{
    Pill pill;
    pill.setStatus(Status::Failed, QStringLiteral("High risk"));
    auto* interface = QAccessible::queryAccessibleInterface(&pill);
    QCOMPARE(interface->text(QAccessible::Name), QStringLiteral("High risk"));
    QCOMPARE(interface->role(), QAccessible::StaticText);
}

void TestWidgets::keyHintKnowsThePlusKey()
{
    KeyHint hint(QKeySequence(QStringLiteral("Ctrl+K")));
    const int two = hint.sizeHint().width();
    hint.setKeys(QKeySequence(Qt::CTRL | Qt::Key_Plus));
    QCOMPARE(hint.sizeHint().width(), two);
}

void TestWidgets::emptyStateOffersOneThingToDo()
{
    EmptyState empty;
    empty.setContent(QStringLiteral("inbox"), QStringLiteral("Nothing"), QStringLiteral("Why."));
    empty.show();
    QVERIFY(!empty.button()->isVisible());
    empty.setAction(QStringLiteral("Start the demo"));
    QVERIFY(empty.button()->isVisible());
    QSignalSpy triggered(&empty, &EmptyState::actionTriggered);
    QTest::mouseClick(empty.button(), Qt::LeftButton);
    QCOMPARE(triggered.size(), 1);
}

void TestWidgets::inlineMessageShowsDetailsOnDemand()
{
    InlineMessage message;
    message.showMessage(MessageKind::Error, QStringLiteral("<b>Failed</b>"));
    QCOMPARE(message.accessibleName(), QStringLiteral("<b>Failed</b>"));
    auto* button = message.findChild<QPushButton*>(QStringLiteral("messageDetailsButton"));
    auto* details = message.findChild<QPlainTextEdit*>(QStringLiteral("messageDetails"));
    QVERIFY(!button->isVisible());
    message.setDetails(QStringLiteral("GIT_PUSH_FAILED"));
    QVERIFY(button->isVisible());
    QVERIFY(!details->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(details->isVisible());
    message.setDetails({});
    QVERIFY(!details->isVisible());
}

void TestWidgets::inlineMessageDropsItsActions()
{
    InlineMessage message;
    message.showMessage(MessageKind::Warning, QStringLiteral("No test command"));
    QPointer<QPushButton> button = message.addAction(QStringLiteral("Set one"));
    connect(button, &QPushButton::clicked, &message, &InlineMessage::clearActions);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY(button.isNull());
    QVERIFY(message.addAction(QStringLiteral("Another")) != nullptr);
}

void TestWidgets::toastUndoesOrExpiresExactlyOnce()
{
    QWidget window;
    window.resize(600, 400);
    Toast toast(&window);
    window.show();
    QSignalSpy undone(&toast, &Toast::undone);
    QSignalSpy expired(&toast, &Toast::expired);
    toast.showMessage(QStringLiteral("Approved"), 10s, true);
    QVERIFY(toast.isVisible());
    QVERIFY(window.rect().contains(toast.geometry()));
    QTest::mouseClick(toast.findChild<QPushButton*>(QStringLiteral("toastUndo")), Qt::LeftButton);
    QVERIFY(!toast.isVisible());
    QCOMPARE(undone.size(), 1);
    QCOMPARE(expired.size(), 0);
}

void TestWidgets::newerToastSettlesTheOlderOne()
{
    QWidget window;
    Toast toast(&window);
    QSignalSpy expired(&toast, &Toast::expired);
    toast.showMessage(QStringLiteral("First"), 10s, true);
    QCOMPARE(expired.size(), 0);
    toast.showMessage(QStringLiteral("Second"), 10s, true);
    QCOMPARE(expired.size(), 1);
    QCOMPARE(toast.timeLeft(), 10s);
}

void TestWidgets::toastExpiresByItself()
{
    QWidget window;
    Toast toast(&window);
    window.show();
    QSignalSpy expired(&toast, &Toast::expired);
    toast.showMessage(QStringLiteral("Saved"), 1s, false);
    QVERIFY(toast.findChild<QPushButton*>(QStringLiteral("toastUndo")) == nullptr);
    QTRY_COMPARE(expired.size(), 1);
    QVERIFY(!toast.isVisible());
}

void TestWidgets::primaryButtonIsNeverTheDefault()
{
    QDialog dialog;
    QPushButton approve(QStringLiteral("Approve"), &dialog);
    makePrimary(approve);
    QSignalSpy clicked(&approve, &QPushButton::clicked);
    dialog.show();
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(clicked.size(), 0);
    QVERIFY(!approve.isDefault());
}

void TestWidgets::inputsHaveAnOutlineThatCanBeSeen_data()
{
    QTest::addColumn<ThemeChoice>("choice");
    QTest::addRow("light") << ThemeChoice::Light;
    QTest::addRow("dark") << ThemeChoice::Dark;
}

void TestWidgets::inputsHaveAnOutlineThatCanBeSeen()
{
    QFETCH(ThemeChoice, choice);
    const Theme theme(*qApp, choice);
    const auto outline = colourTokens(theme.scheme()).borderStrong;
    QWidget window;
    QLineEdit line(&window);
    QPlainTextEdit text(&window);
    QPushButton button(QStringLiteral("Ok"), &window);
    for (QWidget* widget : {static_cast<QWidget*>(&line), static_cast<QWidget*>(&text),
                            static_cast<QWidget*>(&button)}) {
        widget->resize(120, 40);
        const QImage image = widget->grab().toImage();
        QCOMPARE(image.pixelColor(0, 20), outline);
        QCOMPARE(image.pixelColor(60, 0), outline);
    }
    line.setFocus();
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTRY_COMPARE(line.grab().toImage().pixelColor(0, 20), colourTokens(theme.scheme()).running.ink);
}

void TestWidgets::scrollBarHasNoArrowsAndAThumbThatCanBeGrasped()
{
    const Theme theme(*qApp, ThemeChoice::Light);
    QScrollBar bar(Qt::Vertical);
    bar.setRange(0, 1 << 30);
    bar.setPageStep(10);
    bar.resize(12, 400);
    bar.show();
    QCOMPARE(bar.sizeHint().width(), 12);
    bar.setValue(bar.maximum());
    const QImage image = bar.grab().toImage();
    const auto thumb = colourTokens(ColourScheme::Light).borderStrong;
    QCOMPARE(image.pixelColor(6, 385), thumb);
    QCOMPARE(image.pixelColor(6, 400 - 32 + 5), thumb);
    QVERIFY(image.pixelColor(6, 10) != thumb);
    QTest::mouseClick(&bar, Qt::LeftButton, {}, {6, 2}); // A page, not a line: there is no arrow.
    QCOMPARE(bar.value(), bar.maximum() - 10);
}

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"
