// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/record_world.h"
#include "ui/pages/record/export_bar.h"
#include "ui/pages/record/filter_bar.h"
#include "ui/pages/record/saved_filters.h"
#include "ui/widgets/inline_message.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QInputDialog>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

namespace {

/// Opens the menu of a button as a click would, and returns its actions by their texts.
QHash<QString, QAction*> actionsOf(QMenu* menu)
{
    emit menu->aboutToShow();
    QHash<QString, QAction*> actions;
    for (QAction* action : menu->actions()) {
        actions.insert(action->text(), action);
    }
    return actions;
}

StoredEvent storedEvent(qint64 position, const QString& causation, const QString& loop)
{
    StoredEvent stored;
    stored.position = {position};
    stored.event.id = EventId(u"event-%1"_s.arg(position));
    stored.event.tags.insert(tag::LOOP, loop);
    stored.event.metadata.causation = causation;
    stored.event.payload = IssueCommented{.text = u"note %1"_s.arg(position)};
    return stored;
}

} // namespace

/// What stands around the rows: menus, completion, saved filters, export, and the inspector.
class TestRecordTools : public QObject {
    Q_OBJECT

private slots:
    void menusWriteTheFilter();
    void menusKnowTypesOfPluginsAndValuesOfTags();
    void completesKeysTypesAndValues();
    void timesThatAreNoneAreNamed();
    void filtersAreSavedUsedAndRemoved();
    void savedFiltersOutliveTheWindow();
    void exportsWhatMatches();
    void exportCanBeStoppedAndSaysWhyItFailed();
    void inspectorShowsAndCopiesTheEvent();
    void inspectorLeadsToLoopIssueAndApproval();
    void inspectorShowsCauseAndEffects();
    void inspectorShowsTheStateThenAndGoesThere();
    void neighboursOfTheLoopAreOneKeyAway();
    void copiesRowsThatWereNeverSeen();
    void everythingHasAName();
};

void TestRecordTools::menusWriteTheFilter()
{
    RecordWorld record(40);
    auto* types = record.world.find<QToolButton>(u"recordType"_s).menu();
    const auto groups = actionsOf(types);
    QVERIFY(groups.contains(u"GATE"_s));
    QAction* failed = nullptr;
    for (QAction* action : groups[u"GATE"_s]->menu()->actions()) {
        failed = action->text() == u"GATE.FAILED"_s ? action : failed;
    }
    QVERIFY(failed != nullptr && !failed->isChecked());
    failed->trigger();
    QCOMPARE(record.filter().text(), u"type:GATE.FAILED"_s);
    QTRY_COMPARE(record.subtitle(), u"4 of 40 events"_s);
    QCOMPARE(record.world.find<QToolButton>(u"recordType"_s).text(), u"Type · 1"_s);
    auto* times = record.world.find<QToolButton>(u"recordTime"_s).menu();
    actionsOf(times)[u"Last hour"_s]->trigger();
    QCOMPARE(record.filter().text(), u"type:GATE.FAILED since:1h"_s);
    actionsOf(times)[u"Yesterday"_s]->trigger();
    QCOMPARE(record.filter().text(), u"type:GATE.FAILED since:yesterday until:yesterday"_s);
    actionsOf(times)[u"Any time"_s]->trigger();
    QCOMPARE(record.filter().text(), u"type:GATE.FAILED"_s);
}

void TestRecordTools::menusKnowTypesOfPluginsAndValuesOfTags()
{
    RecordWorld record(10);
    record.world.engine.publishEvent(OpaquePayload{u"PLUGIN.RUN.SUCCESS"_s, 1, {}},
                                     {{u"mode"_s, u"my own"_s}});
    record.world.settle();
    record.filterBy({});
    QTRY_COMPARE(record.list().rowCount(), 11);
    auto& button = record.world.find<QToolButton>(u"recordType"_s);
    button.menu()->popup(button.mapToGlobal(QPoint()));
    const auto has = [](QMenu* menu, const QString& text) {
        return std::ranges::any_of(menu->actions(),
                                   [&](QAction* action) { return action->text() == text; });
    };
    QTRY_VERIFY(has(button.menu(), u"PLUGIN"_s));
    button.menu()->close();
    auto* tags = record.world.find<QToolButton>(u"recordTag"_s).menu();
    (void)actionsOf(tags);
    QTRY_VERIFY(has(tags, u"mode"_s) && has(tags, u"loopId"_s));
    for (QAction* key : tags->actions()) {
        if (key->text() == u"mode"_s) {
            (void)actionsOf(key->menu());
            QTRY_VERIFY(has(key->menu(), u"my own"_s));
            key->menu()->actions().first()->trigger();
        }
    }
    QCOMPARE(record.filter().text(), u"mode:\"my own\""_s);
    QTRY_COMPARE(record.subtitle(), u"1 of 11 events"_s);
}

void TestRecordTools::completesKeysTypesAndValues()
{
    RecordWorld record(20);
    QTRY_COMPARE(record.list().rowCount(), 20);
    record.filter().setFocus();
    const auto popup = [&]() -> QAbstractItemView* {
        for (QWidget* top : QApplication::topLevelWidgets()) {
            if (top->objectName() == u"recordFilterCompletions"_s) {
                return qobject_cast<QAbstractItemView*>(top);
            }
        }
        return nullptr;
    };
    const auto offered = [&](const QString& text) {
        const auto* model = popup() == nullptr ? nullptr : popup()->model();
        for (int row = 0; model != nullptr && row < model->rowCount(); ++row) {
            if (popup()->isVisible() && model->index(row, 0).data().toString() == text) {
                return true;
            }
        }
        return false;
    };
    QTest::keyClicks(&record.filter(), u"lo"_s);
    QTRY_VERIFY(offered(u"loopId:"_s));
    QTest::keyClick(popup(), Qt::Key_Down);
    QTest::keyClick(popup(), Qt::Key_Return);
    QTRY_COMPARE(record.filter().text(), u"loopId:"_s);
    QTRY_VERIFY(offered(u"loopId:loop-1"_s));
    QTest::keyClick(popup(), Qt::Key_Down);
    QTest::keyClick(popup(), Qt::Key_Return);
    QTRY_COMPARE(record.filter().text(), u"loopId:loop-0 "_s);
    QTest::keyClicks(&record.filter(), u"type:gate"_s);
    QTRY_VERIFY(offered(u"type:GATE.*"_s));
    QVERIFY(offered(u"type:GATE.FAILED"_s));
    QTest::keyClick(popup(), Qt::Key_Escape);
    QTRY_VERIFY(!popup()->isVisible());
    QCOMPARE(record.filter().text(), u"loopId:loop-0 type:gate"_s);
}

void TestRecordTools::timesThatAreNoneAreNamed()
{
    RecordWorld record(20);
    record.filterBy(u"since:noon type:GATE.FAILED"_s);
    auto& hint = record.world.find<InlineMessage>(u"recordHint"_s);
    QTRY_VERIFY(hint.isVisible());
    QVERIFY(hint.text().contains(u"since:noon"_s));
    QTRY_COMPARE(record.subtitle(), u"2 of 20 events"_s);
    record.filterBy(u"since:12:00"_s);
    QTRY_VERIFY(!hint.isVisible());
}

void TestRecordTools::filtersAreSavedUsedAndRemoved()
{
    RecordWorld record(20);
    auto* menu = record.world.find<QToolButton>(u"recordSaved"_s).menu();
    QVERIFY(!actionsOf(menu)[u"Save this filter…"_s]->isEnabled()); // There is none.
    record.filterBy(u"type:GATE.FAILED"_s);
    actionsOf(menu)[u"Save this filter…"_s]->trigger();
    auto* dialog = record.world.window().findChild<QInputDialog*>(u"recordSaveDialog"_s);
    QVERIFY(dialog != nullptr);
    dialog->setTextValue(u"Red & loud"_s);
    dialog->accept();
    record.filterBy({});
    QTRY_COMPARE(record.list().rowCount(), 20);
    actionsOf(menu)[u"Red && loud"_s]->trigger();
    QTRY_COMPARE(record.subtitle(), u"2 of 20 events"_s);
    actionsOf(menu)[u"Remove"_s]->menu()->actions().first()->trigger();
    QVERIFY(!actionsOf(menu).contains(u"Red && loud"_s));
    auto* undo = record.world.window().findChild<QPushButton*>(u"toastUndo"_s);
    if (undo == nullptr) {
        for (auto* button : record.world.window().findChildren<QPushButton*>()) {
            undo = button->text().contains(u"Undo"_s) ? button : undo;
        }
    }
    QVERIFY(undo != nullptr);
    undo->click();
    QVERIFY(actionsOf(menu).contains(u"Red && loud"_s));
}

void TestRecordTools::savedFiltersOutliveTheWindow()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"window.ini"_s);
    {
        WindowState state(file);
        SavedFilters filters(state);
        filters.put({u"b"_s, u"type:GATE.*"_s});
        filters.put({u" a "_s, u"\"two words\", and more; = %"_s});
        filters.put({u"b"_s, u"type:GATE.FAILED"_s});
        filters.put({u"  "_s, u"nameless"_s});
    }
    WindowState state(file);
    const QList<SavedFilter> expected{{u"a"_s, u"\"two words\", and more; = %"_s},
                                      {u"b"_s, u"type:GATE.FAILED"_s}};
    QCOMPARE(SavedFilters(state).all(), expected);
    state.setText(u"record/savedFilters"_s, u"{broken"_s);
    QVERIFY(SavedFilters(state).all().isEmpty());
}

void TestRecordTools::exportsWhatMatches()
{
    RecordWorld record(200);
    const QTemporaryDir folder;
    record.filterBy(u"type:GATE.FAILED"_s);
    QTRY_COMPARE(record.list().rowCount(), 20);
    record.world.find<QAction>(u"recordExportJson"_s).trigger();
    auto* dialog = record.world.window().findChild<QFileDialog*>(u"exportDialog"_s);
    QVERIFY(dialog != nullptr);
    const QString file = folder.filePath(u"out.jsonl"_s);
    dialog->selectFile(file);
    QMetaObject::invokeMethod(dialog, "accept");
    auto& outcome = record.world.find<InlineMessage>(u"exportOutcome"_s);
    QTRY_VERIFY(outcome.isVisible());
    QVERIFY2(outcome.text().startsWith(u"20 events are in"_s), qPrintable(outcome.text()));
    QFile out(file);
    QVERIFY(out.open(QIODevice::ReadOnly));
    QCOMPARE(out.readAll().count('\n'), 20);
}

void TestRecordTools::exportCanBeStoppedAndSaysWhyItFailed()
{
    RecordWorld record(200);
    const QTemporaryDir folder;
    QTRY_COMPARE(record.list().rowCount(), 200);
    auto* bar = record.world.window().findChild<ExportBar*>();
    auto& outcome = record.world.find<InlineMessage>(u"exportOutcome"_s);
    readmodels::RecordMatches matches;
    matches.append({3});
    record.world.engine.holdExport = true;
    bar->start(matches, engine::ExportFormat::Csv, folder.filePath(u"out.csv"_s));
    QVERIFY(bar->isRunning());
    QVERIFY(record.world.find<QWidget>(u"exportProgress"_s).isVisible());
    QVERIFY(!record.world.find<QToolButton>(u"recordExport"_s).isEnabled());
    record.world.find<QPushButton>(u"exportStop"_s).click();
    record.world.engine.answerExport();
    QTRY_VERIFY(outcome.isVisible());
    QVERIFY(outcome.text().contains(u"stopped"_s));
    QVERIFY(!QFile::exists(folder.filePath(u"out.csv"_s)));
    QVERIFY(record.world.find<QToolButton>(u"recordExport"_s).isEnabled());
    record.world.engine.holdExport = false;
    bar->start(matches, engine::ExportFormat::Csv, folder.filePath(u"no/such/out.csv"_s));
    QTRY_COMPARE(outcome.kind(), MessageKind::Error);
}

void TestRecordTools::inspectorShowsAndCopiesTheEvent()
{
    RecordWorld record(20);
    auto& json = record.world.find<QPlainTextEdit>(u"eventJson"_s);
    QVERIFY(!json.isVisible());
    QTRY_COMPARE(record.list().rowCount(), 20);
    QTRY_VERIFY(!record.list().rowText(9).isEmpty());
    record.list().setCurrentRow(9);
    QVERIFY(json.isVisible());
    QVERIFY(json.toPlainText().contains(u"\"GATE.FAILED\""_s));
    record.world.find<QPushButton>(u"eventCopy"_s).click();
    QCOMPARE(QGuiApplication::clipboard()->text(), json.toPlainText());
    record.world.find<QPushButton>(u"eventCopyId"_s).click();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"10"_s);
    record.world.find<QPushButton>(u"eventRelated"_s).click();
    QTRY_COMPARE(record.subtitle(), u"10 of 20 events"_s);
    record.world.find<QToolButton>(u"eventClose"_s).click();
    QVERIFY(!json.isVisible());
}

void TestRecordTools::inspectorLeadsToLoopIssueAndApproval()
{
    RecordWorld record(0);
    record.world.publishFull();
    record.world.engine.publishEvent(
        ApprovalRequested{},
        {{tag::LOOP, u"loop-1"_s}, {tag::ISSUE, u"issue-1"_s}, {tag::APPROVAL, u"approval-1"_s}});
    record.world.settle();
    const auto show = [&] {
        record.world.window().open({page::RECORD});
        QTRY_VERIFY(record.list().rowCount() > 5);
        record.list().setCurrentRow(record.list().rowCount() - 1);
    };
    for (const QString& place : {page::LOOP, page::ISSUES, page::INBOX}) {
        show();
        auto& inspector = record.world.find<QWidget>(u"eventInspector"_s);
        QTRY_VERIFY(inspector.findChild<QAbstractButton*>(u"eventLink-"_s + place) != nullptr);
        inspector.findChild<QAbstractButton*>(u"eventLink-"_s + place)->click();
        QCOMPARE(record.world.window().currentPageId(), place);
    }
}

void TestRecordTools::inspectorShowsCauseAndEffects()
{
    RecordWorld record(0);
    engine::ReadModelChange change;
    change.events = {storedEvent(1, {}, u"a"_s),           storedEvent(2, {}, u"b"_s),
                     storedEvent(3, u"event-1"_s, u"a"_s), storedEvent(4, u"event-3"_s, u"a"_s),
                     storedEvent(5, u"event-3"_s, u"a"_s), storedEvent(6, u"event-5"_s, u"a"_s)};
    record.world.engine.publish(change);
    record.world.settle();
    QTRY_COMPARE(record.list().rowCount(), 6);
    record.list().setCurrentRow(2);
    auto& inspector = record.world.find<QWidget>(u"eventInspector"_s);
    const auto link = [&](int position) {
        return inspector.findChild<QAbstractButton*>(u"eventLink-event-%1"_s.arg(position));
    };
    QTRY_VERIFY(link(1) && link(4) && link(5));
    QVERIFY(link(2) == nullptr && link(6) == nullptr);
    link(5)->click();
    QCOMPARE(record.list().currentRow(), 4);
    QTRY_VERIFY(link(3) && link(6));
    record.filterBy(u"\"note 5\""_s); // An event that the filter hides can be read all the same.
    QTRY_COMPARE(record.list().rowCount(), 1);
    QTRY_VERIFY(link(3));
    link(3)->click();
    auto& json = record.world.find<QPlainTextEdit>(u"eventJson"_s);
    QTRY_VERIFY(json.toPlainText().contains(u"note 3"_s));
}

void TestRecordTools::inspectorShowsTheStateThenAndGoesThere()
{
    RecordWorld record(0);
    LoopStarted start;
    start.loopId = LoopId(u"a"_s);
    start.plan = {{StepId(u"CODE_GENERATION"_s), u"Generate code"_s, {}}};
    const QList<Payload> story{start, CodeGenerated{start.loopId, 1},
                               CodeGenerated{start.loopId, 2}, LoopCompleted{start.loopId}};
    for (const Payload& payload : story) {
        record.world.engine.publishEvent(payload, {{tag::LOOP, u"a"_s}});
    }
    QTRY_COMPARE(record.list().rowCount(), story.size());
    record.list().setCurrentRow(2);
    auto& inspector = record.world.find<QWidget>(u"eventInspector"_s);
    const auto state = [&] { return inspector.findChild<QLabel*>(u"eventState"_s); };
    QTRY_VERIFY(state());
    QVERIFY2(state()->toolTip().contains(u"2 attempts"_s), qPrintable(state()->toolTip()));
    record.world.find<QToolButton>(u"eventMoment"_s).click();
    QCOMPARE(std::get<Position>(record.world.engine.moments.last()), Position{3});
}

void TestRecordTools::neighboursOfTheLoopAreOneKeyAway()
{
    RecordWorld record(20);
    QTRY_COMPARE(record.list().rowCount(), 20);
    record.list().setCurrentRow(9);
    auto& previous = record.world.find<QToolButton>(u"eventPrevious"_s);
    auto& next = record.world.find<QToolButton>(u"eventNext"_s);
    QTRY_VERIFY(previous.isEnabled() && next.isEnabled());
    previous.click();
    QCOMPARE(record.list().currentRow(), 7); // The loops take turns.
    QTRY_VERIFY(next.isEnabled());
    record.world.actions().find(u"record.next"_s)->trigger();
    QCOMPARE(record.list().currentRow(), 9);
    record.list().setCurrentRow(19);
    QTRY_VERIFY(previous.isEnabled());
    QVERIFY(!next.isEnabled());
}

void TestRecordTools::copiesRowsThatWereNeverSeen()
{
    RecordWorld record(1'000);
    QTRY_COMPARE(record.list().rowCount(), 1'000);
    QVERIFY(record.list().rowText(3).isEmpty());
    record.list().setCurrentRow(999);
    QGuiApplication::clipboard()->clear();
    QTest::keySequence(&record.list(), QKeySequence::SelectAll);
    QTest::keySequence(&record.list(), QKeySequence::Copy);
    QTRY_COMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 999);
    QVERIFY(QGuiApplication::clipboard()->text().section(u'\n', 3, 3).endsWith(u"note 4"_s));
}

void TestRecordTools::everythingHasAName()
{
    RecordWorld record(20);
    QTRY_COMPARE(record.list().rowCount(), 20);
    record.list().setCurrentRow(9);
    for (const QWidget* widget : record.world.window().currentPage()->findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()
            || widget->objectName().startsWith(u"qt_"_s)) {
            continue;
        }
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const bool named = !widget->accessibleName().isEmpty()
            || (button != nullptr && !button->text().isEmpty());
        QVERIFY2(named,
                 qPrintable(widget->objectName() + u' '
                            + QString::fromLatin1(widget->metaObject()->className())));
    }
}

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    TestRecordTools test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_record_tools.moc"
