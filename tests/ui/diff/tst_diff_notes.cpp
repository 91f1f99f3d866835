// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about the lines of a change, and what a person writes about them.
#include "tests/support/golden_screenshot.h"
#include "tests/ui/diff/shop.h"
#include "ui/diff/changed_file_list.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

namespace {

const QString TOTAL = u"src/orders/total.cpp"_s;
const QString CENTS = u"src/orders/cents.h"_s;

LineNote finding(const QString& file, int line, const QString& severity, const QString& text)
{
    return {LineNote::Kind::Finding, file, line, severity, text, u"Review"_s};
}

QList<LineNote> severalNotes()
{
    return {finding(TOTAL, 11, u"high"_s,
                    u"toCents() rounds each item; the sum of many items is then off by some cents. "
                    "Round the sum once."_s),
            finding(TOTAL, 9, u"low"_s, u"Name it total."_s),
            finding(TOTAL, 17, u"medium"_s, u"Inside unchanged lines."_s),
            finding(CENTS, 3, u"critical"_s, u"long is 32 bits wide on Windows."_s),
            finding(u"tests/total.cpp"_s, 4, u"high"_s, u"expected 1234, got 1200"_s),
            finding({}, 0, u"medium"_s, u"The change has no test."_s),
            {LineNote::Kind::Comment, TOTAL, 27, {}, u"Please say \"1 line\" too."_s, u"mia"_s}};
}

/// A pane with the shop's change, shown and loaded.
struct Review {
    Shop engine;
    DiffPane pane{engine};

    explicit Review(const QList<LineNote>& notes = severalNotes(), QSize size = {760, 620})
    {
        pane.resize(size);
        pane.setNotes(notes);
        pane.show();
        pane.showChange(REQUEST);
        (void)QTest::qWaitFor([this] { return isShown(pane, TOTAL); });
    }
    [[nodiscard]] DiffView& view() { return pane.view(); }
    [[nodiscard]] int currentLine() { return view().rows().at(view().currentRow()).newLine + 1; }
    [[nodiscard]] int heightOfLine(int line)
    {
        return view().rowRect(view().rows().rowOfNewLine(line - 1)).height();
    }
    [[nodiscard]] QPlainTextEdit& editor()
    {
        return *pane.findChild<QPlainTextEdit*>(u"commentText"_s);
    }
    /// Writes as a person does who has the keyboard.
    void write(int line, const QString& text)
    {
        view().goToNewLine(line - 1);
        QVERIFY(view().commentOnCurrentLine());
        QTest::keyClicks(&editor(), text);
    }
};

} // namespace

class TestDiffNotes : public QObject {
    Q_OBJECT

private slots:
    void aFindingStandsBelowItsLine()
    {
        Review review;
        QVERIFY(review.heightOfLine(11) > review.heightOfLine(10) + 30);
        QVERIFY(review.heightOfLine(9) > review.heightOfLine(10));
        const auto text = review.view().rowText(review.view().rows().rowOfNewLine(10));
        QVERIFY2(text.contains(u"High: toCents() rounds"_s), qPrintable(text));
    }

    void everySeverityHasAShapeOfItsOwn()
    {
        QSet<QString> shapes;
        for (const auto& severity : {u"low"_s, u"medium"_s, u"high"_s, u"critical"_s}) {
            const auto look = severityLook(severity, colourTokens(ColourScheme::Light));
            shapes.insert(look.icon);
            QVERIFY(!look.word.isEmpty());
        }
        QCOMPARE(shapes.size(), 4);
    }

    void notesAreVisitedOneByOneAcrossFiles()
    {
        Review review;
        QList<int> lines;
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(&review.view(), Qt::Key_F8);
            lines.append(review.currentLine());
        }
        QCOMPARE(lines, (QList<int>{9, 11, 17, 27}));
        QTest::keyClick(&review.view(), Qt::Key_F8);
        QTRY_VERIFY(isShown(review.pane, CENTS));
        QCOMPARE(review.currentLine(), 3);
        QTest::keyClick(&review.view(), Qt::Key_F8); // Nothing is behind it.
        QCOMPARE(review.currentLine(), 3);
        QTest::keyClick(&review.view(), Qt::Key_F8, Qt::ShiftModifier);
        QTRY_VERIFY(isShown(review.pane, TOTAL));
        QCOMPARE(review.currentLine(), 27);
        QTest::keyClick(&review.view(), Qt::Key_F8, Qt::ShiftModifier);
        QCOMPARE(review.currentLine(), 17);
    }

    void foldSaysWhatItHides()
    {
        Review review;
        const qint64 fold = review.view().rows().rowOfNewLine(16);
        QCOMPARE(review.view().rows().at(fold).kind, DiffRowKind::Fold);
        QVERIFY(review.view().rowText(fold).contains(
            DiffView::tr("%1, 1 note inside").arg(DiffView::tr("%1 unchanged lines").arg(7))));
        QVERIFY(review.view().goToNewLine(16));
        QVERIFY(review.heightOfLine(17) > review.heightOfLine(10));
    }

    void filesCountWhatIsSaidAboutThem()
    {
        Review review;
        QVERIFY(review.pane.files().rowText(0).contains(u"3 findings"_s));
        QVERIFY(review.pane.files().rowText(0).contains(u"1 comment"_s));
        QVERIFY(review.pane.files().rowText(1).contains(u"1 finding"_s));
        QVERIFY(!review.pane.files().rowText(3).contains(u"finding"_s));
    }

    void whatIsAboutNoLineIsListed()
    {
        Review review;
        auto* elsewhere = review.pane.findChild<InlineMessage*>(u"notesElsewhere"_s);
        QVERIFY(elsewhere->isVisible());
        QVERIFY(elsewhere->text().contains(u'2'));
        const auto details = elsewhere->findChild<QPlainTextEdit*>()->toPlainText();
        QVERIFY(details.contains(u"tests/total.cpp:4"_s));
        QVERIFY(details.contains(u"The change has no test."_s));
        review.pane.setNotes({});
        QVERIFY(!elsewhere->isVisible());
    }

    void placeThatTheFileDoesNotHaveIsItsLastLine()
    {
        Review review({finding(TOTAL, 9'999, u"high"_s, u"beyond"_s)});
        QTest::keyClick(&review.view(), Qt::Key_F8);
        QCOMPARE(review.currentLine(), review.view().document()->newLines.count());
    }

    void withoutNotesNothingIsWider()
    {
        Review with({finding(TOTAL, 11, u"high"_s, u"rounds"_s)});
        Review without({});
        QVERIFY(without.view().rowRect(1).height() == with.heightOfLine(10));
        with.pane.setNotes({});
        QCOMPARE(with.view().viewport()->grab().toImage(),
                 without.view().viewport()->grab().toImage());
    }

    void commentIsWrittenWithTheKeyboard()
    {
        Review review;
        review.view().setCommentable(true);
        QSignalSpy written(&review.pane, &DiffPane::commentWritten);
        review.write(10, u"why"_s);
        QCOMPARE(written.size(), 3); // Told at once: nothing is lost when the window goes.
        QCOMPARE(written.last().at(0).toString(), TOTAL);
        QCOMPARE(written.last().at(1).toInt(), 10);
        QCOMPARE(written.last().at(2).toString(), u"why"_s);
        QTest::keyClick(&review.editor(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(!review.editor().isVisible());
        QCOMPARE(written.size(), 3);
    }

    void plusBesideALineOpensTheEditor()
    {
        Review review;
        const auto press = [&](int line) {
            const auto place = review.view().rowRect(review.view().rows().rowOfNewLine(line - 1));
            QTest::mouseClick(review.view().viewport(), Qt::LeftButton, {},
                              QPoint(8, place.top() + 8));
        };
        press(10);
        QVERIFY(!review.editor().isVisible());
        review.view().setCommentable(true);
        press(10);
        QVERIFY(review.editor().isVisible());
        QCOMPARE(review.currentLine(), 10);
    }

    void removedLinesTakeNoComment()
    {
        Review review;
        review.view().setCommentable(true);
        review.view().goToChange(0);
        QCOMPARE(review.view().rows().at(review.view().currentRow()).kind, DiffRowKind::Removed);
        QVERIFY(!review.view().commentOnCurrentLine());
    }

    void draftIsShownAndOpensAgain()
    {
        Review review({{LineNote::Kind::Draft, TOTAL, 10, {}, u"not this way"_s, {}}});
        review.view().setCommentable(true);
        const int whole = review.heightOfLine(10);
        QVERIFY(whole > review.heightOfLine(9) + 30);
        review.view().goToNewLine(9);
        QVERIFY(review.view().commentOnCurrentLine());
        QCOMPARE(review.editor().toPlainText(), u"not this way"_s);
        QSignalSpy written(&review.pane, &DiffPane::commentWritten);
        review.pane.findChild<QPushButton*>(u"commentRemove"_s)->click();
        QCOMPARE(written.last().at(2).toString(), QString());
        QVERIFY(!review.editor().isVisible());
    }

    void editorMovesWithItsLine()
    {
        Review review;
        review.view().setCommentable(true);
        review.write(9, u"a"_s);
        auto* frame = review.editor().parentWidget();
        const int before = frame->y();
        const qint64 top = review.view().scrollTop();
        review.view().setScrollTop(top + 40);
        QCOMPARE(frame->y(), before - int(review.view().scrollTop() - top));
        review.pane.setDiffLayout(DiffLayout::SideBySide);
        const qint64 row = review.view().rows().rowOfNewLine(8);
        QVERIFY(review.view().rowRect(row).contains(frame->geometry().center()));
    }

    void anotherFileClosesTheEditor()
    {
        Review review;
        review.view().setCommentable(true);
        review.write(9, u"a"_s);
        review.pane.goTo(CENTS, 1);
        QTRY_VERIFY(isShown(review.pane, CENTS));
        QVERIFY(!review.editor().isVisible());
    }

    void looksAsBefore_data()
    {
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<DiffLayout>("layout");
        QTest::addColumn<QSize>("size");
        QTest::addRow("diff-notes-light")
            << ThemeChoice::Light << DiffLayout::Unified << QSize(760, 720);
        QTest::addRow("diff-notes-dark")
            << ThemeChoice::Dark << DiffLayout::Unified << QSize(760, 720);
        QTest::addRow("diff-notes-side-dark")
            << ThemeChoice::Dark << DiffLayout::SideBySide << QSize(1100, 620);
        QTest::addRow("diff-notes-small-light")
            << ThemeChoice::Light << DiffLayout::Unified << QSize(400, 520);
    }
    void looksAsBefore()
    {
        QFETCH(ThemeChoice, theme);
        QFETCH(DiffLayout, layout);
        QFETCH(QSize, size);
        const Theme applied(*qApp, theme);
        auto notes = severalNotes();
        notes.append({LineNote::Kind::Draft, TOTAL, 7, {}, u"Cents everywhere?"_s, {}});
        Review review(notes, size);
        review.view().setCommentable(true);
        review.pane.setDiffLayout(layout);
        review.write(10, u"Count once, before the loop."_s);
        const auto picture = screenshotOf(review.pane, size);
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
    TestDiffNotes test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_diff_notes.moc"
