// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/tamper/tamper_rules.h"

#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MANY_SNAPSHOTS = 25;

// Silences everything in a line or file, whatever is wrong there.
const QRegularExpression& blanketSuppression()
{
    static const QRegularExpression blanket(
        uR"re(@ts-(?:ignore|nocheck)\b|eslint-disable(?:-next-line|-line)?\s*(?:\*/|$)|#\s*type:\s*ignore\s*(?:$|#)|#\s*noqa\s*(?:$|#)|#\s*(?:mypy|flake8):\s*(?:ignore-errors|noqa)|#\s*pylint:\s*(?:skip-file|disable=all)|//\s*NOLINT(?:NEXTLINE|BEGIN)?\s*(?:$|[^(\w])|#!?\[allow\((?:warnings|unused)\)\]|@SuppressWarnings\(\s*"all"|//\s*nolint\s*(?:$|//)|#\s*pragma:?\s*no\s*cover|(?:istanbul|c8|v8)\s+ignore|LCOV_EXCL|GCOV_EXCL|@codeCoverageIgnore|#pragma\s+warning\s+disable\s*$|biome-ignore-all|#\s*nosec\b|NOSONAR|@phpstan-ignore-line\s*$)re"_s);
    return blanket;
}

// Silences one named rule; fine beside new code that needs it.
const QRegularExpression& namedSuppression()
{
    static const QRegularExpression named(
        uR"re(\s*(?://|/\*|#|<!--)?\s*(?:@ts-expect-error\b.*|eslint-disable(?:-next-line|-line)?\b.*|#?\s*type:\s*ignore\[.*|noqa:.*|pylint:\s*disable.*|NOLINT\w*\(.*|nolint:.*|rubocop:disable.*|phpstan-ignore.*|swiftlint:disable.*|prettier-ignore.*|clang-format off.*)|^\s*(?:#!?\[allow\(.*\)\]|@SuppressWarnings\(.*\)|@Suppress\(.*\)|#pragma\s+(?:GCC|clang)\s+diagnostic\s+ignored.*|#pragma\s+warning.*disable.*))re"_s);
    return named;
}

QString withoutSuppression(const QString& line)
{
    return QString(line).remove(namedSuppression()).trimmed();
}

QStringList remaining(const QList<ChangedLine>& lines)
{
    QStringList texts;
    for (const ChangedLine& line : lines) {
        if (const QString text = withoutSuppression(line.text); !text.isEmpty()) {
            texts.append(text);
        }
    }
    return texts;
}

// A line may speak of a suppression in a quoted text.
bool suppresses(const QString& line, const QRegularExpression& kind)
{
    const auto match = kind.match(line);
    return match.hasMatch() && line.first(match.capturedStart()).count(u'"') % 2 == 0;
}

qsizetype suppressionsIn(const QList<ChangedLine>& lines, const QRegularExpression& kind)
{
    return std::ranges::count_if(
        lines, [&kind](const ChangedLine& line) { return kind.match(line.text).hasMatch(); });
}

Tampering silenced(const ChangedText& file)
{
    Tampering findings;
    for (const LineChange& hunk : file.changes) {
        const bool isBlanket = suppressionsIn(hunk.added, blanketSuppression())
            > suppressionsIn(hunk.removed, blanketSuppression());
        const bool addsNothingElse = suppressionsIn(hunk.added, namedSuppression())
                > suppressionsIn(hunk.removed, namedSuppression())
            && remaining(hunk.added) == remaining(hunk.removed);
        if (!isBlanket && !addsNothingElse) {
            continue;
        }
        const QRegularExpression& kind = isBlanket ? blanketSuppression() : namedSuppression();
        for (const ChangedLine& line : hunk.added) {
            if (suppresses(line.text, kind)) {
                findings.append({u"tamper.suppressed"_s, u"medium"_s, file.path, line.line,
                                 u"A warning is silenced instead of mended: %1"_s.arg(
                                     line.text.trimmed().left(120))});
            }
        }
    }
    return findings;
}

// A secret stands in settings as well as in sources; only in documents it is mere talk.
Tampering blindedScanners(const ChangeView& change, const ChangedText& file)
{
    static const QRegularExpression lookAway(
        u"\\bnosemgrep\\b|\\bgitleaks:allow\\b|\\btrivy:ignore\\b"_s);
    static const QRegularExpression document(u"\\.(?:md|rst|txt|adoc)$"_s);
    Tampering findings;
    for (const ChangedLine& line : file.added()) {
        if (suppresses(line.text, lookAway) && !document.match(file.path).hasMatch()
            && !change.removedLines.contains(line.text.trimmed())) {
            findings.append(
                {u"tamper.suppressed"_s, u"medium"_s, file.path, line.line,
                 u"A scanner is told to look away: %1"_s.arg(line.text.trimmed().left(120))});
        }
    }
    return findings;
}

Tampering knowsItsTests(const ChangeView& change, const ChangedText& file)
{
    static const QRegularExpression sniffing(
        uR"re(PYTEST_CURRENT_TEST|PYTEST_VERSION|JEST_WORKER_ID|VITEST_(?:WORKER|POOL)_ID|process\.env\.VITEST|NODE_ENV\s*[=!]==?\s*["']test["']|["'](?:pytest|unittest|_pytest)["']\s+in\s+sys\.modules|testing\.Testing\(\)|\bGTEST_\w+|CTEST_\w+|QTEST_\w+|isRunningTests?|(?:is|under)_?(?:pytest|jest)|XCTestConfigurationFilePath|RUST_TEST_\w+|sys\.argv\[0\].*pytest|inspect\.stack\(\).*test)re"_s,
        QRegularExpression::CaseInsensitiveOption);
    Tampering findings;
    for (const ChangedLine& line : file.added()) {
        if (sniffing.match(line.text).hasMatch()
            && !change.removedLines.contains(line.text.trimmed())) {
            findings.append({u"tamper.test-aware"_s, u"high"_s, file.path, line.line,
                             u"The product asks whether it is being tested: %1"_s.arg(
                                 line.text.trimmed().left(120))});
        }
    }
    return findings;
}

// A picture may change with what it shows, and a new one is no proof of anything.
Tampering churnedSnapshots(const ChangeView& change, const ChangedText& file)
{
    const auto isTouched = [](const ChangedText& other) {
        return other.isSnapshot && other.kind != git::ChangeKind::Added;
    };
    if (!isTouched(file) || change.files.isEmpty()) {
        return {};
    }
    const auto touched = std::ranges::count_if(change.files, isTouched);
    if (!change.changesProduct) {
        return {{u"tamper.snapshot-churn"_s, u"medium"_s, file.path, 0,
                 u"What the tests compare with changed, and the product did not"_s}};
    }
    const bool isFirst = &*std::ranges::find_if(change.files, isTouched) == &file;
    if (touched >= MANY_SNAPSHOTS && isFirst) {
        return {{u"tamper.snapshot-churn"_s, u"medium"_s, file.path, 0,
                 u"%1 snapshots are rewritten at once"_s.arg(touched)}};
    }
    return {};
}

} // namespace

Tampering hiddenFaults(const ChangeView& change, const ChangedText& file)
{
    Tampering findings = churnedSnapshots(change, file) + blindedScanners(change, file);
    if (file.isProduct || file.isTest) {
        findings += silenced(file);
    }
    if (file.isProduct) {
        findings += knowsItsTests(change, file);
    }
    return findings;
}

} // namespace tamma::gates
