// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/tamper/tamper_rules.h"

#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

// One test that runs with a row of values stands for several.
bool makesATable(const QList<ChangedLine>& added)
{
    static const QRegularExpression table(
        uR"re(parametri[zs]e|newRow|addRow|QFETCH|\.each\b|\bfor\b|\brange\b|INSTANTIATE_|GENERATE\(|@given|proptest|Parameterized|CsvSource|ValueSource|MethodSource|Theory|InlineData|TestCase\(|dataProvider|rstest|#\[case|forAll|quick\.?check)re"_s);
    return std::ranges::any_of(
        added, [](const ChangedLine& line) { return table.match(line.text).hasMatch(); });
}

// A file that only tests read goes with those that named it.
bool isNamedByRemoved(const ChangeView& change, const QString& path)
{
    const QString name = path.section(u'/', -1);
    return std::ranges::any_of(change.removedLines,
                               [&name](const QString& line) { return line.contains(name); });
}

QString joined(const QList<ChangedLine>& lines)
{
    QString text;
    for (const ChangedLine& line : lines) {
        text += line.text + u'\n';
    }
    return text;
}

// One case of a table, or the list of cases in one line.
bool isRow(const QString& line)
{
    static const QRegularExpression row(
        uR"re(^\s*(?:QTest::(?:newRow|addRow)\(|[{(\[].*["'\d].*[})\]],?\s*$|["'].*["'],\s*$|#\[case|\|\s*@(?:CsvSource|ValueSource)|@InlineData|\[InlineData))re"_s);
    return row.match(line).hasMatch();
}

qsizetype casesIn(const QString& line)
{
    static const QRegularExpression literal(
        uR"re("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![\w.])-?\d[\w.]*)re"_s);
    return line.count(literal);
}

QString tableIn(const QString& line)
{
    static const QRegularExpression table(
        uR"re(^(.*(?:parametri[zs]e|\.each|Source|values|samples|cases)\b[^\[{]*[\[{]))re"_s);
    return table.match(line).captured(1);
}

// Fewer cases are fewer tests, even when every name is still there.
Tampering removedCases(const ChangeView& change, const ChangedText& file)
{
    Tampering findings;
    for (const LineChange& hunk : file.changes) {
        for (const ChangedLine& line : hunk.removed) {
            const bool isKept = change.addedLines.contains(line.text.trimmed())
                || change.speaksOfGoneCode(line.text);
            const QString table = tableIn(line.text);
            const auto isSmaller = [&](const ChangedLine& now) {
                return !table.isEmpty() && tableIn(now.text) == table
                    && casesIn(now.text) < casesIn(line.text);
            };
            if (!isKept
                && ((hunk.added.isEmpty() && isRow(line.text))
                    || std::ranges::any_of(hunk.added, isSmaller))) {
                findings.append({u"tamper.test-removed"_s, u"high"_s, file.path, 0,
                                 u"A case is taken out: %1"_s.arg(line.text.trimmed().left(120))});
            }
        }
    }
    return findings;
}

Tampering removedTests(const ChangeView& change, const ChangedText& file)
{
    const QSet<QString> before = testNames(file.oldLines);
    const QSet<QString> gone = before - change.testsAfter;
    const QSet<QString> fresh = testNames(file.newLines) - change.testsBefore;
    const bool wholeFile = file.kind == git::ChangeKind::Deleted;
    const bool isLess = gone.size() > fresh.size()
        || (wholeFile && before.isEmpty() && !isNamedByRemoved(change, file.path));
    if (!isLess || makesATable(file.added())
        || change.speaksOfGoneCode(file.path.section(u'/', -1) + u'\n' + joined(file.removed()))) {
        return {};
    }
    if (wholeFile) {
        return {{u"tamper.test-removed"_s, u"high"_s, file.path, 0,
                 u"The test file is deleted, and what it tests is still there"_s}};
    }
    Tampering findings;
    for (const ChangedLine& line : file.removed()) {
        if (const QString name = testNameIn(line.text); gone.contains(name)) {
            findings.append({u"tamper.test-removed"_s, u"high"_s, file.path, 0,
                             u"The test \"%1\" is removed"_s.arg(name)});
        }
    }
    return findings;
}

const QRegularExpression& skipMarker()
{
    static const QRegularExpression marker(
        uR"re(\bQSKIP\s*\(|\bQEXPECT_FAIL\s*\(|\bGTEST_SKIP\b|\bDISABLED_\w|^\s*SKIP\s*\(|\[!(?:mayfail|shouldfail)\]|\[\.[\]\w]|doctest::(?:skip|may_fail|should_fail))re"
        uR"re(|pytest\.(?:mark\.)?(?:skip|xfail)\b|pytest\.mark\.skipif\s*\(\s*(?:True|1)\b|unittest\.(?:skip|skipIf|skipUnless|expectedFailure)\b|\bself\.skipTest\(|\bcollect_ignore|\bdeselected?\b.*items|items\[:\]\s*=)re"
        uR"re(|\b(?:it|test|describe|context|suite|bench)\.(?:skip|skipIf|todo|failing|fails|fixme)\b|\b(?:xit|xtest|xdescribe|xcontext|xspecify)\b|\bskip\s*:\s*(?:true|["'`])|\bthis\.skip\(\))re"
        uR"re(|\bt\.Skip(?:f|Now)?\(|\bb\.Skip(?:f|Now)?\(|^//\s*\+build\s+(?:ignore|never)|^//go:build\s+(?:ignore|never|disabled|skip)\b)re"
        uR"re(|#\[(?:ignore|cfg_attr\([^\]]*ignore|cfg\(\s*all\(\s*test\b|should_panic(?:\]|\(expected\s*=\s*"assertion)))re"
        uR"re(|^\s*#\s*if\s+(?:0|false)\b|^\s*if\s*\(?\s*(?:0|false|False)\s*[):])re"
        uR"re(|(?:[eE]nv\w*\b|\benviron)[^\n]*["'.](?:CI|GITHUB_ACTIONS|GITLAB_CI|JENKINS_URL|BUILDKITE|TRAVIS)\b)re"
        uR"re(|@(?:Disabled|Ignore|DisabledOn\w*|DisabledIf\w*)\b|enabled\s*=\s*false|\b(?:Assum(?:e|ptions?)\.)?assume(?:True|False|That|No\w+)\(|\bSkip\s*=\s*"|\[Ignore\b|Assert\.(?:Ignore|Inconclusive)\b|Skip\.If\(true)re"
        uR"re(|\b(?:skip|pending)\b\s*(?:["']|$|\()|markTest(?:Skipped|Incomplete)|\bXCTSkip\b|\.disabled\()re"_s);
    return marker;
}

const QRegularExpression& onlyMarker()
{
    static const QRegularExpression marker(
        uR"re(\b(?:it|test|describe|context|suite)\.only\b|\b(?:fit|fdescribe|fcontext|ftest)\s*\(|\bfocus:\s*true)re"_s);
    return marker;
}

bool isComment(const QString& line)
{
    static const QRegularExpression comment(
        u"^\\s*(?://(?!go:build|\\s*\\+build)|\\*|/\\*|#(?!\\[|\\s*if\\b))"_s);
    return comment.match(line).hasMatch();
}

// A test that is new may wait for its time; one that ran before may not.
bool bringsATest(const LineChange& hunk, const QSet<QString>& before)
{
    return std::ranges::any_of(hunk.added, [&before](const ChangedLine& line) {
        const QString name = testNameIn(line.text);
        return !name.isEmpty() && !before.contains(name);
    });
}

// The same marker in the same place, with other words.
bool isReworded(const LineChange& hunk, const QString& line)
{
    const QString plain = withoutLiterals(line);
    return std::ranges::any_of(hunk.removed, [&plain](const ChangedLine& old) {
        return withoutLiterals(old.text) == plain;
    });
}

Tampering skippedTests(const ChangeView& change, const ChangedText& file)
{
    const bool isNew = file.kind == git::ChangeKind::Added;
    Tampering findings;
    for (const LineChange& hunk : file.changes) {
        const bool mayWait = isNew || bringsATest(hunk, change.testsBefore);
        for (const ChangedLine& line : hunk.added) {
            if (isComment(line.text) || isReworded(hunk, line.text)
                || change.removedLines.contains(line.text.trimmed())) {
                continue;
            }
            if (!mayWait && skipMarker().match(line.text).hasMatch()) {
                findings.append({u"tamper.test-skipped"_s, u"high"_s, file.path, line.line,
                                 u"A test is skipped or expected to fail: %1"_s.arg(
                                     line.text.trimmed().left(120))});
            } else if (onlyMarker().match(line.text).hasMatch()) {
                findings.append({u"tamper.test-skipped"_s, u"high"_s, file.path, line.line,
                                 u"Only this test runs, the others do not: %1"_s.arg(
                                     line.text.trimmed().left(120))});
            }
        }
    }
    return findings;
}

} // namespace

Tampering lostTests(const ChangeView& change, const ChangedText& file)
{
    if (!file.isTest) {
        return {};
    }
    Tampering findings = removedTests(change, file);
    // Whose whole test is gone needs no words about its cases.
    if (findings.isEmpty() && file.kind != git::ChangeKind::Deleted) {
        findings = removedCases(change, file);
    }
    return findings + skippedTests(change, file);
}

} // namespace tamma::gates
