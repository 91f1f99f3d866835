// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/playback/playback_provider.h"
#include "core/providers/playback/recording_provider.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace tamma::providers;
using namespace std::chrono_literals;
using Kind = AgentOutcome::Kind;

namespace {

// An agent that does what the test says.
class ScriptedAgent final : public AiProvider {
public:
    using Work = std::function<void(const AgentTask&, AgentListener&)>;

    explicit ScriptedAgent(Work work)
        : m_work(std::move(work))
    {
    }

    [[nodiscard]] ProviderId id() const override { return ProviderId(QStringLiteral("scripted")); }
    [[nodiscard]] Detection detect() const override { return {.usable = true}; }
    [[nodiscard]] Result<AgentOutcome> run(const AgentTask& task, AgentListener& listener,
                                           std::stop_token) override
    {
        m_work(task, listener);
        return AgentOutcome{.kind = Kind::Completed,
                            .text = QStringLiteral("Done."),
                            .model = QStringLiteral("m"),
                            .inputTokens = 7,
                            .duration = 50ms};
    }

private:
    Work m_work;
};

class Listener final : public AgentListener {
public:
    void onEntry(const events::TranscriptEntry& entry) override { entries.append(entry); }

    QList<events::TranscriptEntry> entries;
};

void git(const QString& folder, const QStringList& arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("git"),
                  QStringList{QStringLiteral("-c"), QStringLiteral("user.name=T"),
                              QStringLiteral("-c"), QStringLiteral("user.email=t@example.invalid")}
                      + arguments);
    QVERIFY(process.waitForFinished());
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

void write(const QString& path, const QByteArray& text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
}

void makeRepository(const QString& folder)
{
    write(folder + QLatin1String("/a.txt"), "one\n");
    write(folder + QLatin1String("/gone.txt"), "gone\n");
    write(folder + QLatin1String("/back.txt"), "back\n");
    write(folder + QLatin1String("/.gitignore"), "build/\n");
    git(folder, {QStringLiteral("init"), QStringLiteral("-q")});
    git(folder, {QStringLiteral("add"), QStringLiteral("-A")});
    git(folder, {QStringLiteral("commit"), QStringLiteral("-qm"), QStringLiteral("Begin")});
}

} // namespace

class RecordingProviderTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void playsBackWhatItRecorded();
    void replacesASessionThatIsRunAgain();
    void recordsOutsideOfGitWithoutEdits();
    void doesNotFailTheWork();

private:
    Result<AgentOutcome> record(const ScriptedAgent::Work& work);
    [[nodiscard]] QString recordings() const
    {
        return m_folder->filePath(QStringLiteral("recordings"));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    AgentTask m_task;
    Listener m_listener;
};

void RecordingProviderTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_listener = {};
    m_task = {.loopId = LoopId(QStringLiteral("loop-1")),
              .stepId = StepId(QStringLiteral("CODE_GENERATION")),
              .workFolder = m_folder->filePath(QStringLiteral("work")),
              .recording = QStringLiteral("loop-1")};
    makeRepository(m_task.workFolder);
}

Result<AgentOutcome> RecordingProviderTest::record(const ScriptedAgent::Work& work)
{
    ScriptedAgent agent(work);
    RecordingProvider recorder(agent, recordings());
    return recorder.run(m_task, m_listener, {});
}

void RecordingProviderTest::playsBackWhatItRecorded()
{
    write(m_task.workFolder + QLatin1String("/before.txt"), "not the agent's work\n");
    const auto outcome = record([](const AgentTask& task, AgentListener& listener) {
        const QString folder = task.workFolder + QLatin1Char('/');
        const auto tool = [&listener](qint64 at, const QString& text) {
            listener.onEntry(
                {.kind = QStringLiteral("toolResult"), .text = text, .sinceStartMs = at});
        };
        listener.onEntry({.kind = QStringLiteral("text"), .text = QStringLiteral("Beginning.")});
        write(folder + QLatin1String("a.txt"), "two\n");
        write(folder + QLatin1String("back.txt"), "changed\n");
        write(folder + QLatin1String("deep/new ü.txt"), "new\n");
        write(folder + QLatin1String("build/junk.o"), "junk");
        tool(10, QStringLiteral("wrote ") + folder + QLatin1String("a.txt"));
        write(folder + QLatin1String("a.txt"), "three\n");
        write(folder + QLatin1String("back.txt"), "back\n");
        write(folder + QLatin1String("icon.bin"), QByteArray("\0\xff\xfe", 3));
        QFile::remove(folder + QLatin1String("gone.txt"));
        tool(20, QStringLiteral("more"));
        write(folder + QLatin1String("run.sh"), "#!/bin/sh\n");
        QFile::setPermissions(folder + QLatin1String("run.sh"),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    });
    QVERIFY(outcome);

    const QString fresh = m_folder->filePath(QStringLiteral("fresh"));
    makeRepository(fresh);
    AgentTask again = m_task;
    again.workFolder = fresh;
    Listener heard;
    const auto played = PlaybackProvider(recordings(), {0}).run(again, heard, {});
    QVERIFY2(played, qPrintable(played ? QString() : played.error().detail));
    QCOMPARE(played->kind, Kind::Completed);
    QCOMPARE(played->text, outcome->text);
    QCOMPARE(played->inputTokens, 7);
    QCOMPARE(heard.entries.size(), m_listener.entries.size());
    QCOMPARE(heard.entries.at(1).text, QStringLiteral("wrote a.txt"));
    for (const char* path :
         {"a.txt", "gone.txt", "back.txt", "deep/new ü.txt", "icon.bin", "run.sh"}) {
        const QString name = QLatin1Char('/') + QString::fromUtf8(path);
        QCOMPARE(read(fresh + name), read(m_task.workFolder + name));
    }
    QVERIFY(QFileInfo(fresh + QLatin1String("/run.sh")).isExecutable());
    QVERIFY(!QFile::exists(fresh + QLatin1String("/build/junk.o")));
    QVERIFY(!QFile::exists(fresh + QLatin1String("/before.txt")));
}

void RecordingProviderTest::replacesASessionThatIsRunAgain()
{
    const auto saying = [this](int attempt, const char* words) {
        m_task.attempt = attempt;
        QVERIFY(record([words](const AgentTask&, AgentListener& listener) {
            listener.onEntry({.kind = QStringLiteral("text"), .text = QLatin1String(words)});
        }));
    };
    saying(1, "first");
    saying(2, "second, cut by a crash");
    saying(2, "second");
    const auto recording = RecordingLibrary(recordings()).find(QStringLiteral("loop-1"));
    QVERIFY(recording);
    QCOMPARE((*recording)->sessions.size(), 2);
    QCOMPARE((*recording)->sessions.at(1).entries.first().said.text, QStringLiteral("second"));
    QCOMPARE((*recording)->provider, QStringLiteral("scripted"));
}

void RecordingProviderTest::recordsOutsideOfGitWithoutEdits()
{
    m_task.workFolder = m_folder->filePath(QStringLiteral("plain"));
    QVERIFY(QDir().mkpath(m_task.workFolder));
    QVERIFY(record([](const AgentTask& task, AgentListener&) {
        write(task.workFolder + QLatin1String("/a.txt"), "x");
    }));
    const auto recording = RecordingLibrary(recordings()).find(QStringLiteral("loop-1"));
    QVERIFY(recording);
    QVERIFY((*recording)->sessions.first().entries.isEmpty());
}

void RecordingProviderTest::doesNotFailTheWork()
{
    write(recordings(), "a file where the folder should be");
    const auto outcome = record([](const AgentTask&, AgentListener&) { });
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Completed);
}

QTEST_GUILESS_MAIN(RecordingProviderTest)
#include "tst_recording_provider.moc"
