// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QFileInfo>
#include <QTest>

using namespace tamma::tests;
using namespace Qt::StringLiterals;

// Commands that make no sense: the exit code says which kind of nonsense, the record stays.
class BadWordsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void refusesACommandLineThatItDoesNotUnderstand_data();
    void refusesACommandLineThatItDoesNotUnderstand();
    void namesWhatIsNotThere_data();
    void namesWhatIsNotThere();
    void touchesNothingForHelp();
    void wordsDoNotSteerTheTerminal();

private:
    TammaHome m_home;
    SmallProject m_project;
    qsizetype m_before = 0;
};

void BadWordsTest::initTestCase()
{
    const Ended added = m_home.run({u"issues"_s, u"add"_s, u"Greet the world"_s}, m_project.path());
    QVERIFY2(added.exitCode == 0, added.story());
    m_before = m_home.events().size();
    QCOMPARE(m_before, 1);
}

void BadWordsTest::refusesACommandLineThatItDoesNotUnderstand_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no command") << QStringList{};
    QTest::newRow("unknown command") << QStringList{u"dance"_s};
    QTest::newRow("unknown option") << QStringList{u"loops"_s, u"list"_s, u"--colour"_s};
    QTest::newRow("group without a command") << QStringList{u"approvals"_s};
    QTest::newRow("issue is missing") << QStringList{u"run"_s};
    QTest::newRow("limit is no number")
        << QStringList{u"events"_s, u"query"_s, u"--limit"_s, u"many"_s};
    QTest::newRow("negative limit") << QStringList{u"events"_s, u"query"_s, u"--limit"_s, u"-1"_s};
    QTest::newRow("tag without a value")
        << QStringList{u"events"_s, u"query"_s, u"--tag"_s, u"loopId"_s};
}

void BadWordsTest::refusesACommandLineThatItDoesNotUnderstand()
{
    QFETCH(const QStringList, arguments);
    const Ended ended = m_home.run(arguments, m_project.path());
    QCOMPARE(ended.exitCode, 2);
    QCOMPARE(ended.out, QByteArray());
    QVERIFY(!ended.err.isEmpty());
    QCOMPARE(m_home.events().size(), m_before);
}

void BadWordsTest::namesWhatIsNotThere_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("words");
    const auto row
        = [](const char* name, const QStringList& arguments, const char* code, const char* words) {
              QTest::newRow(name) << arguments << QByteArray(code) << QByteArray(words);
          };
    row("issue", {u"run"_s, u"7"_s}, "NOT_FOUND", "\"7\"");
    row("loop", {u"loops"_s, u"show"_s, u"#7"_s}, "NOT_FOUND", "\"#7\"");
    row("approval", {u"approvals"_s, u"approve"_s, u"cafe"_s}, "NOT_FOUND", "\"cafe\"");
    row("provider", {u"run"_s, u"1"_s, u"--provider"_s, u"oracle"_s}, "NOT_FOUND", "\"oracle\"");
    row("playback of no known recording",
        {u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s, u"--recording"_s, u"none"_s},
        "RECORDING_NOT_FOUND", "green");
    row("playback without a recording", {u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s},
        "INVALID_ARGUMENT", "recording");
    row("file to import", {u"issues"_s, u"import"_s, u"/no/such/file.md"_s}, "FILE_READ_FAILED",
        "/no/such/file.md");
    row("title without words", {u"issues"_s, u"add"_s, u"  "_s}, "INVALID_ARGUMENT", "title");
}

void BadWordsTest::namesWhatIsNotThere()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, code);
    QFETCH(const QByteArray, words);
    const Ended ended = m_home.run(arguments, m_project.path());
    QVERIFY2(ended.exitCode == 1, ended.out + ended.err);
    QCOMPARE(ended.out, QByteArray());
    QVERIFY2(ended.err.contains(code), ended.err);
    QVERIFY2(ended.err.contains(words), ended.err);
    QCOMPARE(m_home.events().size(), m_before);
}

void BadWordsTest::touchesNothingForHelp()
{
    const TammaHome home;
    const Ended help = home.run({u"--help"_s});
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.out.contains("Exit codes"));
    QVERIFY(!QFileInfo::exists(home.recordFile()));
}

void BadWordsTest::wordsDoNotSteerTheTerminal()
{
    const TammaHome home;
    const QString body = u"Read this\r\n\x1b[8mnot this\rand \u202ethat"_s;
    const QStringList show{u"issues"_s, u"show"_s, u"1"_s};
    const Ended added
        = home.run({u"issues"_s, u"add"_s, u"Greet"_s, u"--body"_s, body}, m_project.path());
    QVERIFY2(added.exitCode == 0, added.story());
    const QString shown = QString::fromUtf8(home.run(show, m_project.path()).out);
    QVERIFY2(shown.contains(u"Read this\n\uFFFD[8mnot this\uFFFDand \uFFFDthat"_s),
             qPrintable(shown));
    const auto rows = home.run(show + QStringList{u"--json"_s}, m_project.path()).rows();
    QCOMPARE(rows.first()[u"body"_s].toString(), body);
    const QByteArray refused = home.run({u"run"_s, u"\x1b[8mthis"_s}, m_project.path()).err;
    QVERIFY2(refused.contains("[8mthis") && !refused.contains('\x1b'), refused);
}

QTEST_GUILESS_MAIN(BadWordsTest)
#include "tst_bad_words.moc"
