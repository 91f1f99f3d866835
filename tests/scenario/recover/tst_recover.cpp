// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/event.h"
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

// What loops leave behind, and `tamma recover`: list, show, restore, expire.
class RecoverTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void findsNothingWhereNothingWasLost();
    void bringsAnAttemptBackAsABranch();
    void bringsAnAttemptBackAsAFolder();
    void saysWhatCannotBe();

private:
    [[nodiscard]] QJsonObject only(const QStringList& arguments) const;

    std::unique_ptr<TammaHome> m_home;
    std::unique_ptr<SmallProject> m_project;
};

void RecoverTest::init()
{
    m_home = std::make_unique<TammaHome>();
    m_project = std::make_unique<SmallProject>();
    const QString recording = m_project->recording({{u"greeting.txt"_s, "Hello, world\n"}});
    QCOMPARE(m_home->run({u"issues"_s, u"add"_s, u"Greet the world"_s}, m_project->path()).exitCode,
             0);
    const Ended ran = m_home->run(
        {u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s, u"--recording"_s, recording},
        m_project->path());
    QCOMPARE(ran.exitCode, 3); // It waits for a person.
}

QJsonObject RecoverTest::only(const QStringList& arguments) const
{
    const Ended ended = m_home->run(arguments + QStringList{u"--json"_s}, m_project->path());
    const QJsonObject object = QJsonDocument::fromJson(QByteArray(ended.out).trimmed()).object();
    return ended.exitCode == 0 ? object : QJsonObject{{u"failed"_s, QString::fromUtf8(ended.err)}};
}

void RecoverTest::findsNothingWhereNothingWasLost()
{
    const Ended listed = m_home->run({u"recover"_s, u"list"_s}, m_project->path());
    QCOMPARE(listed.exitCode, 0);
    QCOMPARE(listed.out, "Nothing disappeared in the last 30 days.\n");
    QCOMPARE(m_home->run({u"recover"_s, u"expire"_s}, m_project->path()).out,
             "Nothing is older than 30 days.\n");
}

void RecoverTest::bringsAnAttemptBackAsABranch()
{
    const QJsonObject kept = only({u"recover"_s, u"list"_s, u"--attempts"_s});
    QCOMPARE(kept[u"reason"_s], u"attempt"_s);
    QCOMPARE(kept[u"files"_s], 1);
    const QString ref = kept[u"ref"_s].toString();
    const QJsonObject shown = only({u"recover"_s, u"show"_s, ref});
    QCOMPARE(shown[u"changedFiles"_s][0][u"path"_s], u"greeting.txt"_s);

    const QJsonObject restored = only({u"recover"_s, u"restore"_s, ref.right(12)});
    const QString branch = restored[u"branch"_s].toString();
    QVERIFY2(branch.startsWith(u"recovered/1-"_s), qPrintable(branch));
    QCOMPARE(m_project->git({u"show"_s, branch + u":greeting.txt"_s}), u"Hello, world"_s);
    QCOMPARE(m_project->git({u"status"_s, u"--porcelain"_s}), QString());
    const auto events = m_home->events();
    const auto* told = std::get_if<WorkRestored>(&events.last().event.payload);
    QVERIFY(told != nullptr);
    QCOMPARE(told->branch, branch);
    QVERIFY(!told->by.isEmpty());
}

void RecoverTest::bringsAnAttemptBackAsAFolder()
{
    const QString ref = only({u"recover"_s, u"list"_s, u"--attempts"_s})[u"ref"_s].toString();
    const QString folder = QDir(m_project->path()).filePath(u"../back"_s);
    const Ended restored = m_home->run(
        {u"recover"_s, u"restore"_s, ref, u"--folder"_s, u"../back"_s}, m_project->path());
    QVERIFY2(restored.exitCode == 0, restored.story());
    QVERIFY(QFileInfo(folder + u"/greeting.txt"_s).isFile());
    QCOMPARE(m_project->git({u"branch"_s, u"--list"_s, u"recovered/*"_s}), QString());
}

void RecoverTest::saysWhatCannotBe()
{
    const QString ref = only({u"recover"_s, u"list"_s, u"--attempts"_s})[u"ref"_s].toString();
    const auto fails = [&](const QStringList& more) {
        return m_home->run(QStringList{u"recover"_s, u"restore"_s} + more, m_project->path())
            .exitCode;
    };
    QCOMPARE(fails({u"nonsense"_s}), 1);
    QCOMPARE(fails({ref, u"--branch"_s, u"main"_s}), 1);
    QCOMPARE(fails({ref, u"--folder"_s, u"inside"_s}), 1);
    QCOMPARE(fails({ref, u"--folder"_s, u"x"_s, u"--branch"_s, u"y"_s}), 2);
    QVERIFY(!QFileInfo::exists(QDir(m_project->path()).filePath(u"inside"_s)));
}

QTEST_GUILESS_MAIN(RecoverTest)
#include "tst_recover.moc"
