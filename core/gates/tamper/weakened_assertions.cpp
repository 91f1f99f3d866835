// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/tamper/tamper_rules.h"

#include <QHash>
#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

// Neither a comment nor an import checks anything.
bool isRemark(const QString& line)
{
    static const QRegularExpression remark(
        u"^\\s*(?://|\\*|/\\*|#(?!\\[|\\s*define\\b)|--|import\\b|from\\b|use\\b|using\\b|.*\\brequire\\(\\s*[\"'])"_s);
    return remark.match(line).hasMatch();
}

bool isAssertion(const QString& line)
{
    static const QRegularExpression assertion(
        uR"re(\b(?:Q(?:COMPARE|VERIFY|TRY_|TEST\b|FAIL)\w*|(?:prop_)?assert\w*|expect\w*|EXPECT_\w+|ASSERT_\w+|REQUIRE\w*|CHECK\w*|(?:check|verify|require)\w*|XCT\w+|should\w*|raises|fail)\b\s*(?:!\s*)?[(.\s]|\bt\.(?:Error|Fatal|Fail)\w*\(|\bAssert\.)re"_s,
        QRegularExpression::CaseInsensitiveOption);
    return !isRemark(line) && assertion.match(line).hasMatch();
}

QList<ChangedLine> assertionsOf(const QList<ChangedLine>& lines)
{
    QList<ChangedLine> found;
    std::ranges::copy_if(lines, std::back_inserter(found),
                         [](const ChangedLine& line) { return isAssertion(line.text); });
    return found;
}

bool isAlwaysTrue(const QString& line)
{
    static const QRegularExpression constant(
        uR"re((?:QVERIFY2?|(?:EXPECT|ASSERT)_TRUE|REQUIRE|CHECK|assert!?|assertTrue|Assert\.(?:True|IsTrue)|XCTAssert(?:True)?)\s*\(\s*(?:true|True|1)\s*[,)])re"
        uR"re(|\bassert\s+(?:True|1)\s*(?:,|$)|expect\(\s*true\s*\)\.to|\|\|\s*(?:true|1)\s*[,)]|\bor\s+True\b|assert\.ok\(\s*true)re"
        uR"re(|^\s*#\s*define\s+\w*(?:CHECK|ASSERT|EXPECT|REQUIRE|VERIFY)\w*(?:\([^)]*\))?(?!.*(?:\bif\b|\?|assert|throw|abort|fail|::)).*\(void\))re"_s);
    static const QRegularExpression same(
        uR"re(\bassert\s+([\w.()\[\]"']+)\s*==\s*\1\s*(?:,|$)|(?:QCOMPARE|_EQ|assertEquals?|assert_eq!|Assert\.(?:Are)?Equal|strictEqual|deepEqual|assertSame)\s*\(\s*([\w.()\[\]"']+)\s*,\s*\2\s*[,)]|expect\(\s*([\w.\[\]"']+)\s*\)\.(?:toBe|toEqual|toStrictEqual|to\.equal|to eq)\s*\(\s*\3\s*\))re"_s);
    return constant.match(line).hasMatch() || same.match(line).hasMatch();
}

bool isWeak(const QString& line)
{
    static const QRegularExpression existence(
        uR"re(toBeDefined|toBeTruthy|toBeFalsy|not\.toBeNull|not\.toBeUndefined|not\.toThrow|toBeInstanceOf|expect\.anything|assertIsNotNone|assert(?:Is)?NotNull|\bis not None\b|isNotNull|isDefined|_NO_?THROW|NOTHROW|Assert\.(?:Is)?NotNull|be_truthy|not_to be_nil|assertIsInstance|\bisinstance\(|is_ok\(\)|is_some\(\)|assertDoesNotThrow|toBeGreaterThan(?:OrEqual)?\(\s*(?:0|-)|>=?\s*0\s*[);,]|>=?\s*0$|expect\.any\(|raises\(\s*(?:Base)?Exception\s*\)|assertThrows\(\s*(?:Exception|Throwable)\.class|_ANY_THROW|\.toThrow\w*\(\s*\))re"_s);
    return existence.match(line).hasMatch();
}

bool isStrong(const QString& line)
{
    static const QRegularExpression equality(
        uR"re(QCOMPARE\b|_EQ\b|_STREQ\b|[aA]ssert(?:_eq|Equals?|Same|Dict\w*|List\w*|Count\w*)\b|assert_eq!|\.to(?:Be|Equal|StrictEqual|Match\w*|HaveText|HaveLength)\(|\bto eq\b|\.equal\(|[sS]trictEqual|[dD]eepEqual|Assert\.(?:Are)?Equal|==|isEqualTo|XCTAssertEqual|\braises\(|assert(?:Throws|Raises)\w*\(|_THROW\(|THROWS_AS|\.toThrow\w*\(|CalledWith\()re"_s);
    return equality.match(line).hasMatch() && !isAlwaysTrue(line) && !isWeak(line);
}

qsizetype countOf(const QList<ChangedLine>& lines, bool (*is)(const QString&))
{
    return std::ranges::count_if(lines, [is](const ChangedLine& line) { return is(line.text); });
}

bool hasTolerance(const QString& line)
{
    static const QRegularExpression tolerance(
        uR"re(NEAR|approx|[aA]lmost|[dD]elta|[cC]lose|tolerance|epsilon|within|fuzz|rel=|abs=|WithinAbs|precision)re"_s,
        QRegularExpression::CaseInsensitiveOption);
    return tolerance.match(line).hasMatch();
}

bool hasUpperBound(const QString& line)
{
    static const QRegularExpression bound(
        uR"re(<=?\s*-?\d|_L[TE]\b|[lL]ess(?:Than)?|atMost|at_most|isBelow)re"_s);
    return bound.match(line).hasMatch();
}

// Whether a limit of an assertion that is otherwise the same became wider.
bool isWider(const QString& before, const QString& after)
{
    const QList<double> from = numbersIn(before);
    const QList<double> to = numbersIn(after);
    if (from.isEmpty() || from.size() != to.size()) {
        return false;
    }
    return (hasTolerance(after) && to.last() >= 10 * from.last())
        || (hasUpperBound(after) && to.last() > from.last());
}

// How long a test waits is no part of what it expects.
QString withoutPatience(const QString& line)
{
    static const QRegularExpression wait(uR"re(timeout|\bwait\w*\(|[eE]ventually|patience)re"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression last(u"\\d[\\d_'.]*(?=\\D*$)"_s);
    return wait.match(line).hasMatch() ? QString(line).remove(last).simplified()
                                       : line.simplified();
}

struct Finder {
    const ChangeView& change;
    const ChangedText& file;
    bool hasFewer = false; // Assertions than before, in the whole file.
    Tampering findings;

    void add(const char* rule, int line, const QString& message, const QString& code)
    {
        findings.append({u"tamper."_s + QLatin1StringView(rule), u"high"_s, file.path, line,
                         u"%1: %2"_s.arg(message, code.trimmed().left(120))});
    }

    void compare(const QList<ChangedLine>& before, const QList<ChangedLine>& after)
    {
        QHash<QString, ChangedLine> known;
        for (const ChangedLine& line : before) {
            known.insert(withoutLiterals(line.text), line);
        }
        for (const ChangedLine& line : after) {
            const auto same = known.constFind(withoutLiterals(line.text));
            if (same == known.cend() || withoutPatience(same->text) == withoutPatience(line.text)) {
                continue;
            }
            if (isWider(same->text, line.text)) {
                add("assertion-weakened", line.line, u"A limit is wider now"_s, line.text);
            } else if (!change.changesProduct && !isWider(line.text, same->text)) {
                add("expectation-changed", line.line,
                    u"A test expects something else now, and the product did not change"_s,
                    line.text);
            }
        }
    }

    // Texts of equal length are not equal.
    void comparesSizes(const QList<ChangedLine>& before, const QList<ChangedLine>& after)
    {
        static const QRegularExpression size(
            u"\\.(?:size|length|count)(?:\\(\\))?|\\blen\\b|[()]"_s);
        QHash<QString, qsizetype> whole;
        for (const ChangedLine& line : before) {
            whole.insert(QString(line.text).remove(size).simplified(), line.text.count(size));
        }
        for (const ChangedLine& line : after) {
            const auto old = whole.constFind(QString(line.text).remove(size).simplified());
            if (old != whole.cend() && *old < line.text.count(size)) {
                add("assertion-weakened", line.line, u"Only sizes are compared now"_s, line.text);
            }
        }
    }

    void lookAt(const LineChange& hunk)
    {
        const QList<ChangedLine> before = assertionsOf(hunk.removed);
        const QList<ChangedLine> after = assertionsOf(hunk.added);
        for (const ChangedLine& line : after) {
            if (isAlwaysTrue(line.text)) {
                add("assertion-weakened", line.line, u"This can never fail"_s, line.text);
            }
        }
        compare(before, after);
        comparesSizes(before, after);
        if (countOf(before, isStrong) > countOf(after, isStrong)
            && countOf(after, isWeak) > countOf(before, isWeak)) {
            add("assertion-weakened", after.first().line,
                u"The value was compared before; now only its existence counts"_s,
                after.first().text);
        }
        if (!before.isEmpty() && after.isEmpty() && hasFewer && !isElsewhere(before)
            && !isImplied(hunk, before)) {
            add("assertion-removed", hunk.added.isEmpty() ? 0 : hunk.added.first().line,
                u"%1 assertions are gone, the first"_s.arg(before.size()), before.first().text);
        }
        catches(hunk);
        endsEarly(hunk);
        answersItself(hunk);
    }

    [[nodiscard]] bool isElsewhere(const QList<ChangedLine>& lines) const
    {
        return std::ranges::all_of(lines, [this](const ChangedLine& line) {
            return change.addedLines.contains(line.text.trimmed())
                || change.speaksOfGoneCode(line.text);
        });
    }

    // An existence that a comparison beside it shows, or the error of a call that is gone.
    [[nodiscard]] bool isImplied(const LineChange& hunk, const QList<ChangedLine>& lines) const
    {
        static const QRegularExpression word(u"[A-Za-z_]{4,}\\w*"_s);
        static const QRegularExpression existence(u"!\\s*\\w+[.\\w]*(?:isEmpty|empty)\\(\\)"_s);
        static const QRegularExpression call(u"\\berr\\b\\s*:?=\\s*([\\w.]+)\\("_s);
        const QString now = file.newLines.join(u'\n');
        const bool isGoneCall = std::ranges::any_of(hunk.removed, [&now](const ChangedLine& line) {
            const auto match = call.match(line.text);
            return match.hasMatch() && !now.contains(match.captured(1) + u'(');
        });
        return std::ranges::all_of(lines, [&](const ChangedLine& line) {
            if (isGoneCall && line.text.contains(u"(err"_s)) {
                return true;
            }
            const auto subject = existence.match(line.text);
            const QString name = word.match(subject.captured()).captured();
            const auto compares = [&name](const QString& other) {
                return isAssertion(other) && isStrong(other) && other.contains(name);
            };
            return subject.hasMatch() && !name.isEmpty()
                && std::ranges::any_of(file.newLines, compares);
        });
    }

    void catches(const LineChange& hunk)
    {
        static const QRegularExpression never(
            uR"re(\bfor\b.*(?:\{\}\s*\)|\bin\s*\[\s*\]\s*:|\brange\(0\)|\bof\s*\[\s*\]))re"_s);
        static const QRegularExpression success(
            uR"re(\bexit[sS]tatus\s*=\s*0\b|\bexitCode\s*=\s*0\b|\b_exit\(0\))re"_s);
        static const QRegularExpression swallowed(
            uR"re(\bexcept\s+\(?[\w., ]*Assertion\w*|\bcatch\s*\(\s*(?:final\s+)?[\w.| ]*(?:AssertionError|AssertionFailedError|AssertionException|XunitException|ExpectationNotMet)|\brescue\s+[\w:]*Expectation\w*|contextlib\.suppress\(\s*Assertion)re"_s);
        for (const ChangedLine& line : hunk.added) {
            if (swallowed.match(line.text).hasMatch()) {
                add("assertion-weakened", line.line, u"A failed assertion is caught"_s, line.text);
            } else if (never.match(line.text).hasMatch()) {
                add("assertion-weakened", line.line, u"What is inside never runs"_s, line.text);
            } else if (success.match(line.text).hasMatch()) {
                add("failure-hidden", line.line, u"The run ends well whatever happens"_s,
                    line.text);
            }
        }
    }

    // The expected value is taken from what is tested, or what is tested is a fake.
    void answersItself(const LineChange& hunk)
    {
        static const QRegularExpression expected(
            uR"re(^\s*(?:[\w:<>&]+\s+)?((?:want|expected)\w*)\s*:?=\s*(.*\(.*\)))re"_s);
        static const QRegularExpression fake(
            uR"re(\b(?:patch\w*|spyOn|stub)\((?:[^"']*)["'](?:[\w.]*\.)?(\w+)["'])re"_s);
        static const QRegularExpression everywhere(u"autouse\\s*=\\s*True"_s);
        static const QRegularExpression replaces(u"\\b(?:setattr|patch)\\w*\\("_s);
        const auto has = [&hunk](const QRegularExpression& sign) {
            return std::ranges::any_of(hunk.added, [&sign](const ChangedLine& line) {
                return sign.match(line.text).hasMatch();
            });
        };
        if (file.kind != git::ChangeKind::Added && has(everywhere) && has(replaces)) {
            add("assertion-weakened", hunk.added.first().line,
                u"Something is replaced in every test"_s, hunk.added.first().text);
        }
        for (const ChangedLine& line : hunk.added) {
            if (const auto match = expected.match(line.text); match.hasMatch()) {
                const auto users = std::ranges::count_if(file.newLines, [&](const QString& other) {
                    return other.contains(match.captured(2));
                });
                const bool isOther
                    = std::ranges::any_of(hunk.removed, [&match](const ChangedLine& old) {
                          return expected.match(old.text).captured(2) != match.captured(2)
                              && old.text.contains(match.captured(1));
                      });
                if (isOther && users > 1) {
                    add("assertion-weakened", line.line, u"The result is compared with itself"_s,
                        line.text);
                }
            }
            const QString name = fake.match(line.text).captured(1);
            const QRegularExpression call(u"\\b%1\\("_s.arg(name));
            if (!name.isEmpty()
                && std::ranges::any_of(assertionsOf(hunk.added), [&call](const ChangedLine& check) {
                       return call.match(check.text).hasMatch();
                   })) {
                add("assertion-weakened", line.line, u"What is tested is a fake now"_s, line.text);
            }
        }
    }

    // A return on the same level as the line after it: that line never runs.
    void endsEarly(const LineChange& hunk)
    {
        static const QRegularExpression leave(
            u"^(\\s*)(?:return|exit\\(0\\)|sys\\.exit\\(0\\)|process\\.exit\\(0\\))\\s*;?\\s*$"_s);
        for (const ChangedLine& line : hunk.added) {
            const auto match = leave.match(line.text);
            const QString next = file.newLines.value(line.line);
            const QString previous
                = line.line >= 2 ? file.newLines.value(line.line - 2) : QString();
            const bool isConditional
                = previous.trimmed().endsWith(u')') && previous.trimmed().startsWith(u"if"_s);
            static const QRegularExpression sameLevel(u"^(\\s*)[^\\s})\\]]"_s);
            const auto after = sameLevel.match(next);
            if (match.hasMatch() && after.hasMatch() && !isConditional
                && after.captured(1) == match.captured(1)) {
                add("assertion-weakened", line.line, u"What follows never runs"_s, line.text);
            }
        }
    }
};

} // namespace

Tampering weakenedAssertions(const ChangeView& change, const ChangedText& file)
{
    if (!file.isTest || file.kind == git::ChangeKind::Deleted) {
        return {};
    }
    const bool hasFewer = std::ranges::count_if(file.newLines, isAssertion)
        < std::ranges::count_if(file.oldLines, isAssertion);
    Finder finder{change, file, hasFewer, {}};
    for (const LineChange& hunk : file.changes) {
        finder.lookAt(hunk);
    }
    return finder.findings;
}

} // namespace tamma::gates
