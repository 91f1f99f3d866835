// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diff_pane.h"

#include "tests/support/golden_screenshot.h"
#include "tests/ui/diff/shop.h"
#include "ui/diff/changed_file_list.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;

namespace {

template <typename T> T* visibleChild(const QWidget& parent)
{
    for (auto* child : parent.findChildren<T*>()) {
        if (child->isVisible()) {
            return child;
        }
    }
    return nullptr;
}

} // namespace

class TestDiffPane : public QObject {
    Q_OBJECT

private slots:
    void opensTheFirstFileOfAChange()
    {
        Shop engine;
        DiffPane pane(engine);
        pane.resize(700, 600);
        pane.show();
        pane.showChange(REQUEST);
        QTRY_VERIFY(isShown(pane, QStringLiteral("src/orders/total.cpp")));
        QCOMPARE(pane.files().rowCount(), 5);
        QCOMPARE(engine.fileRequests.size(), 1);
        QCOMPARE(engine.fileRequests.first().to, QStringLiteral("b"));
    }

    void showsItsFilesAlsoWhenItGetsItsSizeLater()
    {
        Shop engine;
        DiffPane pane(engine);
        pane.resize(700, 30);
        pane.showChange(REQUEST);
        QTRY_VERIFY(pane.view().document() != nullptr);
        pane.resize(700, 800);
        pane.show();
        QTRY_VERIFY(pane.files().height() >= 5 * pane.files().rowRect(0).height());
    }

    void askingForTheSameChangeAgainLoadsNothing()
    {
        Shop engine;
        DiffPane pane(engine);
        pane.showChange(REQUEST);
        QTRY_VERIFY(pane.view().document() != nullptr);
        pane.showChange(REQUEST);
        QCOMPARE(engine.listRequests.size(), 1);
        QCOMPARE(engine.fileRequests.size(), 1);
    }

    void lateAnswersOfAnOlderQuestionAreDropped()
    {
        Shop engine;
        engine.holds = true;
        DiffPane pane(engine);
        pane.showChange(REQUEST);
        auto newer = REQUEST;
        newer.to = QStringLiteral("c");
        pane.showChange(newer);
        engine.holds = false;
        engine.files = QList<git::ChangedFile>{{QStringLiteral("old-answer.cpp")}};
        engine.answerAll();
        QTRY_VERIFY(isShown(pane, QStringLiteral("src/orders/total.cpp")));
        QCOMPARE(engine.fileRequests.size(), 1);
        QCOMPARE(engine.fileRequests.first().to, QStringLiteral("c"));
    }

    void goesToALineOfAnotherFileWhenItCame()
    {
        Shop engine;
        DiffPane pane(engine);
        pane.resize(700, 500);
        pane.show();
        pane.goTo(QStringLiteral("src/orders/cents.h"), 3);
        pane.showChange(REQUEST);
        QTRY_VERIFY(isShown(pane, QStringLiteral("src/orders/cents.h")));
        QCOMPARE(pane.view().rows().at(pane.view().currentRow()).newLine, 2);
        pane.goTo(QStringLiteral("src/orders/total.cpp"), 17); // Inside the fold.
        QTRY_VERIFY(isShown(pane, QStringLiteral("src/orders/total.cpp")));
        QCOMPARE(pane.view().rows().at(pane.view().currentRow()).newLine, 16);
        QCOMPARE(pane.view().rows().at(pane.view().currentRow()).kind, DiffRowKind::Context);
    }

    void changesAreVisitedOneByOneAcrossFiles()
    {
        Shop engine;
        DiffPane pane(engine);
        pane.resize(700, 500);
        pane.show();
        pane.showChange(REQUEST);
        QTRY_VERIFY(pane.view().document() != nullptr);
        QList<int> lines;
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(&pane.view(), Qt::Key_F7);
            const auto row = pane.view().rows().at(pane.view().currentRow());
            lines.append(row.oldLine >= 0 ? row.oldLine : row.newLine);
        }
        QCOMPARE(lines, (QList<int>{5, 8, 10, 24}));
        QTest::keyClick(&pane.view(), Qt::Key_F7, Qt::ShiftModifier);
        QCOMPARE(pane.view().rows().at(pane.view().currentRow()).oldLine, 10);
        QTest::keyClick(&pane.view(), Qt::Key_F7);
        QTest::keyClick(&pane.view(), Qt::Key_F7);
        QTRY_VERIFY(isShown(pane, QStringLiteral("src/orders/cents.h")));
        QTest::keyClick(&pane.view(), Qt::Key_F7, Qt::ShiftModifier);
        QTRY_VERIFY(isShown(pane, QStringLiteral("src/orders/total.cpp")));
        QCOMPARE(pane.view().rows().at(pane.view().currentRow()).newLine, 24);
    }

    void theCurrentLineSurvivesAnotherLayoutAndFolding()
    {
        Shop engine;
        DiffPane pane(engine);
        pane.resize(900, 500);
        pane.show();
        pane.showChange(REQUEST);
        QTRY_VERIFY(pane.view().document() != nullptr);
        QVERIFY(pane.view().goToNewLine(25));
        const auto lineOf = [&] { return pane.view().rows().at(pane.view().currentRow()).newLine; };
        pane.setDiffLayout(DiffLayout::SideBySide);
        QCOMPARE(lineOf(), 25);
        pane.view().setAllUnfolded(true);
        QCOMPARE(lineOf(), 25);
        pane.setDiffLayout(DiffLayout::Unified);
        QCOMPARE(lineOf(), 25);
    }

    void copiesLinesWithTheirSigns()
    {
        Shop engine;
        DiffPane pane(engine);
        pane.show();
        pane.showChange(REQUEST);
        QTRY_VERIFY(pane.view().document() != nullptr);
        pane.view().goToChange(1);
        QTest::keyClick(&pane.view(), Qt::Key_Down, Qt::ShiftModifier);
        pane.view().copySelection();
        QCOMPARE(QApplication::clipboard()->text().trimmed(),
                 QStringLiteral("-    int sum = 0;\n+    Cents sum{0};"));
    }

    void findsTextAlsoInFoldsAndSaysWhenThereIsNone()
    {
        Shop engine;
        DiffPane pane(engine);
        pane.resize(700, 500);
        pane.show();
        QVERIFY(QTest::qWaitForWindowActive(&pane));
        pane.showChange(REQUEST);
        QTRY_VERIFY(pane.view().document() != nullptr);
        QTest::keyClick(&pane.view(), Qt::Key_F, Qt::ControlModifier);
        auto* field = pane.findChild<QLineEdit*>(QStringLiteral("diffSearch"));
        QTRY_VERIFY(field->isVisible());
        QTest::keyClicks(field, QStringLiteral("ITEMS.EMPTY"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(pane.view().rows().at(pane.view().currentRow()).newLine, 17);
        QVERIFY(pane.view().findNext());
        QCOMPARE(pane.view().rows().at(pane.view().currentRow()).newLine, 17);
        pane.view().setSearchText(QStringLiteral("nowhere"));
        QVERIFY(!pane.view().findNext());
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->isVisible());
    }

    void saysWhatIsThereInsteadOfLines_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("binary") << "docs/logo.png";
        QTest::newRow("empty") << "empty.txt";
        QTest::newRow("too large") << "large.txt";
    }
    void saysWhatIsThereInsteadOfLines()
    {
        QFETCH(QString, path);
        Shop engine;
        const QByteArray large(DiffPane::LARGEST_BYTES + 1, '\n');
        for (const auto& [name, text] :
             {std::pair{"empty.txt", QByteArray()}, std::pair{"large.txt", large}}) {
            engine.files->append({QLatin1StringView(name)});
            engine.diffs[QLatin1StringView(name)]
                = git::FileDiff{engine.files->last(), {}, text, {{0, 0, 0, int(text.size())}}};
        }
        DiffPane pane(engine);
        pane.resize(700, 500);
        pane.show();
        pane.goTo(path, 1);
        pane.showChange(REQUEST);
        QTRY_VERIFY(visibleChild<EmptyState>(pane) != nullptr && pane.files().isVisible());
        QVERIFY(pane.view().document() == nullptr);
        auto* button = visibleChild<EmptyState>(pane)->button();
        QCOMPARE(button->isVisible(), path == QStringLiteral("large.txt"));
        if (button->isVisible()) {
            button->click();
            QVERIFY(isShown(pane, path));
        }
    }

    void anErrorCanBeRetried_data()
    {
        QTest::addColumn<bool>("ofTheList");
        QTest::newRow("list of files") << true;
        QTest::newRow("one file") << false;
    }
    void anErrorCanBeRetried()
    {
        QFETCH(bool, ofTheList);
        Shop good;
        Shop engine;
        if (ofTheList) {
            engine.files = failure(errors::GIT_FAILED, QStringLiteral("object not found"));
        } else {
            engine.diffs.clear();
        }
        DiffPane pane(engine);
        pane.resize(700, 500);
        pane.show();
        pane.showChange(REQUEST);
        QTRY_VERIFY(visibleChild<InlineMessage>(pane) != nullptr);
        engine.files = good.files;
        engine.diffs = good.diffs;
        auto* message = visibleChild<InlineMessage>(pane);
        for (auto* button : message->findChildren<QPushButton*>()) {
            if (button->text() == DiffPane::tr("Try again")) {
                button->click();
            }
        }
        QTRY_VERIFY(isShown(pane, QStringLiteral("src/orders/total.cpp")));
        QVERIFY(visibleChild<InlineMessage>(pane) == nullptr);
    }

    void paneMayGoWhileAnswersAreOnTheirWay()
    {
        Shop engine;
        engine.holds = true;
        auto pane = std::make_unique<DiffPane>(engine);
        pane->showChange(REQUEST);
        pane.reset();
        engine.answerAll();
        QCoreApplication::sendPostedEvents();
        QVERIFY(engine.fileRequests.isEmpty());
    }

    void hiddenCharactersAreShown()
    {
        Shop engine;
        const QString path = QStringLiteral("src/orders/total.cpp");
        const auto text = QString::fromUtf8("if (a) /* \u202E } */\n").toUtf8();
        engine.diffs[path] = git::FileDiff{{path}, {}, text, {{0, 0, 0, 1}}};
        DiffPane pane(engine);
        pane.resize(500, 300);
        pane.show();
        pane.showChange(REQUEST);
        QTRY_VERIFY(isShown(pane, path));
        const auto reversed = screenshotOf(pane, {500, 300});
        auto plain = text;
        plain.replace("\u202E", "");
        engine.diffs[path]->newText = plain;
        DiffPane other(engine);
        other.showChange(REQUEST);
        QTRY_VERIFY(isShown(other, path));
        QVERIFY(screenshotOf(other, {500, 300}) != reversed);
    }

    void coloursFollowEvenFarDownTheFile()
    {
        Shop engine;
        const QString path = QStringLiteral("src/orders/total.cpp");
        const auto text = QByteArray("int value = 1; // comment\n").repeated(60'000);
        engine.diffs[path] = git::FileDiff{{path}, {}, text, {{0, 0, 0, 60'000}}};
        DiffPane pane(engine);
        pane.resize(500, 400);
        pane.show();
        pane.showChange(REQUEST);
        QTRY_VERIFY(isShown(pane, path));
        pane.view().scrollToEnd();
        pane.view().viewport()->repaint();
        QTRY_VERIFY(pane.view().isColoured());
        QVERIFY(pane.view().document()->highlighter->spans(DiffSide::New, 59'999).has_value());
    }

    void looksAsBefore_data()
    {
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<DiffLayout>("layout");
        QTest::addRow("diff-unified-light") << ThemeChoice::Light << DiffLayout::Unified;
        QTest::addRow("diff-unified-dark") << ThemeChoice::Dark << DiffLayout::Unified;
        QTest::addRow("diff-side-light") << ThemeChoice::Light << DiffLayout::SideBySide;
        QTest::addRow("diff-side-dark") << ThemeChoice::Dark << DiffLayout::SideBySide;
    }
    void looksAsBefore()
    {
        QFETCH(ThemeChoice, theme);
        QFETCH(DiffLayout, layout);
        const Theme applied(*qApp, theme);
        Shop engine;
        DiffPane pane(engine);
        pane.setDiffLayout(layout);
        pane.showChange(REQUEST);
        QTRY_VERIFY(pane.view().document() != nullptr);
        const QSize size(layout == DiffLayout::Unified ? 720 : 1100, 620);
        const auto picture = screenshotOf(pane, size);
        const auto difference
            = differenceFromGolden(picture, QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
};

int main(int argc, char** argv)
{
    pinScreen();
    QApplication app(argc, argv);
    pinLook(app);
    TestDiffPane test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_diff_pane.moc"
