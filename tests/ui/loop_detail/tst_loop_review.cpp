// SPDX-License-Identifier: GPL-3.0-or-later
// A person reviews a change on the loop page: findings, comments on lines, logs.
#include "tests/support/golden_screenshot.h"
#include "tests/ui/loop_detail/stage.h"
#include "ui/diff/changed_file_list.h"
#include "ui/pages/loop_detail/log_pane.h"
#include "ui/shell/draft_comments.h"
#include "ui/widgets/inline_message.h"

#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

namespace {

const QString TOTAL = u"src/orders/total.cpp"_s;

events::ApprovalRequested mergeRequest(const QString& commit)
{
    events::ApprovalRequested request;
    request.approvalId = ApprovalId(u"approval-"_s + commit);
    request.loopId = test::DETAIL_LOOP;
    request.kind = u"merge"_s;
    request.evidence.commit = commit;
    return request;
}

/// A loop whose first attempt was sent back with a comment, and whose second waits for a decision.
test::LoopStory reviewedStory()
{
    auto told = test::detailStory();
    told.say(mergeRequest(u"commit-one"_s));
    told.say(events::ApprovalRejected{ApprovalId(u"approval-commit-one"_s),
                                      test::DETAIL_LOOP,
                                      u"mia"_s,
                                      u"Nearly."_s,
                                      {{TOTAL, 3, u"Cents sum{0};"_s, u"Name it total."_s}}});
    test::tellSecondAttempt(told);
    told.say(mergeRequest(u"commit-two"_s));
    return told;
}

/// The page on that loop, opened at its changes.
struct Review : Stage {
    explicit Review(QSize size = {1300, 800}, ThemeChoice choice = ThemeChoice::Light)
        : Stage(reviewedStory(), choice)
    {
        readmodels::Approval approval;
        approval.request = mergeRequest(u"commit-two"_s);
        feed.publish({{}, {approval}, {}, story.stored.last(1), story.stored.last().position});
        frames.wake();
        QTRY_VERIFY(session.approval(approval.request.approvalId) != nullptr);
        open(u"changes"_s);
        page.resize(size);
        page.QWidget::show();
        QTRY_VERIFY(view().document() != nullptr);
    }
    [[nodiscard]] DiffView& view() { return diff().view(); }
    [[nodiscard]] QString wordsAt(int line)
    {
        return view().rowText(view().rows().rowOfNewLine(line - 1));
    }
    void choose(const QString& range)
    {
        auto* box = child<QComboBox>("attempt");
        box->setCurrentIndex(box->findText(range));
        QTRY_VERIFY(view().document() != nullptr);
    }
    void write(int line, const QString& text)
    {
        view().goToNewLine(line - 1);
        actions.find(u"loop.comment"_s)->trigger();
        QTest::keyClicks(child<QPlainTextEdit>("commentText"), text);
    }
    [[nodiscard]] InlineMessage& bar() { return *child<InlineMessage>("reviewBar"); }
};

} // namespace

class TestLoopReview : public QObject {
    Q_OBJECT

private slots:
    void findingsOfAnAttemptAreInItsDiff()
    {
        Review review;
        QVERIFY(!review.wordsAt(11).contains(u"expected 1234"_s));
        review.choose(LoopDetailPage::tr("Attempt %1").arg(1));
        QTRY_VERIFY(review.wordsAt(11).contains(u"total_rounds_to_the_cent: expected 1234"_s));
        QVERIFY(review.diff().files().rowText(0).contains(u"1 finding"_s));
    }

    void whatWasSaidStandsInTheDiffOfThatAttempt()
    {
        Review review;
        QVERIFY(!review.wordsAt(3).contains(u"Name it total."_s));
        review.choose(LoopDetailPage::tr("Attempt %1").arg(1));
        QTRY_VERIFY(review.wordsAt(3).contains(u"Name it total. (mia)"_s));
    }

    void commentIsKeptForTheCommitThatItIsAbout()
    {
        Review review;
        review.write(5, u"Round once."_s);
        const auto drafts = draftComments(review.window, u"commit-two"_s);
        QCOMPARE(drafts.size(), 1);
        QCOMPARE(drafts.first().file, TOTAL);
        QCOMPARE(drafts.first().line, 5);
        QCOMPARE(drafts.first().text, u"Round once."_s);
        QVERIFY(review.engine.commands.isEmpty()); // It goes with the decision.
    }

    void draftsOfAnEarlierWindowAreThere()
    {
        Review review;
        setDraftComment(review.window, u"commit-two"_s, {TOTAL, 5, {}, u"Round once."_s});
        review.choose(LoopDetailPage::tr("Attempt %1").arg(1));
        QVERIFY(!review.wordsAt(5).contains(u"Round once."_s));
        review.choose(LoopDetailPage::tr("All changes"));
        QTRY_VERIFY(review.wordsAt(5).contains(u"Round once."_s));
    }

    void barLeadsToTheDecision()
    {
        Review review;
        QVERIFY(!review.bar().isVisible());
        review.write(5, u"a"_s);
        review.write(7, u"b"_s);
        QVERIFY(review.bar().isVisible());
        QVERIFY(review.bar().text().contains(u'2'));
        review.bar().findChild<QPushButton*>()->parentWidget();
        for (auto* button : review.bar().findChildren<QPushButton*>()) {
            if (button->text() == LoopDetailPage::tr("Decide…")) {
                button->click();
            }
        }
        QCOMPARE(review.shell.places.last().page, page::INBOX);
        QCOMPARE(review.shell.places.last().item, u"approval-commit-two"_s);
    }

    void commentsNeedADecisionThatWaits()
    {
        Stage stage(test::detailStory());
        stage.open(u"changes"_s);
        stage.page.resize(1300, 800);
        stage.page.QWidget::show();
        QTRY_VERIFY(stage.diff().view().document() != nullptr);
        stage.diff().view().goToNewLine(4);
        stage.actions.find(u"loop.comment"_s)->trigger();
        QVERIFY(!stage.child<QPlainTextEdit>("commentText")->isVisible());
        QCOMPARE(stage.shell.notes.size(), 1);
    }

    void logOpensAtTheFailingLine_data()
    {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("click") << false;
        QTest::newRow("Return") << true;
    }
    void logOpensAtTheFailingLine()
    {
        QFETCH(bool, byKey);
        Stage stage(test::detailStory());
        stage.open();
        stage.page.resize(1300, 600);
        stage.page.QWidget::show();
        QTRY_COMPARE(stage.gates().cards().size(), 2);
        stage.tabs().setCurrentWidget(&stage.gates());
        if (byKey) {
            stage.gates().select(workflow::step::TEST_VALIDATION);
            QTest::keyClick(&stage.gates(), Qt::Key_Return);
        } else {
            const auto place = stage.gates().rowRect(1);
            QTest::mouseClick(stage.gates().viewport(), Qt::LeftButton, {},
                              place.topLeft() + QPoint(60, 20));
        }
        auto& pane = *stage.child<LogPane>("logPane");
        QCOMPARE(stage.tabs().currentWidget(), &pane);
        QTRY_VERIFY(pane.view().log() != nullptr);
        const auto& log = *pane.view().log();
        QCOMPARE(log.lines.count(), 15); // All of it, not the end only.
        QCOMPARE(log.failures, QList<int>{14});
        QCOMPARE(pane.view().currentRow(), 14);
        QVERIFY(!pane.view().rowText(14).contains(u'\x1b'));
        stage.child<QToolButton>("closeLog")->click();
        QCOMPARE(stage.tabs().currentWidget(), &stage.gates());
    }

    void failuresAreVisitedAround()
    {
        LogPane pane;
        pane.resize(500, 200);
        pane.show();
        GateCard card{GateCard::State::Failed, test::failedTests()};
        QString text = u"fine\n"_s.repeated(50) + u"error: one\n"_s + u"fine\n"_s.repeated(50)
            + u"error: two\n"_s;
        card.verdict.findings.clear();
        pane.showLog(card, text);
        QTRY_VERIFY(pane.view().log() != nullptr);
        QCOMPARE(pane.view().currentRow(), 50);
        QVERIFY(pane.view().viewport()->rect().contains(pane.view().rowRect(50)));
        QTest::keyClick(&pane.view(), Qt::Key_F8);
        QCOMPARE(pane.view().currentRow(), 101);
        pane.findChild<QToolButton*>(u"nextFailure"_s)->click();
        QCOMPARE(pane.view().currentRow(), 50);
        QTest::keyClick(&pane.view(), Qt::Key_F8, Qt::ShiftModifier);
        QCOMPARE(pane.view().currentRow(), 101);
        QCOMPARE(pane.findChild<QLabel*>(u"failurePlace"_s)->text(),
                 LogPane::tr("Failing line %1 of %2").arg(2).arg(2));
    }

    void looksAsBefore_data()
    {
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("log");
        const QSize small(692, 560);
        QTest::addRow("loop-review-light") << ThemeChoice::Light << QSize(1500, 900) << false;
        QTest::addRow("loop-review-dark") << ThemeChoice::Dark << QSize(1500, 900) << false;
        QTest::addRow("loop-review-small-dark") << ThemeChoice::Dark << small << false;
        QTest::addRow("loop-log-light") << ThemeChoice::Light << QSize(1500, 900) << true;
        QTest::addRow("loop-log-dark") << ThemeChoice::Dark << QSize(1500, 900) << true;
        QTest::addRow("loop-log-small-light") << ThemeChoice::Light << small << true;
    }
    void looksAsBefore()
    {
        QFETCH(ThemeChoice, theme);
        QFETCH(QSize, size);
        QFETCH(bool, log);
        Review review(size, theme);
        review.write(5, u"Round the sum, not each item."_s);
        review.write(11, u"Which rate? Say so."_s);
        review.view().setFocus();
        if (log) {
            review.choose(LoopDetailPage::tr("Attempt %1").arg(1));
            QTRY_COMPARE(review.gates().cards().size(), 2);
            emit review.gates().logOpened(review.gates().cards().last());
            QTRY_VERIFY(review.child<LogPane>("logPane")->view().log() != nullptr);
        }
        const auto picture = screenshotOf(review.page, size);
        const auto difference
            = differenceFromGolden(picture, QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
};

int main(int argc, char** argv)
{
    pinScreen();
    qputenv("TZ", "UTC");
    QApplication app(argc, argv);
    pinLook(app);
    TestLoopReview test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_loop_review.moc"
