// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/tamper/change_view.h"

#include "core/gates/tamper/watched_files.h"

#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LARGEST_CODE = 4 * 1024 * 1024;
constexpr qsizetype LONGEST_CODE_LINE = 2000; // Longer ones are generated.
constexpr int SHORTEST_WORD = 4;

bool isSnapshotFile(const QString& path)
{
    static const QRegularExpression snapshot(
        uR"re((^|/)(__snapshots__|snapshots?|goldens?|screenshots)/|\.(snap|golden|approved\.\w+|expected)$)re"_s,
        QRegularExpression::CaseInsensitiveOption);
    return snapshot.match(path).hasMatch();
}

bool isSource(const QString& path)
{
    static const QRegularExpression source(
        uR"re(\.(c|cc|cpp|cxx|h|hh|hpp|hxx|m|mm|py|pyx|js|jsx|mjs|cjs|ts|tsx|mts|vue|svelte|go|rs|java|kt|kts|scala|groovy|cs|fs|vb|rb|php|swift|lua|ex|exs|erl|hs|clj|dart|qml|sql|proto|css|scss|html)$)re"_s);
    return source.match(path).hasMatch();
}

// In Rust the tests stand in the file that they test.
bool holdsTests(const git::FileDiff& diff)
{
    return diff.file.path.endsWith(u".rs"_s)
        && (diff.oldText.contains("#[test]") || diff.newText.contains("#[test]"));
}

QStringList linesOfText(const QByteArray& text)
{
    if (text.isEmpty()) {
        return {};
    }
    const QByteArray start = text.first(std::min(text.size(), LARGEST_CODE));
    QStringList lines = QString::fromUtf8(start).split(u'\n');
    if (lines.last().isEmpty()) {
        lines.removeLast();
    }
    for (QString& line : lines) {
        line.truncate(LONGEST_CODE_LINE);
    }
    return lines;
}

QList<ChangedLine> cut(const QStringList& lines, int start, int count)
{
    QList<ChangedLine> result;
    for (qsizetype i = start; i < std::min<qsizetype>(start + count, lines.size()); ++i) {
        result.append({static_cast<int>(i) + 1, lines[i]});
    }
    return result;
}

ChangedText textOf(const git::FileDiff& diff)
{
    if (diff.file.binary) { // Only that it changed is known.
        const QString& path = diff.file.path;
        return {path, diff.file.kind, isTestFile(path), isSnapshotFile(path), false, {}, {}, {}};
    }
    ChangedText text;
    text.path = diff.file.path;
    text.kind = diff.file.kind;
    text.isSnapshot = isSnapshotFile(text.path);
    text.isTest = !text.isSnapshot && (isTestFile(text.path) || holdsTests(diff));
    text.isProduct = !text.isSnapshot && !isTestFile(text.path) && isSource(text.path);
    text.oldLines = linesOfText(diff.oldText);
    text.newLines = linesOfText(diff.newText);
    for (const git::Hunk& hunk : diff.hunks) {
        text.changes.append({cut(text.oldLines, hunk.oldStart, hunk.oldCount),
                             cut(text.newLines, hunk.newStart, hunk.newCount)});
    }
    return text;
}

// Whether what judged the change was moved to where it judges nothing.
bool isPutAside(const git::FileDiff& diff)
{
    const git::ChangedFile& file = diff.file;
    if (file.kind != git::ChangeKind::Renamed) {
        return false;
    }
    const bool isNotFound = isFoundByName(file.oldPath) && !isFoundByName(file.path);
    return losesItsPart(file.oldPath, file.path)
        || (isNotFound && !testNames(linesOfText(diff.oldText)).isEmpty());
}

git::FileDiff deletionIn(const git::FileDiff& rename)
{
    const QString& path = rename.file.oldPath;
    const int lines = static_cast<int>(linesOfText(rename.oldText).size());
    return {{path, path, git::ChangeKind::Deleted, 0, lines, rename.file.binary},
            rename.oldText,
            {},
            {{0, lines, 0, 0}}};
}

git::FileDiff additionIn(const git::FileDiff& rename)
{
    const QString& path = rename.file.path;
    const int lines = static_cast<int>(linesOfText(rename.newText).size());
    return {{path, path, git::ChangeKind::Added, lines, 0, rename.file.binary},
            {},
            rename.newText,
            {{0, 0, 0, lines}}};
}

QSet<QString> wordsOf(const QStringList& lines)
{
    static const QRegularExpression word(u"[A-Za-z_]\\w*"_s);
    QSet<QString> words;
    for (const QString& line : lines) {
        for (const auto& match : word.globalMatch(line)) {
            if (match.capturedLength() >= SHORTEST_WORD) {
                words.insert(match.captured());
            }
        }
    }
    return words;
}

QString stemOf(const QString& path)
{
    return path.section(u'/', -1).section(u'.', 0, 0).toLower();
}

} // namespace

QString testNameIn(const QString& line)
{
    static const QRegularExpression name(
        uR"re(\bTEST(?:_F|_P)?\(\s*\w+\s*,\s*(?:DISABLED_)?(\w+))re"
        uR"re(|\b(?:TEST_CASE|SCENARIO|SUBCASE|SECTION)\(\s*"([^"]+)")re"
        uR"re(|^\s*void\s+(?:\w+::)?(?!init|cleanup)(\w+)(?<!_data)\(\))re"
        uR"re(|^\s*(?:async\s+)?def\s+(test\w*))re"
        uR"re(|\b[xf]?(?:it|test|describe|context|specify)(?:\.\w+)*\s*\(?\s*["'`]([^"'`]+))re"
        uR"re(|^\s*func\s+(?:\([^)]*\)\s*)?((?:Test|test)\w+)\s*\()re"
        uR"re(|^\s*(?:pub\s+)?(?:async\s+)?fn\s+(\w+)\s*\()re"
        uR"re(|^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public\s+|override\s+|\[[^\]]*\]\s*)*(?:async\s+)?(?:void|Task|fun)\s+(\w+)\s*\(\s*\))re"
        uR"re(|^\s*(?:public\s+)?function\s+(\w+)\s*\()re"_s);
    const auto match = name.match(line);
    for (int group = 1; group <= match.lastCapturedIndex(); ++group) {
        if (match.hasCaptured(group)) {
            return match.captured(group);
        }
    }
    return {};
}

QSet<QString> testNames(const QStringList& lines)
{
    QSet<QString> names;
    for (const QString& line : lines) {
        if (const QString name = testNameIn(line); !name.isEmpty()) {
            names.insert(name);
        }
    }
    return names;
}

QList<ChangedLine> ChangedText::added() const
{
    QList<ChangedLine> lines;
    for (const LineChange& change : changes) {
        lines += change.added;
    }
    return lines;
}

QList<ChangedLine> ChangedText::removed() const
{
    QList<ChangedLine> lines;
    for (const LineChange& change : changes) {
        lines += change.removed;
    }
    return lines;
}

ChangeView::ChangeView(const QList<git::FileDiff>& diffs)
{
    QSet<QString> present;
    for (const git::FileDiff& diff : diffs) {
        if (isPutAside(diff)) {
            take(textOf(deletionIn(diff)), present);
            // Its lines are still there, and keep nothing of what they did.
            ChangedText rest = textOf(additionIn(diff));
            rest.isTest = false;
            files.append(rest);
        } else {
            const ChangedText text = textOf(diff);
            for (const ChangedLine& line : text.added()) {
                addedLines.insert(line.text.trimmed());
            }
            take(text, present);
        }
    }
    m_goneWords.subtract(present);
}

void ChangeView::take(const ChangedText& text, QSet<QString>& present)
{
    for (const ChangedLine& line : text.removed()) {
        removedLines.insert(line.text.trimmed());
    }
    if (text.isProduct) {
        changesProduct = true;
        m_goneWords.unite(wordsOf(text.oldLines));
        present.unite(wordsOf(text.newLines));
        if (text.kind == git::ChangeKind::Deleted && stemOf(text.path).size() >= 3) {
            m_goneFiles.append(stemOf(text.path));
        }
    }
    if (text.isTest) {
        testsBefore.unite(testNames(text.oldLines));
        testsAfter.unite(testNames(text.newLines));
    }
    files.append(text);
}

bool ChangeView::speaksOfGoneCode(const QString& text) const
{
    const QString lower = text.toLower();
    const auto isNamed = [&lower](const QString& name) { return lower.contains(name); };
    return std::ranges::any_of(m_goneFiles, isNamed) || wordsOf({text}).intersects(m_goneWords);
}

} // namespace tamma::gates
