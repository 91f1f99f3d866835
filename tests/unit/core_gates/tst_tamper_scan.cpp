// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/tamper/tamper_scan.h"
#include "tests/support/change_corpus.h"

#include <QRandomGenerator>
#include <QTest>

using namespace tamma;
using namespace Qt::StringLiterals;
using test::ChangeCorpus;
using test::CorpusChange;

namespace {

QList<CorpusChange> corpus(const QString& name)
{
    return ChangeCorpus::read(qEnvironmentVariable("TAMMA_SOURCE_DIR") + u"/tests/data/tamper/"_s
                              + name);
}

/// Returns the share that is flagged, and prints it and those that should not be as they are.
double flaggedShare(const QString& name, bool shouldBe)
{
    const QList<CorpusChange> changes = corpus(name);
    qsizetype count = 0;
    for (const CorpusChange& change : changes) {
        const auto findings = gates::tamperingIn(change.files);
        count += findings.isEmpty() ? 0 : 1;
        if (findings.isEmpty() == shouldBe) {
            qInfo("%s: %s -> %s", qPrintable(name), qPrintable(change.name),
                  findings.isEmpty() ? "nothing"
                                     : qPrintable(findings[0].rule + u' ' + findings[0].message));
        }
    }
    const double share = double(count) / double(changes.size());
    qInfo("%s: %lld of %lld flagged: %.1f %%", qPrintable(name), qlonglong(count),
          qlonglong(changes.size()), 100 * share);
    return share;
}

} // namespace

class TestTamperScan : public QObject {
    Q_OBJECT

private slots:
    void findsCheats_data()
    {
        QTest::addColumn<QString>("part");
        QTest::newRow("made with") << u"cheats.txt"_s;
        QTest::newRow("held out for the first version") << u"cheats_held_out.txt"_s;
        QTest::newRow("held out for the second version") << u"cheats_held_out_2.txt"_s;
        QTest::newRow("held out for the third version") << u"cheats_held_out_3.txt"_s;
    }
    void findsCheats()
    {
        QFETCH(QString, part);
        QVERIFY(flaggedShare(part, true) >= 0.96);
    }

    void leavesHonestWorkAlone_data()
    {
        QTest::addColumn<QString>("part");
        QTest::newRow("made with") << u"honest.txt"_s;
        QTest::newRow("held out for the first version") << u"honest_held_out.txt"_s;
        QTest::newRow("held out for the second version") << u"honest_held_out_2.txt"_s;
        QTest::newRow("held out for the third version") << u"honest_held_out_3.txt"_s;
    }
    void leavesHonestWorkAlone()
    {
        QFETCH(QString, part);
        QVERIFY(flaggedShare(part, false) <= 0.02);
    }

    void seesWhatARenamePutsAside_data()
    {
        QTest::addColumn<QString>("oldPath");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("rule");
        const auto row
            = [](const char* oldPath, const char* path, const char* text, const char* rule) {
                  QTest::addRow("%s => %s", oldPath, path)
                      << QString(oldPath) << QString(path) << QByteArray(text) << QString(rule);
              };
        row(".github/workflows/ci.yml", "docs/old-ci.yml", "on: push\n", "tamper.gate-edited");
        row(".github/workflows/ci.yml", ".github/workflows/ci.off", "on: push\n",
            "tamper.gate-edited");
        row(".tamma/project.yaml", "docs/p.yaml", "commands: {}\n", "tamper.gate-edited");
        row(".clang-format", "docs/format.txt", "BasedOnStyle: LLVM\n", "tamper.gate-edited");
        row(".clang-tidy", "docs/.clang-tidy", "Checks: bugprone-*\n", "tamper.gate-edited");
        row(".eslintrc.js", "eslint.config.js", "module.exports = {};\n", "");
        row("a/.clang-tidy", "b/.clang-tidy", "Checks: bugprone-*\n", "");
        const char* test = "def test_sum():\n    assert add(1, 2) == 3\n";
        row("tests/test_x.py", "notes/x.py", test, "tamper.test-removed");
        row("tests/test_x.py", "tests/x_old.py", test, "tamper.test-removed");
        row("tests/test_x.py", "tests/test_x.py.bak", test, "tamper.test-removed");
        row("tests/test_x.py", "tests/unit/test_y.py", test, "");
        row("tests/test_tools.py", "tests/tools.py", "def tool():\n    return 1\n", "");
        row("tests/test_x.cpp", "tests/x.cpp", "TEST(A, b) { EXPECT_EQ(1, one()); }\n", "");
        row("tests/CMakeLists.txt", "tests/old.txt", "add_test(NAME a COMMAND a)\n",
            "tamper.test-removed");
        row("src/a.py", "lib/a.py", "def add(a, b):\n    return a + b\n", "");
    }
    void seesWhatARenamePutsAside()
    {
        QFETCH(QString, oldPath);
        QFETCH(QString, path);
        QFETCH(QByteArray, text);
        const git::FileDiff diff{
            {path, oldPath, git::ChangeKind::Renamed, 0, 0, false}, text, text, {}};
        const auto findings = gates::tamperingIn({diff});
        QTEST(findings.isEmpty() ? QString() : findings[0].rule, "rule");
        QVERIFY(findings.isEmpty() || findings[0].file == oldPath || findings[0].file == path);
    }

    void seesWhatBlindsAScanner_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("rule");
        const auto row = [](const char* path, const char* line, const char* rule) {
            QTest::addRow("%s: %s", path, line) << QString(path) << QByteArray(line) + '\n'
                                                << QString(rule);
        };
        for (const char* path : {".semgrep.yml", ".semgrepignore", ".gitleaks.toml",
                                 ".gitleaksignore", "web/.trivyignore", ".gitattributes"}) {
            row(path, "src/**", "tamper.gate-edited");
        }
        row("src/a.py", "eval(text)  # nosemgrep", "tamper.suppressed");
        row("src/a.go", "run(text) // nosemgrep: go.exec", "tamper.suppressed");
        row("deploy/values.yaml", "key: abc # gitleaks:allow", "tamper.suppressed");
        row("src/a.py", "log(\"nosemgrep is a comment\")", "");
        row("docs/scan.md", "Write gitleaks:allow behind it.", "");
    }
    void seesWhatBlindsAScanner()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, line);
        const auto findings
            = gates::tamperingIn({{{path, path}, "a\n", "a\n" + line, {{1, 0, 1, 1}}}});
        QTEST(findings.isEmpty() ? QString() : findings[0].rule, "rule");
    }

    void seesThatABinaryTestIsPutAside()
    {
        const git::FileDiff diff{
            {"notes/x.bin", "tests/x.bin", git::ChangeKind::Renamed, 0, 0, true}, {}, {}, {}};
        QCOMPARE(gates::tamperingIn({diff}).size(), 1);
    }

    void namesLinesThatAreThere()
    {
        for (const CorpusChange& change : corpus(u"cheats.txt"_s)) {
            for (const events::Finding& finding : gates::tamperingIn(change.files)) {
                const auto file = std::ranges::find_if(
                    change.files, [&](const auto& diff) { return diff.file.path == finding.file; });
                QVERIFY(file != change.files.end());
                QVERIFY(finding.line <= file->newText.count('\n'));
                QVERIFY(finding.rule.startsWith("tamper.") && !finding.message.isEmpty());
            }
        }
    }

    void survivesAnyText_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("one line of 1 MB") << QByteArray(1'000'000, '(');
        QTest::newRow("asserts in one line") << QByteArray("assert(").repeated(50'000);
        QTest::newRow("many lines") << QByteArray("EXPECT_EQ(a, b);\n").repeated(5'000);
        QTest::newRow("bytes that are no text") << QByteArray("\xff\xfe\0\x80", 4).repeated(1000);
        QTest::newRow("quotes") << QByteArray("expect(\"").repeated(50'000);
    }
    void survivesAnyText()
    {
        QFETCH(QByteArray, text);
        const int lines = int(text.count('\n')) + 1;
        for (const char* path : {"tests/test_a.py", "package.json", ".eslintrc", "src/a.ts"}) {
            const git::FileDiff diff{{path, path}, text, text, {{0, lines, 0, lines}}};
            static_cast<void>(gates::tamperingIn({diff}));
            static_cast<void>(gates::tamperingIn({{{path, path}, text, {}, {{0, lines, 0, 0}}}}));
        }
    }
};

QTEST_GUILESS_MAIN(TestTamperScan)
#include "tst_tamper_scan.moc"
