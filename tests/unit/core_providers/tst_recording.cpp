// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/playback/recording.h"

#include <QTest>

using namespace tamma;
using namespace tamma::providers;
using Kind = AgentOutcome::Kind;

namespace {

const QByteArray WHOLE = R"JSON({
  "format": "tamma-recording", "version": 1, "title": "Mend add()", "provider": "claude_code",
  "model": "opus",
  "sessions": [
    { "step": "CODE_GENERATION", "purpose": "code",
      "entries": [
        { "sinceStartMs": 0, "kind": "text", "text": "Reading." },
        { "sinceStartMs": 900, "kind": "toolCall", "tool": "Edit", "path": "src/a.cpp" },
        { "sinceStartMs": 950, "kind": "toolResult", "tool": "Edit", "path": "src/a.cpp",
          "edit": { "path": "src/a.cpp", "old": "a - b", "new": "a + b" } },
        { "sinceStartMs": 950, "edit": { "path": "run.sh", "content": "#!/bin/sh\n", "executable": true } },
        { "sinceStartMs": 960, "edit": { "path": "icon.bin", "base64": "AP8=" } },
        { "sinceStartMs": 970, "kind": "notice", "failed": true, "text": "x",
          "edit": { "path": "old.txt", "delete": true } }
      ],
      "outcome": { "text": "Done.", "inputTokens": 12, "outputTokens": 3, "costUsd": 0.5,
                   "durationMs": 1200 } },
    { "step": "CODE_REVIEW", "purpose": "structured", "entries": [],
      "outcome": { "structured": { "findings": [] } } },
    { "step": "RESEARCH", "entries": [{ "sinceStartMs": 5, "kind": "text", "text": "?" }],
      "outcome": { "kind": "failed", "error": "PROVIDER_RATE_LIMITED", "retryable": true,
                   "detail": "429" } }
  ] })JSON";

} // namespace

class RecordingTest : public QObject {
    Q_OBJECT

private slots:
    void readsEveryField();
    void writesWhatItReads();
    void namesTheFaultyField_data();
    void namesTheFaultyField();
    void refusesWhatIsNoJson();
    void knowsPathsThatLeadOut_data();
    void knowsPathsThatLeadOut();
};

void RecordingTest::readsEveryField()
{
    const auto recording = parseRecording(WHOLE);
    QVERIFY2(recording, qPrintable(recording ? QString() : recording.error().detail));
    QCOMPARE(recording->title, QStringLiteral("Mend add()"));
    QCOMPARE(recording->sessions.size(), 3);
    const RecordedSession& code = recording->sessions.at(0);
    QCOMPARE(code.stepId, StepId(QStringLiteral("CODE_GENERATION")));
    QCOMPARE(code.entries.size(), 6);
    QCOMPARE(code.entries.at(2).edit->kind, RecordedEdit::Kind::Replace);
    QCOMPARE(code.entries.at(2).edit->old, QByteArray("a - b"));
    QVERIFY(code.entries.at(3).said.kind.isEmpty());
    QVERIFY(code.entries.at(3).edit->executable);
    QCOMPARE(code.entries.at(4).edit->content, QByteArray("\0\xff", 2));
    QCOMPARE(code.entries.at(5).edit->kind, RecordedEdit::Kind::Delete);
    QVERIFY(code.entries.at(5).said.failed);
    QCOMPARE(code.outcome.kind, Kind::Completed);
    QCOMPARE(code.outcome.inputTokens, 12);
    QCOMPARE(code.outcome.costUsd, 0.5);
    QCOMPARE(code.outcome.duration.count(), 1200);
    QCOMPARE(code.outcome.model, QStringLiteral("opus"));
    const AgentOutcome& failed = recording->sessions.at(2).outcome;
    QCOMPARE(failed.kind, Kind::Failed);
    QCOMPARE(failed.error.code.text(), errors::PROVIDER_RATE_LIMITED.text());
    QVERIFY(failed.error.retryable);
    QCOMPARE(failed.duration.count(), 5); // Not given: the last entry's time.
}

void RecordingTest::writesWhatItReads()
{
    const QByteArray written = writeRecording(*parseRecording(WHOLE));
    const auto again = parseRecording(written);
    QVERIFY2(again, qPrintable(again ? QString() : again.error().detail));
    QCOMPARE(writeRecording(*again), written);
    QCOMPARE(again->sessions.at(0).entries.at(4).edit->content, QByteArray("\0\xff", 2));
    QVERIFY(written.contains("a + b"));
}

void RecordingTest::namesTheFaultyField_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("field");
    const auto row = [](const char* name, const char* from, const char* to, const char* field) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QString::fromLatin1(field);
    };
    row("another format", "tamma-recording", "cassette", "format");
    row("a newer version", "\"version\": 1", "\"version\": 2", "version");
    row("sessions is no list", R"("sessions": [)", R"("sessions": 1, "other": [)", "sessions");
    row("no step", R"("step": "CODE_REVIEW",)", "", "sessions[1].step");
    row("unknown purpose", R"("structured", "entries")", R"("poem", "entries")",
        "sessions[1].purpose");
    row("unknown kind of entry", R"("kind": "text", "text": "Reading.")", R"("kind": "song")",
        "sessions[0].entries[0].kind");
    row("no kind and no edit", R"("kind": "text", "text": "Reading.")", R"("text": "Reading.")",
        "sessions[0].entries[0].kind");
    row("time runs backwards", "\"sinceStartMs\": 900", "\"sinceStartMs\": 990",
        "sessions[0].entries[2].sinceStartMs");
    row("negative time", "\"sinceStartMs\": 0", "\"sinceStartMs\": -1",
        "sessions[0].entries[0].sinceStartMs");
    row("half a millisecond", "\"sinceStartMs\": 900", "\"sinceStartMs\": 900.5",
        "sessions[0].entries[1].sinceStartMs");
    row("absolute path", R"("path": "run.sh")", R"("path": "/etc/run.sh")",
        "sessions[0].entries[3].edit.path");
    row("path that leads out", R"("path": "run.sh")", R"("path": "src/../../run.sh")",
        "sessions[0].entries[3].edit.path");
    row("two ways at once", R"("base64": "AP8=")", R"("base64": "AP8=", "content": "x")",
        "sessions[0].entries[4].edit.content");
    row("an edit of nothing", R"(, "delete": true)", "", "sessions[0].entries[5].edit.content");
    row("a typo", R"("delete": true)", R"("delete": true, "contents": "x")",
        "sessions[0].entries[5].edit.contents");
    row("number as text", "\"inputTokens\": 12", "\"inputTokens\": \"12\"",
        "sessions[0].outcome.inputTokens");
    row("unknown outcome", R"("kind": "failed")", R"("kind": "lost")", "sessions[2].outcome.kind");
    row("a list for an answer", R"("structured": { "findings": [] })", R"("structured": [])",
        "sessions[1].outcome.structured");
}

void RecordingTest::namesTheFaultyField()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QVERIFY(WHOLE.contains(from));
    const auto recording = parseRecording(QByteArray(WHOLE).replace(from, to));
    QVERIFY(!recording);
    QCOMPARE(recording.error().code.text(), errors::RECORDING_INVALID.text());
    QTEST(recording.error().context.value(QLatin1String("field")).toString(), "field");
}

void RecordingTest::refusesWhatIsNoJson()
{
    for (const char* text : {"", "{", "[]", "\xff"}) {
        const auto recording = parseRecording(text);
        QVERIFY(!recording);
        QCOMPARE(recording.error().code.text(), errors::INVALID_JSON.text());
    }
}

void RecordingTest::knowsPathsThatLeadOut_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("inside");
    for (const char* path : {"a", "a/b.txt", ".gitignore", "a/.git", "..a/b..", "a b/ü"}) {
        QTest::newRow(path) << QString::fromUtf8(path) << true;
    }
    for (const char* path : {"", "/", "/a", "..", "../a", "a/..", "a/../b", "./a", "a//b", "a/",
                             ".git", ".git/config", ".GIT/hooks/x"}) {
        QTest::addRow("not '%s'", path) << QString::fromUtf8(path) << false;
    }
    QTest::newRow("not with a zero") << QString(QStringLiteral("a\0b").constData(), 3) << false;
}

void RecordingTest::knowsPathsThatLeadOut()
{
    QFETCH(QString, path);
    QTEST(isPathInside(path), "inside");
}

QTEST_APPLESS_MAIN(RecordingTest)
#include "tst_recording.moc"
