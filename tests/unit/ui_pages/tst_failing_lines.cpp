// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/failing_lines.h"

#include "core/gates/findings/tool_findings.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

namespace {

const QByteArray CTEST = "12/12 Test #12: total_rounds ......***Failed    0.02 sec\n"
                         "FAIL!  : rounds() Compared values are not the same\n"
                         "   Loc: [/b/src/orders/total.cpp(118)]\n"
                         "   Loc: [/b/src/orders/total.cpp(11)]\n"
                         "The following tests FAILED:\n";

events::Finding finding(const QString& file, int line, const QString& message)
{
    return {u"test.failed"_s, u"high"_s, file, line, message};
}

} // namespace

class TestFailingLines : public QObject {
    Q_OBJECT

private slots:
    void findsWhereAFindingIs_data()
    {
        QTest::addColumn<QByteArray>("log");
        QTest::addColumn<QList<events::Finding>>("findings");
        QTest::addColumn<QList<int>>("lines");
        using Findings = QList<events::Finding>;
        QTest::newRow("by its place, not one that begins alike")
            << CTEST << Findings{finding(u"src/orders/total.cpp"_s, 11, u"differs"_s)}
            << QList<int>{3};
        QTest::newRow("by its message")
            << CTEST << Findings{finding({}, 0, u"Compared values are not"_s)} << QList<int>{1};
        QTest::newRow("by the name of the test")
            << CTEST << Findings{finding({}, 0, u"total_rounds: expected 1, got 2"_s)}
            << QList<int>{0};
        QTest::newRow("of a Python traceback")
            << QByteArray("ok\n  File \"app/total.py\", line 7, in total\n")
            << Findings{finding(u"app/total.py"_s, 7, u"KeyError"_s)} << QList<int>{1};
        QTest::newRow("each line once, in order")
            << QByteArray("b.c:2: no\na.c:1: no\na.c:1: no\n")
            << Findings{finding(u"a.c"_s, 1, u"no"_s), finding(u"b.c"_s, 2, u"no"_s),
                        finding(u"a.c"_s, 1, u"no"_s)}
            << QList<int>{0, 1};
        QTest::newRow("without findings: what speaks of failing")
            << QByteArray("0 errors\nmake: *** [all] Error 2\nfine\nno failures\n") << Findings{}
            << QList<int>{1};
        QTest::newRow("findings that the log does not have")
            << QByteArray("one\nfatal: no\n")
            << Findings{finding(u"else.c"_s, 3, u"something else"_s)} << QList<int>{1};
        QTest::newRow("nothing to go by: the last words")
            << QByteArray("one\ntwo\n\n") << Findings{} << QList<int>{1};
        QTest::newRow("an empty log") << QByteArray() << Findings{} << QList<int>{};
    }
    void findsWhereAFindingIs()
    {
        QFETCH(QByteArray, log);
        QFETCH(QList<events::Finding>, findings);
        QTEST(failingLines(LineIndex(log), findings), "lines");
    }

    /// What real tools wrote, with the findings that the gates make of it: the log opens at the
    /// place that the first of them names.
    void opensTheLogsOfRealTools_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"gcc.txt", "clang.txt", "clang_tidy.txt", "pytest.txt", "ctest.txt", "go_test.txt",
              "cargo_test.txt", "gtest.txt", "tsc.txt"}) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    void opensTheLogsOfRealTools()
    {
        QFETCH(QString, name);
        QFile file(qEnvironmentVariable("TAMMA_SOURCE_DIR") + u"/tests/data/findings/"_s + name);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        const QByteArray text = file.readAll();
        const auto findings = gates::findingsIn({QString::fromUtf8(text), u"/work/project"_s});
        QVERIFY(!findings.isEmpty());
        const LineIndex log(text);
        const auto lines = failingLines(log, findings);
        QVERIFY(!lines.isEmpty());
        for (const events::Finding& one : findings) {
            const auto place = one.file.section(u'/', -1);
            const auto parts = one.message.section(u'\n', 0, 0).split(u": "_s);
            const bool marked = std::ranges::any_of(lines, [&](int line) {
                const QString words = log.text(line);
                const bool named = one.line > 0 && words.contains(place)
                    && words.contains(QString::number(one.line));
                return named || std::ranges::any_of(parts, [&](const QString& part) {
                           return part.size() >= 5 && words.contains(part);
                       });
            });
            QVERIFY2(marked, qPrintable(one.file + u' ' + one.message));
        }
    }
};

QTEST_APPLESS_MAIN(TestFailingLines)
#include "tst_failing_lines.moc"
