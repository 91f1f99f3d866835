// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/playback/playback_provider.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace tamma::providers;
using namespace std::chrono_literals;
using Kind = AgentOutcome::Kind;

namespace {

class Listener final : public AgentListener {
public:
    void onEntry(const events::TranscriptEntry& entry) override
    {
        texts.append(entry.text);
        times.append(entry.sinceStartMs);
        if (stopAt == entry.text) {
            stop.request_stop();
        }
    }

    QStringList texts;
    QList<qint64> times;
    QString stopAt = QStringLiteral("-");
    std::stop_source stop;
};

const char* const TWO_TRIES
    = R"({ "format": "tamma-recording", "version": 1, "model": "m", "sessions": [
  { "step": "CODE_GENERATION", "entries": [
      { "sinceStartMs": 0, "kind": "text", "text": "first" },
      { "sinceStartMs": 300, "kind": "toolResult", "text": "wrote", "edit": { "path": "a.txt", "content": "1" } },
      { "sinceStartMs": 600, "kind": "text", "text": "last" }],
    "outcome": { "text": "One.", "durationMs": 700 } },
  { "step": "CODE_REVIEW", "entries": [], "outcome": { "structured": { "findings": [] } } },
  { "step": "CODE_GENERATION", "entries": [
      { "sinceStartMs": 0, "edit": { "path": "a.txt", "old": "1", "new": "2" } }],
    "outcome": { "text": "Two." } }] })";

} // namespace

class PlaybackProviderTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void choosesTheSessionByStepAndAttempt();
    void emitsInOrderWithTheRecordedTimes();
    void keepsTheRecordedPace();
    void scalesTheTime();
    void stopsInTheMiddleOfAWait();
    void endsWhenItIsExhausted();
    void namesKnownRecordings();
    void findsByPathAndByName();
    void seesThatAFileChanged();
    void checksAnswersAgainstTheSchema();
    void failsWhenAnEditDoesNotFit();
    void tellsWhichFileIsBroken();

private:
    void keep(const char* name, const QByteArray& text) const;
    Result<AgentOutcome> play(PlaybackSpeed speed = {0});

    std::unique_ptr<QTemporaryDir> m_folder;
    AgentTask m_task;
    std::unique_ptr<Listener> m_listener;
};

void PlaybackProviderTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_listener = std::make_unique<Listener>();
    m_task = {.stepId = StepId(QStringLiteral("CODE_GENERATION")),
              .workFolder = m_folder->filePath(QStringLiteral("work")),
              .recording = QStringLiteral("two-tries")};
    QVERIFY(QDir().mkpath(m_task.workFolder));
    keep("two-tries", TWO_TRIES);
}

void PlaybackProviderTest::keep(const char* name, const QByteArray& text) const
{
    QFile file(m_folder->filePath(QLatin1String(name) + QLatin1String(".json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

Result<AgentOutcome> PlaybackProviderTest::play(PlaybackSpeed speed)
{
    PlaybackProvider provider(m_folder->path(), speed);
    return provider.run(m_task, *m_listener, m_listener->stop.get_token());
}

void PlaybackProviderTest::choosesTheSessionByStepAndAttempt()
{
    QCOMPARE(play()->text, QStringLiteral("One."));
    m_task.attempt = 2;
    QCOMPARE(play()->text, QStringLiteral("Two."));
    QFile file(m_task.workFolder + QLatin1String("/a.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("2"));
    // After a crash the same attempt is played again, over its own edits.
    QCOMPARE(play()->kind, Kind::Completed);
}

void PlaybackProviderTest::emitsInOrderWithTheRecordedTimes()
{
    const auto outcome = play();
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Completed);
    QCOMPARE(outcome->model, QStringLiteral("m"));
    QCOMPARE(outcome->duration, 700ms);
    QCOMPARE(
        m_listener->texts,
        QStringList({QStringLiteral("first"), QStringLiteral("wrote"), QStringLiteral("last")}));
    QCOMPARE(m_listener->times, QList<qint64>({0, 300, 600}));
}

void PlaybackProviderTest::keepsTheRecordedPace()
{
    QElapsedTimer timer;
    timer.start();
    QVERIFY(play({1}));
    QVERIFY(timer.elapsed() >= 700);
}

void PlaybackProviderTest::scalesTheTime()
{
    QElapsedTimer timer;
    timer.start();
    QVERIFY(play({0.5}));
    QVERIFY(timer.elapsed() >= 1400);
}

void PlaybackProviderTest::stopsInTheMiddleOfAWait()
{
    m_listener->stopAt = QStringLiteral("first");
    QElapsedTimer timer;
    timer.start();
    const auto outcome = play({0.0001}); // The next entry is fifty minutes away.
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Interrupted);
    QCOMPARE(outcome->error.code.text(), errors::CANCELLED.text());
    QVERIFY(timer.elapsed() < 5000);
    QVERIFY(!QFile::exists(m_task.workFolder + QLatin1String("/a.txt")));
}

void PlaybackProviderTest::endsWhenItIsExhausted()
{
    m_task.attempt = 3;
    const auto outcome = play();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code.text(), errors::RECORDING_EXHAUSTED.text());
    QVERIFY(outcome.error().detail.contains(QLatin1String("CODE_GENERATION")));
    QVERIFY(outcome.error().detail.contains(QLatin1String("attempt 3")));
}

void PlaybackProviderTest::namesKnownRecordings()
{
    keep("another", TWO_TRIES);
    for (const char* name : {"", "none", "../two-tries", "/no/such/file.json"}) {
        m_task.recording = QLatin1String(name);
        const auto outcome = play();
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code.text(), errors::RECORDING_NOT_FOUND.text());
        QVERIFY(outcome.error().detail.contains(QLatin1String("another, two-tries")));
    }
}

void PlaybackProviderTest::findsByPathAndByName()
{
    m_task.recording = m_folder->filePath(QStringLiteral("two-tries.json"));
    QVERIFY(play());
    QCOMPARE(RecordingLibrary(m_folder->path()).names(), QStringList{QStringLiteral("two-tries")});
}

void PlaybackProviderTest::seesThatAFileChanged()
{
    PlaybackProvider provider(m_folder->path(), {0});
    QCOMPARE(provider.run(m_task, *m_listener, {})->text, QStringLiteral("One."));
    keep("two-tries", QByteArray(TWO_TRIES).replace("One.", "Changed."));
    QCOMPARE(provider.run(m_task, *m_listener, {})->text, QStringLiteral("Changed."));
}

void PlaybackProviderTest::checksAnswersAgainstTheSchema()
{
    m_task.stepId = StepId(QStringLiteral("CODE_REVIEW"));
    m_task.purpose = Purpose::Structured;
    m_task.schema = {{QStringLiteral("required"), QJsonArray{QStringLiteral("findings")}}};
    QCOMPARE(play()->kind, Kind::Completed);
    m_task.schema = {{QStringLiteral("required"), QJsonArray{QStringLiteral("score")}}};
    QCOMPARE(play()->kind, Kind::Failed);
    QCOMPARE(play()->error.code.text(), errors::SCHEMA_VIOLATION.text());
}

void PlaybackProviderTest::failsWhenAnEditDoesNotFit()
{
    m_task.attempt = 2; // Replaces text in a file that the first attempt would have made.
    const auto outcome = play();
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Failed);
    QVERIFY(outcome->error.detail.contains(QLatin1String("a.txt")));
}

void PlaybackProviderTest::tellsWhichFileIsBroken()
{
    keep("broken", R"({"format":"tamma-recording","version":1,"sessions":[{}]})");
    m_task.recording = QStringLiteral("broken");
    const auto outcome = play();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code.text(), errors::RECORDING_INVALID.text());
    QVERIFY(outcome.error().detail.contains(QLatin1String("broken.json: sessions[0].step")));
}

QTEST_APPLESS_MAIN(PlaybackProviderTest)
#include "tst_playback_provider.moc"
