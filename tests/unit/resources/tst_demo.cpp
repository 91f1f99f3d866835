// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/prompt.h"
#include "core/providers/playback/recording_library.h"
#include "core/providers/playback/work_folder.h"
#include "core/providers/schema_validator.h"
#include "tests/support/test_repository/test_repository.h"

#include <QDirIterator>
#include <QProcess>
#include <QTest>

using namespace tamma;
using tests::TestRepository;

namespace {

const QString CODE = QStringLiteral("CODE_GENERATION");

std::shared_ptr<const providers::Recording> recording(const QString& name)
{
    const auto found = providers::RecordingLibrary({}).find(name);
    return found ? *found : nullptr;
}

TestRepository::Files project()
{
    TestRepository::Files files;
    const QString root = QStringLiteral(":/tamma/demo/project/");
    QDirIterator found(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (found.hasNext()) {
        QFile file(found.next());
        if (file.open(QIODevice::ReadOnly)) {
            files.insert(file.fileName().mid(root.size()), file.readAll());
        }
    }
    return files;
}

} // namespace

/// Builds and tests the demo project for real, as its recordings change it.
class DemoTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_base = m_repository.commit(project(), "Begin");
        QVERIFY(builds());
        QVERIFY2(testsPass(), m_output);
    }

    void everyAnswerFitsItsSchema_data() { names(); }

    void everyAnswerFitsItsSchema()
    {
        const auto played = recording(QTest::currentDataTag());
        QVERIFY(played);
        const QMap<QString, QString> schemas{
            {"RESEARCH", "research"}, {"AMBIGUITY_CHECK", "ambiguity"}, {"CODE_REVIEW", "review"}};
        QStringList steps;
        for (const providers::RecordedSession& session : played->sessions) {
            steps.append(session.stepId.text());
            QVERIFY(session.purpose == "structured" || !session.outcome.text.isEmpty());
            if (session.purpose == "structured") {
                const auto schema
                    = intelligence::answerSchema(schemas.value(session.stepId.text()));
                const auto valid
                    = providers::validateAgainstSchema(session.outcome.structured, schema.value());
                QVERIFY2(valid, valid ? "" : qPrintable(valid.error().detail));
            }
        }
        steps.removeDuplicates();
        QCOMPARE(steps,
                 (QStringList{"RESEARCH", "AMBIGUITY_CHECK", "CODE_GENERATION", "CODE_REVIEW",
                              "APPROVAL_GATE"}));
    }

    void everyRecordingTakesAWatchableTime_data() { names(); }

    void everyRecordingTakesAWatchableTime()
    {
        std::chrono::milliseconds all{0};
        const auto played = recording(QTest::currentDataTag());
        for (const auto& session : played->sessions) {
            all += session.outcome.duration;
        }
        QVERIFY2(all >= std::chrono::seconds(8) && all <= std::chrono::seconds(20),
                 qPrintable(QString::number(all.count())));
    }

    void theGatesWillSayWhatTheDemoPromises_data()
    {
        QTest::addColumn<QList<bool>>("green");
        QTest::newRow("green") << QList<bool>{true};
        QTest::newRow("feedback") << QList<bool>{false, true};
        QTest::newRow("breaking") << QList<bool>{true};
    }

    void theGatesWillSayWhatTheDemoPromises()
    {
        QFETCH(QList<bool>, green);
        const QString name = QTest::currentDataTag();
        m_repository.git({"checkout", "-q", "-b", name, m_base});
        qsizetype attempt = 0;
        const auto played = recording(name);
        for (const auto& session : played->sessions) {
            if (session.stepId.text() != CODE) {
                continue;
            }
            play(session);
            QVERIFY2(builds(), m_output);
            QVERIFY(attempt < green.size());
            QVERIFY2(testsPass() == green.at(attempt), m_output);
            ++attempt;
        }
        QCOMPARE(attempt, green.size());
        m_repository.git({"commit", "-qam", name});
    }

    void theThreeChangesMergeInAnyOrder_data()
    {
        QTest::addColumn<QStringList>("order");
        QTest::newRow("as listed") << QStringList{"green", "feedback", "breaking"};
        QTest::newRow("backwards") << QStringList{"breaking", "feedback", "green"};
        QTest::newRow("mixed") << QStringList{"feedback", "green", "breaking"};
    }

    void theThreeChangesMergeInAnyOrder()
    {
        QFETCH(QStringList, order);
        m_repository.git({"checkout", "-q", "--detach", m_base});
        for (const QString& name : order) {
            QVERIFY(m_repository.tryGit({"merge", "-q", "--no-ff", "--no-edit", name}));
        }
        const QString tree = m_repository.head("HEAD^{tree}");
        if (m_merged.isEmpty()) {
            m_merged = tree;
            QVERIFY2(builds() && testsPass(), m_output);
        }
        QCOMPARE(tree, m_merged);
    }

private:
    static void names()
    {
        QTest::addColumn<int>("nothing");
        for (const char* name : {"green", "feedback", "breaking"}) {
            QTest::newRow(name) << 0;
        }
    }

    void play(const providers::RecordedSession& session)
    {
        for (const providers::RecordedEntry& entry : session.entries) {
            if (entry.edit) {
                const auto made = providers::applyEdit(m_repository.path(), *entry.edit);
                QVERIFY2(made, made ? "" : qPrintable(made.error().detail));
            }
        }
    }

    bool succeeds(const QString& program, const QStringList& arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        const bool ended = process.waitForFinished(120'000);
        m_output = process.readAll();
        return ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }

    bool builds()
    {
        const QString build = m_repository.outside("build");
        return succeeds("cmake", {"-S", m_repository.path(), "-B", build, "-G", "Ninja"})
            && succeeds("cmake", {"--build", build});
    }

    bool testsPass() { return succeeds("ctest", {"--test-dir", m_repository.outside("build")}); }

    TestRepository m_repository;
    QString m_base;
    QString m_merged;
    QByteArray m_output;
};

QTEST_GUILESS_MAIN(DemoTest)
#include "tst_demo.moc"
