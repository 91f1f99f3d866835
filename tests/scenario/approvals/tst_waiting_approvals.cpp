// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

// What people do with an approval while it waits, with the real program: none of it decides.
class WaitingApprovalsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void isPutAsideHandedOnAndTakenUpAgain();
    void severalAreDecidedWithOneCommandEachByItself();
    void whatFailsIsToldAndTheOthersAreDecided();
    void breakingChangeEscalatesOnceAndIsNeverDecidedByTime();
    void changedCommitAsksAnewAndKnowsWhatWasSeen();

private:
    /// Brings a loop in a project to its approval, and returns the id of that.
    [[nodiscard]] QString ask(const SmallProject& project, const QStringList& labels = {}) const;
    [[nodiscard]] QList<QJsonObject> open() const;
    [[nodiscard]] Ended say(const QStringList& words) const
    {
        return m_home->run(QStringList{u"approvals"_s} + words);
    }

    std::unique_ptr<TammaHome> m_home;
};

void WaitingApprovalsTest::init()
{
    m_home = std::make_unique<TammaHome>();
}

QString WaitingApprovalsTest::ask(const SmallProject& project, const QStringList& labels) const
{
    QStringList add{u"issues"_s, u"add"_s, u"Greet the world"_s};
    for (const QString& label : labels) {
        add += {u"--label"_s, label};
    }
    const qsizetype before = open().size();
    const Ended added = m_home->run(add, project.path());
    const Ended ended = m_home->run(
        {u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s, u"--recording"_s,
         project.recording({{u"greeting.txt"_s, "Hello, world\n"}, {u"greeting.txt"_s, "Hi\n"}})},
        project.path());
    const auto rows = open();
    if (added.exitCode != 0 || ended.exitCode != 3 || rows.size() != before + 1) {
        qFatal("no approval: %s%s", ended.out.constData(), ended.err.constData());
    }
    return rows.last()[u"approvalId"_s].toString();
}

QList<QJsonObject> WaitingApprovalsTest::open() const
{
    return say({u"list"_s, u"--json"_s}).rows();
}

void WaitingApprovalsTest::isPutAsideHandedOnAndTakenUpAgain()
{
    const SmallProject project;
    const QString id = ask(project);
    const QJsonValue due = open().first()[u"dueAt"_s];
    QCOMPARE(say({u"snooze"_s, id, u"--for"_s, u"3d"_s}).exitCode, 0);
    const QJsonObject later = open().first();
    QCOMPARE(later[u"snoozedUntil"_s].toObject().size(), 1);
    QCOMPARE(later[u"dueAt"_s], due);
    // It comes back when it is due, not after three days.
    QCOMPARE(later[u"snoozedUntil"_s].toObject().begin().value(), due);
    for (const QStringList& words :
         {QStringList{u"snooze"_s, id}, QStringList{u"snooze"_s, id, u"--for"_s, u"soon"_s},
          QStringList{u"snooze"_s, id, u"--until"_s, u"2020-01-01T09:00"_s}}) {
        QCOMPARE(say(words).exitCode, 1);
    }
    const qsizetype leases = m_home->count(u"LEASE.TAKEN"_s);
    QCOMPARE(m_home->run({u"loops"_s, u"watch"_s}).exitCode, 3);
    QCOMPARE(m_home->count(u"LEASE.TAKEN"_s), leases); // Waiting costs nothing.
    QCOMPARE(say({u"wake"_s, id}).exitCode, 0);
    QCOMPARE(open().first()[u"snoozedUntil"_s].toObject(), QJsonObject());
    QCOMPARE(say({u"delegate"_s, id, u"--to"_s, u"Ana Ruiz"_s, u"--reason"_s, u"taxes"_s}).exitCode,
             0);
    const QByteArray shown = say({u"show"_s, id}).out;
    QVERIFY2(shown.contains("handed to Ana Ruiz by"), shown);
    QVERIFY2(shown.contains("taxes"), shown);
    QVERIFY(say({u"list"_s}).out.contains("[with Ana Ruiz]"));
    QCOMPARE(m_home->count(u"APPROVAL.GRANTED"_s), 0);
    QCOMPARE(say({u"approve"_s, id}).exitCode, 0);
    QCOMPARE(project.merges(), 1);
    QCOMPARE(say({u"snooze"_s, id, u"--for"_s, u"1h"_s}).exitCode, 1);
}

void WaitingApprovalsTest::severalAreDecidedWithOneCommandEachByItself()
{
    const SmallProject one;
    const SmallProject other;
    const QString first = ask(one);
    const QString second = ask(other);
    const Ended ended = say({u"approve"_s, first, second});
    QVERIFY2(ended.exitCode == 0, ended.out + ended.err);
    QCOMPARE(m_home->count(u"APPROVAL.GRANTED"_s), 2);
    QCOMPARE(one.merges() + other.merges(), 2);
}

void WaitingApprovalsTest::whatFailsIsToldAndTheOthersAreDecided()
{
    const SmallProject one;
    const SmallProject other;
    const QString breaking = ask(one, {u"breaking-change"_s});
    const QString harmless = ask(other);
    const Ended ended = say({u"approve"_s, u"cafe"_s, breaking, harmless});
    QCOMPARE(ended.exitCode, 1);
    QVERIFY2(ended.err.contains("cafe") && ended.err.contains("decided by itself"), ended.err);
    QCOMPARE(m_home->count(u"APPROVAL.GRANTED"_s), 1);
    QCOMPARE(one.merges(), 0);
    QCOMPARE(other.merges(), 1);
    QCOMPARE(say({u"approve"_s, breaking}).exitCode, 0); // By itself it can be.
    QCOMPARE(one.merges(), 1);
}

void WaitingApprovalsTest::breakingChangeEscalatesOnceAndIsNeverDecidedByTime()
{
    SmallProject project;
    project.commit({{u".tamma/project.yaml"_s,
                     "commands: { build: \"true\", test: \"true\" }\n"
                     "approval:\n"
                     "  timeoutHours: 4\n"
                     "  branches: { main: { timeoutHours: 1, escalateTo: Ana Ruiz } }\n"}});
    const QString id = ask(project, {u"breaking-change"_s});
    QCOMPARE(m_home->run({u"loops"_s, u"watch"_s}).exitCode, 3);
    QCOMPARE(m_home->count(u"APPROVAL.ESCALATED"_s), 1);
    const QJsonObject row = open().first();
    QCOMPARE(row[u"escalatedTo"_s].toString(), u"Ana Ruiz"_s);
    QCOMPARE(row[u"escalatedBecause"_s].toString(), u"breaking"_s);
    QVERIFY(row[u"dueAt"_s].toString().isEmpty()); // It has no time.
    QCOMPARE(row[u"status"_s].toString(), u"open"_s);
    QCOMPARE(m_home->count(u"APPROVAL.GRANTED"_s), 0);
    QCOMPARE(project.merges(), 0);
    QCOMPARE(row[u"approvalId"_s].toString(), id);
}

void WaitingApprovalsTest::changedCommitAsksAnewAndKnowsWhatWasSeen()
{
    const SmallProject project;
    const QString id = ask(project);
    const QJsonObject before = open().first();
    QCOMPARE(say({u"reject"_s, id, u"--reason"_s, u"Shorter, please."_s}).exitCode, 3);
    const QJsonObject after = open().first();
    QVERIFY(after[u"commit"_s] != before[u"commit"_s]);
    QCOMPARE(after[u"seen"_s].toObject().begin().value(), before[u"commit"_s]);
    const QByteArray shown = say({u"show"_s, after[u"approvalId"_s].toString()}).out;
    QVERIFY2(shown.contains("new    git -C"), shown);
}

QTEST_GUILESS_MAIN(WaitingApprovalsTest)
#include "tst_waiting_approvals.moc"
