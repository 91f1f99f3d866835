// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/tamper/tamper_rules.h"
#include "core/gates/tamper/watched_files.h"

#include <QHash>
#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

constexpr auto ANY_CASE = QRegularExpression::CaseInsensitiveOption;

bool speaksOfTests(const QString& text)
{
    static const QRegularExpression tests(
        uR"re(test|addopts|jest|pytest|mocha|rspec|lint|check|tsc\b|mypy|clippy|\bvet\b|coverage|verify|tox\b|nox\b|\btst_|(?:^|[/_-])ci(?:[/._-]|$)|gate)re"_s,
        ANY_CASE);
    return tests.match(text).hasMatch();
}

bool cannotFail(const QString& line)
{
    static const QRegularExpression hidden(
        uR"re(\|\|\s*(?:true|:|exit\s+0|echo\b|/bin/true)|;\s*(?:true|exit\s+0)\s*["']?,?$|\bset\s+\+e|continue-on-error:\s*true|allow_failure:\s*true|--exit-zero|\bignore(?:Failures|_errors|-errors|Errors)\s*=?\s*[:=]?\s*true|testFailureIgnore|-Dmaven\.test\.failure\.ignore|--no-verify|HUSKY=0|ErrorActionPreference\s*=\s*["']?SilentlyContinue|failOnError\s*[:=]\s*false|-fail-on-error=false)re"_s,
        ANY_CASE);
    return hidden.match(line).hasMatch();
}

// One runner for another is work on the tests; anything else takes their place.
bool isTestRunner(const QString& command)
{
    static const QRegularExpression runner(
        u"^(?:npx\\s+)?(?:jest|vitest|mocha|ava|tap|jasmine|karma|playwright\\s+test|node\\s+--test|bun\\s+test)\\b"_s);
    return runner.match(command).hasMatch();
}

bool leavesTestsOut(const QString& line)
{
    static const QRegularExpression out(
        uR"re((?:^|[\s"'=\[,])-[km](?:["',\s=]+)["']?not\b|--deselect\b|--ignore(?:-glob)?=|-DskipTests|-DskipITs|<skip(?:Tests|ITs)?>\s*true|maven\.test\.skip|-x\s+test\b|--passWithNoTests|passWithNoTests\s*:\s*true|testPathIgnorePatterns|ctest\b.*\s(?:-E|-LE|--exclude-regex)\b|--gtest_filter=-|GTEST_FILTER=["']?-|-skip[ =]|--skip[ =]\w|--exclude[ =]|collect_ignore|norecursedirs|enableTests?\s*=\s*false|DISABLED\s+(?:TRUE|ON)|WILL_FAIL\s+(?:TRUE|ON)|"filter"\s*:.*"exclude"|CTEST_CUSTOM_TESTS_IGNORE|BUILD_TESTING\s+(?:OFF|FALSE)|harness\s*=\s*false|^\s*test\s*=\s*false)re"_s);
    return out.match(line).hasMatch();
}

// A run that writes what it should compare with is always content.
bool rewritesSnapshots(const QString& line)
{
    static const QRegularExpression update(
        uR"re(\b(?:jest|vitest)\b.*\s-u\b|--update-?[sS]napshots?\b|--snapshot-update\b|INSTA_UPDATE=(?:always|1)|UPDATE_(?:GOLDENS?|SNAPSHOTS?)=)re"_s);
    static const QRegularExpression onPurpose(
        u"^\\s*[\"']?[\\w:-]*(?:update|snap)[\\w:-]*[\"']?\\s*:"_s);
    return update.match(line).hasMatch() && !onPurpose.match(line).hasMatch();
}

qsizetype strictnessIn(const QList<ChangedLine>& lines)
{
    static const QRegularExpression strict(
        uR"re(-Werror\b|/WX\b|-Wall\b|-Wextra\b|COMPILE_WARNING_AS_ERROR\s+ON|-D\s*warnings|deny\(warnings\)|"strict\w*"\s*:\s*true|--strict\b|\s-race\b|-fsanitize=|strict\s*=\s*[tT]rue|--max-warnings)re"_s);
    qsizetype count = 0;
    for (const ChangedLine& line : lines) {
        count += line.text.count(strict);
    }
    return count;
}

// The rules of a linter that a line switches off, as far as they have numbers.
QSet<QString> ignoredRules(const QList<ChangedLine>& lines)
{
    static const QRegularExpression list(
        u"^\\s*(?:extend-)?(?:ignore|per-file-ignores|disable(?:_error_code)?)\\s*="_s);
    static const QRegularExpression code(u"[A-Z]+\\d+|[a-z]+(?:-[a-z]+)+"_s);
    QSet<QString> rules;
    for (const ChangedLine& line : lines) {
        if (!list.match(line.text).hasMatch()) {
            continue;
        }
        for (const auto& match : code.globalMatch(line.text.section(u'=', 1))) {
            rules.insert(match.captured());
        }
    }
    return rules;
}

// What a linter looks at: an item of a list, or a rule with its grade.
QString checkIn(const ChangedText& file, const ChangedLine& line)
{
    static const QRegularExpression item(u"^\\s*-\\s+([\\w/.-]+)\\s*$"_s);
    static const QRegularExpression rule(
        uR"re(^\s*["']?([\w@/-]+)["']?\s*:\s*\[?\s*["']?(?:error|warn|deny|2|1)\b)re"_s);
    static const QRegularExpression group(u"^\\s*[\\w-]+:\\s*$"_s);
    static const QRegularExpression off(u"disable|exclude|ignore|skip"_s, ANY_CASE);
    if (const auto match = rule.match(line.text); match.hasMatch()) {
        return match.captured(1);
    }
    const auto match = item.match(line.text);
    for (qsizetype i = line.line - 1; match.hasMatch() && i >= 0; --i) {
        if (group.match(file.oldLines.value(i)).hasMatch()) {
            return off.match(file.oldLines[i]).hasMatch() ? QString() : match.captured(1);
        }
    }
    return {};
}

bool isTestSettings(const QString& path)
{
    static const QRegularExpression settings(u"(^|/)(?:jest|vitest|playwright|karma)\\.conf"_s);
    return settings.match(path).hasMatch();
}

bool excludes(const QString& line)
{
    static const QRegularExpression exclusion(u"^\\s*(?:exclude|testIgnore|grepInvert)\\s*:"_s);
    return exclusion.match(line).hasMatch();
}

bool isLimit(const QString& line)
{
    static const QRegularExpression limit(
        uR"re(fail[_-]?under|coverage|threshold|branches|functions|statements|\blines\b|minimum|COVEREDRATIO|check-coverage|quality.?gate|cov-fail|max[_-]?warnings|max[_-]?(?:complexity|lines|errors)|mutationScore|\bbreak\b)re"_s,
        ANY_CASE);
    return limit.match(line).hasMatch();
}

bool isUpperLimit(const QString& line)
{
    return line.contains(u"max"_s, Qt::CaseInsensitive);
}

bool registersTests(const QString& line)
{
    static const QRegularExpression registration(
        uR"re(^\s*(?:add_test|gtest_(?:discover|add)_tests|catch_discover_tests|doctest_discover_tests|ecm_add_tests?|qt_add_test|enable_testing|add_subdirectory\(\s*"?[\w/]*tests?\b|test\s*\(|\w*_(?:add_|unit_)?tests?\s*\(|tamma_test))re"_s,
        ANY_CASE);
    return registration.match(line).hasMatch();
}

bool repeatsUntilGreen(const QString& line)
{
    static const QRegularExpression repeat(
        uR"re(--reruns[ =]\d|--repeat[ =]until-pass|\bretryTimes\(|\bretries["']?\s*[:=]\s*[1-9]|\bflaky\b.*max_runs|rerunFailingTestsCount|--flaky_test_attempts|--retries[ =][1-9])re"_s);
    return repeat.match(line).hasMatch();
}

bool loosensLinter(const QString& line)
{
    static const QRegularExpression loose(
        uR"re(["']?\s*[:=]\s*\[?\s*["']?(?:off|ignore|none)\b|:\s*\[?\s*0\s*[,\]}]?$|"strict\w*"\s*:\s*false|"no\w+"\s*:\s*false|ignore_errors\s*=\s*True|^\s*-\s*-?["']?-[\w.-]+|Checks:.*,-|DisableFormat:\s*true|(?:ignore|exclude|disable|per-file-ignores|extend-ignore|ignorePatterns|skipLibCheck)["']?\s*[:=]|Enabled:\s*false|WarningsAsErrors:\s*["']{2}|"allowJs")re"_s,
        ANY_CASE);
    return loose.match(line).hasMatch();
}

// One linter for another is no loss, unless the new one sees only a part.
bool hasSuccessor(const ChangeView& change, const ChangedText& linter)
{
    return std::ranges::any_of(change.files, [&linter](const ChangedText& other) {
        return other.kind != git::ChangeKind::Deleted && other.kind != git::ChangeKind::Modified
            && isLinterFile(other.path) && other.path.count(u'/') <= linter.path.count(u'/');
    });
}

struct Look {
    const ChangeView& change;
    const ChangedText& file;
    Tampering findings;

    void add(const char* rule, int line, const QString& message, const QString& code)
    {
        findings.append({u"tamper."_s + QLatin1StringView(rule), u"high"_s, file.path, line,
                         u"%1: %2"_s.arg(message, code.trimmed().left(120))});
    }

    [[nodiscard]] bool isMoved(const QString& line) const
    {
        return change.removedLines.contains(line.trimmed());
    }

    void limits(const LineChange& hunk)
    {
        QHash<QString, ChangedLine> fresh;
        for (const ChangedLine& line : hunk.added) {
            fresh.insert(withoutLiterals(line.text), line);
        }
        for (const ChangedLine& line : hunk.removed) {
            if (!isLimit(line.text) || numbersIn(line.text).isEmpty()
                || change.addedLines.contains(line.text.trimmed())) {
                continue;
            }
            const auto now = fresh.constFind(withoutLiterals(line.text));
            if (now == fresh.cend()) {
                if (hunk.added.isEmpty()) {
                    add("threshold-lowered", 0, u"A limit is removed"_s, line.text);
                }
                continue;
            }
            const QList<double> before = numbersIn(line.text);
            const QList<double> after = numbersIn(now->text);
            for (qsizetype i = 0; i < std::min(before.size(), after.size()); ++i) {
                if (isUpperLimit(line.text) ? after[i] > before[i] : after[i] < before[i]) {
                    add("threshold-lowered", now->line, u"A limit is lower now"_s, now->text);
                    break;
                }
            }
        }
    }

    void scripts(const LineChange& hunk)
    {
        static const QRegularExpression script(
            uR"re(^\s*"((?:pre|post)?(?:test|ci|lint|check|verify|coverage|typecheck|type-check|e2e)[\w:.-]*)"\s*:\s*"(.*)")re"_s);
        for (const ChangedLine& line : hunk.removed) {
            const auto before = script.match(line.text);
            if (!before.hasMatch() || !file.path.endsWith(u"package.json"_s)) {
                continue;
            }
            const auto now = std::ranges::find_if(hunk.added, [&before](const ChangedLine& other) {
                return script.match(other.text).captured(1) == before.captured(1);
            });
            const QString program = before.captured(2).section(u' ', 0, 0);
            if (now == hunk.added.end()) {
                add("gate-edited", 0, u"A script of the gates is removed"_s, line.text);
            } else if (const QString command = script.match(now->text).captured(2);
                       !command.contains(program) && !isTestRunner(command)) {
                add("gate-edited", now->line, u"The tests are run by something else"_s, now->text);
            }
        }
    }

    void tools(const LineChange& hunk)
    {
        static const QRegularExpression ignored(u"^\\t(?:@?-)(?=\\S)"_s);
        const bool isMake = file.path.contains(u"akefile"_s) || file.path.endsWith(u".mk"_s);
        for (const ChangedLine& line : hunk.added) {
            const bool concernsTests = speaksOfTests(line.text)
                || (speaksOfTests(file.path.section(u'/', -1)) && !file.path.endsWith(u".json"_s));
            if (isMoved(line.text) || !concernsTests) {
                continue;
            }
            if (cannotFail(line.text) || (isMake && ignored.match(line.text).hasMatch())) {
                add("failure-hidden", line.line, u"A failure is not seen any more"_s, line.text);
            } else if (leavesTestsOut(line.text)
                       || (isTestSettings(file.path) && excludes(line.text))) {
                add("test-skipped", line.line, u"Tests are left out of the run"_s, line.text);
            } else if (repeatsUntilGreen(line.text)) {
                add("failure-hidden", line.line, u"A failed test is run until it passes"_s,
                    line.text);
            } else if (rewritesSnapshots(line.text)) {
                add("snapshot-churn", line.line, u"The run rewrites what it compares with"_s,
                    line.text);
            }
        }
        for (const ChangedLine& line : hunk.removed) {
            const bool isKept = change.addedLines.contains(line.text.trimmed());
            if (!isKept && registersTests(line.text) && !change.speaksOfGoneCode(line.text)
                && !isReplaced(hunk)) {
                add("test-removed", 0, u"Tests are not registered any more"_s, line.text);
            } else if (!isKept && speaksOfTests(file.path) && line.text.contains(u"set -e"_s)
                       && !keepsStrict(hunk)) {
                add("failure-hidden", 0, u"Errors do not stop the script any more"_s, line.text);
            }
        }
    }

    void strictness(const LineChange& hunk)
    {
        const int place = hunk.added.isEmpty() ? 0 : hunk.added.first().line;
        if (strictnessIn(hunk.removed) > strictnessIn(hunk.added) && !isElsewhere(hunk.removed)) {
            add("threshold-lowered", place, u"A tool is less strict now"_s,
                hunk.removed.first().text);
        }
        if (!ignoredRules(hunk.removed).contains(ignoredRules(hunk.added))) {
            add("gate-edited", place, u"Rules of a linter are switched off"_s,
                hunk.added.first().text);
        }
    }

    void checks(const LineChange& hunk)
    {
        for (const ChangedLine& line : hunk.removed) {
            const QString check = checkIn(file, line);
            const auto isNamed = [&check](const QString& other) { return other.contains(check); };
            if (!check.isEmpty() && std::ranges::none_of(change.addedLines, isNamed)) {
                add("gate-edited", 0, u"A check is taken out"_s, line.text);
            }
        }
    }

    [[nodiscard]] bool isElsewhere(const QList<ChangedLine>& lines) const
    {
        return std::ranges::all_of(lines, [this](const ChangedLine& line) {
            return change.addedLines.contains(line.text.trimmed());
        });
    }

    [[nodiscard]] static bool isReplaced(const LineChange& hunk)
    {
        const auto removed = std::ranges::count_if(
            hunk.removed, [](const ChangedLine& line) { return registersTests(line.text); });
        const auto added = std::ranges::count_if(
            hunk.added, [](const ChangedLine& line) { return registersTests(line.text); });
        return added >= removed;
    }

    [[nodiscard]] static bool keepsStrict(const LineChange& hunk)
    {
        return std::ranges::any_of(
            hunk.added, [](const ChangedLine& line) { return line.text.contains(u"set -"_s); });
    }
};

} // namespace

Tampering loosenedGates(const ChangeView& change, const ChangedText& file)
{
    Look look{change, file, {}};
    const bool isGate = isGateFile(file.path);
    for (const LineChange& hunk : file.changes) {
        if (isGate || isToolFile(file.path)) {
            look.tools(hunk);
            look.limits(hunk);
            look.scripts(hunk);
            look.strictness(hunk);
        }
        if (!isLinterFile(file.path)) {
            continue;
        }
        for (const ChangedLine& line : hunk.added) {
            if (!look.isMoved(line.text) && loosensLinter(line.text)) {
                look.add("gate-edited", line.line, u"A check is switched off"_s, line.text);
            }
        }
        look.limits(hunk);
        look.strictness(hunk);
        look.checks(hunk);
    }
    const bool isIgnoreList = file.path.endsWith(u"ignore"_s);
    if (isLinterFile(file.path) && file.kind == git::ChangeKind::Deleted && !isIgnoreList
        && !hasSuccessor(change, file)) {
        look.add("gate-edited", 0, u"The settings of a linter are taken away"_s, file.path);
    }
    if (isGate) {
        look.findings.append({u"tamper.gate-edited"_s, u"high"_s, file.path,
                              file.added().isEmpty() ? 0 : file.added().first().line,
                              u"The change edits what judges it: %1"_s.arg(file.path)});
    }
    return look.findings;
}

} // namespace tamma::gates
