// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/catalog.h"
#include "ui/text/event_text.h"

#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

class TestEventText : public QObject {
    Q_OBJECT

private slots:
    void everyTypeIsOneLine_data();
    void everyTypeIsOneLine();
    void saysWhatCounts_data();
    void saysWhatCounts();
    void cutsLongTextsAndLineBreaks();
    void tonesFollowTheOutcome();
};

void TestEventText::everyTypeIsOneLine_data()
{
    QTest::addColumn<QString>("type");
    for (const QString& type : catalog::allTypes()) {
        QTest::newRow(qPrintable(type)) << type;
    }
}

void TestEventText::everyTypeIsOneLine()
{
    QFETCH(QString, type);
    const QString text = eventText(catalog::emptyPayload(type));
    QVERIFY(!text.contains(u'\n'));
    QVERIFY(!text.contains(u'%')); // A placeholder that was not filled.
}

void TestEventText::saysWhatCounts_data()
{
    QTest::addColumn<Payload>("payload");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("failed gate") << Payload(GateFailed{
        LoopId(u"l"_s),
        {.gateId = GateId(u"test"_s), .durationMs = 38'200, .summary = u"2 of 412 failed"_s}})
                                 << QStringList{u"Tests"_s, u"38 s"_s, u"2 of 412 failed"_s};
    QTest::newRow("code") << Payload(
        CodeGenerated{LoopId(), 2, u"4f1c2ab9d0e3"_s, {}, {u"a"_s}, 41, 3, {}})
                          << QStringList{u"Attempt 2"_s, u"1 file"_s, u"+41"_s, u"4f1c2ab9"_s};
    QTest::newRow("failed step, known code")
        << Payload(StepFailed{.errorCode = u"DISK_FULL"_s, .detail = u"/data"_s})
        << QStringList{u"The disk is full"_s, u"/data"_s};
    QTest::newRow("failed step without code")
        << Payload(StepFailed{.detail = u"it broke"_s}) << QStringList{u"it broke"_s};
    QTest::newRow("plugin event") << Payload(
        OpaquePayload{u"PLUGIN.DID.IT"_s, 1, {{u"answer"_s, 42}}})
                                  << QStringList{u"answer"_s, u"42"_s};
    QTest::newRow("rejection") << Payload(
        ApprovalRejected{.by = u"Mia"_s, .reason = u"too risky"_s})
                               << QStringList{u"Mia"_s, u"too risky"_s};
    QTest::newRow("text with percent signs")
        << Payload(IssueCreated{.number = 7, .title = u"100%1 done"_s})
        << QStringList{u"#7"_s, u"100%1 done"_s};
}

void TestEventText::saysWhatCounts()
{
    QFETCH(Payload, payload);
    QFETCH(QStringList, words);
    const QString text = eventText(payload);
    for (const QString& word : words) {
        QVERIFY2(text.contains(word), qPrintable(text));
    }
}

void TestEventText::cutsLongTextsAndLineBreaks()
{
    const QString text = eventText(
        IssueCommented{.author = u"Mia"_s, .text = QString(100'000, u'x') + u"\n\nend"_s});
    QVERIFY(text.size() <= 300);
    QCOMPARE(eventText(IssueCommented{.author = u"Mia"_s, .text = u"a\n\n b"_s}), u"Mia: a b"_s);
}

void TestEventText::tonesFollowTheOutcome()
{
    QCOMPARE(eventTone(GateFailed{}), EventTone::Bad);
    QCOMPARE(eventTone(GatePassed{}), EventTone::Good);
    QCOMPARE(eventTone(ApprovalRequested{}), EventTone::Waiting);
    QCOMPARE(eventTone(DeploymentCompleted{.exitCode = 1}), EventTone::Bad);
    QCOMPARE(eventTone(DeploymentCompleted{.exitCode = 0}), EventTone::Good);
    QCOMPARE(eventTone(TranscriptAppended{}), EventTone::Plain);
}

QTEST_GUILESS_MAIN(TestEventText)
#include "tst_event_text.moc"
