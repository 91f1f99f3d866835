// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/loop_detail_page.h"

#include "tests/support/golden_screenshot.h"
#include "tests/ui/loop_detail/stage.h"
#include "ui/diff/changed_file_list.h"
#include "ui/widgets/inline_message.h"

#include <QComboBox>
#include <QPushButton>

using namespace tamma;
using namespace tamma::ui;

class TestLoopDetailPage : public QObject {
    Q_OBJECT

private slots:
    void showsALoopFromTheRecord()
    {
        Stage stage(test::detailStory());
        stage.open();
        stage.page.resize(1300, 800);
        stage.page.QWidget::show();
        QTRY_VERIFY(stage.transcript().rowCount() > 10);
        QTRY_VERIFY(stage.diff().view().document() != nullptr);
        QCOMPARE(stage.timeline().rowCount(), 14);
        QCOMPARE(stage.gates().cards().size(), 2);
        QVERIFY(stage.block(stage.rowOf(TranscriptBlock::Kind::Session)).recorded);
        QCOMPARE(stage.diff().request().to, QStringLiteral("commit-one"));
    }

    void liveEventsFollowWithoutGapsOrRepeats()
    {
        auto told = test::detailStory();
        const auto early = told.stored;
        test::tellSecondAttempt(told);
        Stage stage(test::detailStory());
        stage.engine.holds = true;
        stage.open();
        stage.publish(told.stored.mid(early.size(), 3)); // Before the answer came.
        QCoreApplication::sendPostedEvents();
        stage.engine.record = told.stored.first(early.size() + 1);
        stage.engine.answerAll();
        stage.engine.holds = false;
        QTRY_VERIFY(stage.transcript().rowCount() > 0);
        stage.publish(told.stored.mid(early.size() + 3));
        TranscriptModel whole;
        whole.apply(told.stored);
        QTRY_COMPARE(stage.transcript().rowCount(), whole.rowCount());
        for (qint64 row = 0; row < whole.rowCount(); ++row) {
            QCOMPARE(stage.block(row), whole.block(row));
        }
        QTRY_COMPARE(stage.diff().request().to, QStringLiteral("commit-two"));
    }

    void choosingAStepMovesTheOtherPanes()
    {
        Stage stage(test::detailStory());
        stage.open();
        stage.page.resize(1300, 500);
        stage.page.QWidget::show();
        QTRY_COMPARE(stage.gates().cards().size(), 2);
        const auto& cells = stage.session.loop(test::DETAIL_LOOP)->steps;
        const auto step
            = std::ranges::find(cells, workflow::step::TEST_VALIDATION, &readmodels::StepCell::id);
        stage.timeline().setCurrentRow(step - cells.begin());
        QCOMPARE(stage.tabs().currentWidget(), &stage.gates());
        QCOMPARE(stage.gates().currentRow(), 1);
        const auto header = static_cast<TranscriptModel*>(stage.transcript().source())
                                ->rowOfStep(workflow::step::TEST_VALIDATION);
        QVERIFY(
            stage.transcript().rowRect(header).intersects(stage.transcript().viewport()->rect()));
        stage.timeline().select(workflow::step::RESEARCH);
        stage.timeline().setCurrentRow(4);
        QCOMPARE(stage.tabs().currentWidget(), &stage.diff());
    }

    void aFindingOpensItsLine()
    {
        Stage stage(test::detailStory());
        stage.engine.diffs[QStringLiteral("src/orders/total.cpp")]->hunks.clear();
        stage.engine.diffs[QStringLiteral("src/orders/total.cpp")]->hunks = {{0, 8, 0, 13}};
        stage.open();
        stage.page.resize(1300, 800);
        stage.page.QWidget::show();
        QTRY_COMPARE(stage.gates().cards().size(), 2);
        stage.tabs().setCurrentWidget(&stage.gates());
        QTRY_VERIFY(stage.diff().view().document() != nullptr);
        emit stage.gates().activated(RowId{}, 2);
        QCOMPARE(stage.tabs().currentWidget(), &stage.diff());
        const auto& view = stage.diff().view();
        QTRY_COMPARE(view.rows().at(view.currentRow()).newLine, 10);
    }

    void aToolCallShowsItsFile()
    {
        Stage stage(test::detailStory());
        stage.engine.files->prepend({QStringLiteral("README.md")});
        stage.engine.diffs[QStringLiteral("README.md")]
            = git::FileDiff{{QStringLiteral("README.md")}, {}, "new\n", {{0, 0, 0, 1}}};
        stage.open();
        stage.page.resize(1300, 800);
        stage.page.QWidget::show();
        QTRY_COMPARE(stage.diff().files().rowCount(), 2);
        qint64 row = 0;
        QTRY_VERIFY(stage.transcript().rowCount() > 10);
        while (stage.block(row).path.isEmpty()) {
            ++row;
        }
        stage.transcript().setCurrentRow(row);
        QTRY_COMPARE(stage.diff().files().current()->path, QStringLiteral("src/orders/total.cpp"));
        QCOMPARE(stage.timeline().currentRow(), 4);
    }

    void attemptsCanBeCompared()
    {
        auto told = test::detailStory();
        test::tellSecondAttempt(told);
        Stage stage(told);
        stage.open();
        auto* attempt = stage.child<QComboBox>("attempt");
        QTRY_COMPARE(attempt->count(), 4);
        QTRY_COMPARE(stage.gates().cards().size(), 3);
        QCOMPARE(stage.gates().cards().last().state, GateCard::State::Skipped);
        attempt->setCurrentIndex(attempt->findText(LoopDetailPage::tr("Attempt %1").arg(1)));
        QCOMPARE(stage.diff().request().to, QStringLiteral("commit-one"));
        QCOMPARE(stage.gates().cards().size(), 2);
        attempt->setCurrentIndex(3);
        QCOMPARE(stage.diff().request().from, QStringLiteral("commit-one"));
        QCOMPARE(stage.diff().request().to, QStringLiteral("commit-two"));
    }

    void longOutputsOpenOnDemand()
    {
        Stage stage(test::detailStory());
        stage.open();
        stage.page.resize(1300, 800);
        stage.page.QWidget::show();
        QTRY_VERIFY(stage.transcript().rowCount() > 10);
        const auto row = stage.rowOf(TranscriptBlock::Kind::ToolOutput);
        stage.transcript().setCurrentRow(row);
        const int before = stage.transcript().rowRect(row).height();
        QTest::keyClick(&stage.transcript(), Qt::Key_Return);
        QVERIFY(stage.transcript().rowRect(row).height() > before * 3);
        QTest::keyClick(&stage.transcript(), Qt::Key_Return);
        QCOMPARE(stage.transcript().rowRect(row).height(), before);
    }

    void theTranscriptFollowsTheEnd()
    {
        Stage stage(test::detailStory());
        stage.open();
        stage.page.resize(1300, 500);
        stage.page.QWidget::show();
        QTRY_VERIFY(stage.transcript().rowCount() > 10);
        QVERIFY(stage.transcript().isFollowing());
        auto told = stage.story;
        const auto before = told.stored.size();
        for (int i = 0; i < 30; ++i) {
            told.say(events::GateLogAppended{test::DETAIL_LOOP, workflow::step::TEST_VALIDATION, 2,
                                             QStringLiteral("line\n")});
            told.start(workflow::step::BUILD_VALIDATION, 2);
        }
        stage.publish(told.stored.mid(before));
        const auto last = [&] { return stage.transcript().rowCount() - 1; };
        QTRY_VERIFY(last() > 40);
        const auto view = stage.transcript().viewport()->rect();
        QTRY_VERIFY(view.contains(stage.transcript().rowRect(last()).center()));
    }

    void cancellingCanBeTakenBack()
    {
        Stage stage(test::detailStory());
        stage.open();
        stage.page.resize(1300, 500);
        stage.page.QWidget::show();
        auto* cancel = stage.child<QPushButton>("cancelLoop");
        cancel->click();
        QCOMPARE(stage.shell.offers.size(), 1);
        QVERIFY(stage.engine.commands.isEmpty());
        QVERIFY(!cancel->isEnabled());
        stage.shell.offers.first().undo();
        QVERIFY(cancel->isEnabled());
        cancel->click();
        stage.shell.offers.last().keep();
        QCOMPARE(stage.engine.commands.size(), 1);
        QCOMPARE(std::get<engine::CancelLoop>(stage.engine.commands.first()).loopId,
                 test::DETAIL_LOOP);
        QTRY_VERIFY(cancel->isEnabled());
    }

    void anUnreadableRecordCanBeRetried()
    {
        Stage stage(test::detailStory());
        const auto good = stage.engine.record;
        stage.engine.record = failure(errors::STORE_UNAVAILABLE);
        stage.open();
        stage.page.resize(1300, 500);
        stage.page.QWidget::show();
        auto* message = stage.child<InlineMessage>("loopError");
        QTRY_VERIFY(message->isVisible());
        stage.engine.record = good;
        for (auto* button : message->findChildren<QPushButton*>()) {
            if (button->text() == LoopDetailPage::tr("Try again")) {
                button->click();
            }
        }
        QTRY_VERIFY(stage.transcript().rowCount() > 10);
        QVERIFY(!message->isVisible());
    }

    void narrowWindowsTurnPanesIntoTabs()
    {
        Stage stage(test::detailStory());
        stage.open();
        stage.page.resize(1300, 600);
        stage.page.QWidget::show();
        QCOMPARE(stage.tabs().widget(0), &stage.diff());
        QCOMPARE(stage.page.panes().first(), &stage.timeline());
        stage.page.resize(690, 560);
        QTRY_COMPARE(stage.tabs().currentIndex(), 0);
        QTRY_COMPARE(stage.tabs().widget(0), stage.transcript().parentWidget());
        QVERIFY(!stage.timeline().isVisible());
        QVERIFY(stage.transcript().isVisible());
        QCOMPARE(stage.page.panes(), QList<QWidget*>{&stage.transcript()});
        stage.page.resize(1300, 600);
        QTRY_COMPARE(stage.tabs().widget(0), &stage.diff());
        QVERIFY(stage.transcript().isVisible());
        QVERIFY(stage.timeline().isVisible());
    }

    void looksAsBeforeWithTwoAttempts()
    {
        auto told = test::detailStory();
        test::tellSecondAttempt(told);
        Stage stage(told);
        stage.open();
        stage.page.resize(1300, 760);
        stage.page.QWidget::show();
        QTRY_COMPARE(stage.gates().cards().size(), 3);
        stage.tabs().setCurrentWidget(&stage.gates());
        const auto picture = screenshotOf(stage.page, {1300, 760});
        const auto difference
            = differenceFromGolden(picture, QStringLiteral("loop-attempts-light"));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }

    void looksAsBefore_data()
    {
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QString>("tab");
        const QSize large(1500, 900);
        const QSize small(692, 560);
        QTest::addRow("loop-light") << ThemeChoice::Light << large << "diffPane";
        QTest::addRow("loop-dark") << ThemeChoice::Dark << large << "diffPane";
        QTest::addRow("loop-gates-light") << ThemeChoice::Light << large << "gates";
        QTest::addRow("loop-gates-dark") << ThemeChoice::Dark << large << "gates";
        QTest::addRow("loop-small-light") << ThemeChoice::Light << small << "";
        QTest::addRow("loop-small-changes-dark") << ThemeChoice::Dark << small << "diffPane";
    }
    void looksAsBefore()
    {
        QFETCH(ThemeChoice, theme);
        QFETCH(QSize, size);
        QFETCH(QString, tab);
        Stage stage(test::detailStory(), theme);
        stage.open();
        stage.page.resize(size);
        stage.page.QWidget::show();
        QTRY_VERIFY(stage.diff().view().document() != nullptr);
        stage.transcript().goToStep(workflow::step::CODE_GENERATION);
        if (auto* widget = stage.page.findChild<QWidget*>(tab); !tab.isEmpty()) {
            stage.tabs().setCurrentWidget(widget);
        }
        const auto picture = screenshotOf(stage.page, size);
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
    TestLoopDetailPage test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_loop_detail_page.moc"
