// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/breaking_change.h"

#include <QElapsedTimer>
#include <QTest>

using namespace tamma;
using namespace tamma::intelligence;
using namespace Qt::StringLiterals;

class BreakingChangeTest : public QObject {
    Q_OBJECT

private slots:
    void seesWhatBreaksOthers_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<bool>("breaks");
        const auto row = [](const char* situation, const char* path, const char* before,
                            const char* after, bool breaks) {
            QTest::newRow(situation) << path << QByteArray(before) << QByteArray(after) << breaks;
        };
        const char* header = "include/x/a.h";
        row("parameter added", header, "int f(int a);", "int f(int a, int b);", true);
        row("function removed", header, "int f();\nint g();", "int g();", true);
        row("function added", header, "int f();", "int f();\nint g();", false);
        row("comment changed", header, "// old\nint f(); /* a */", "// new; int g();\nint f();",
            false);
        row("text that looks like a comment", header, "const char* u = \"http://a\";\nint f();",
            "const char* u = \"http://a\";\n", true);
        row("wrapped differently", header, "int f(int a, int b);", "int f(int a,\n      int b);",
            false);
        row("order changed", header, "int f();\nint g();", "int g();\nint f();", false);
        row("inline body changed", header, "inline int f() { return 1; }",
            "inline int f() { return 2; }", false);
        row("body moved to the source", header, "int f() { return 1; }", "int f();", false);
        row("brace in a text of a body", header, "int f() { return '}'; }\nint g();",
            "int f() { return '}'; }", true);
        row("private member added", header, "class A { public: int f(); private: int m_a; };",
            "class A { public: int f(); private: int m_a; int m_b; };", false);
        row("public method removed", header, "class A { public: int f(); int g(); };",
            "class A { public: int f(); };", true);
        row("method made private", header, "class A { public: int f(); };", "class A { int f(); };",
            true);
        row("moved to another class", header, "struct A { int f(); }; struct B {};",
            "struct A {}; struct B { int f(); };", true);
        row("base class changed", header, "class A : public B { };", "class A : public C { };",
            true);
        row("struct field type changed", header, "struct A { int x = 0; };",
            "struct A { long x = 0; };", true);
        row("enumerator removed", header, "enum class E { A, B };", "enum class E { A };", true);
        row("enumerator added", header, "enum class E { A, B };", "enum class E { A, B, C };",
            false);
        row("namespace renamed", header, "namespace a { int f(); }", "namespace b { int f(); }",
            true);
        row("macro removed", header, "#define LIMIT 3\nint f();", "int f();", true);
        row("digit separators", header, "const int N = 1'000'000;\nint f();",
            "const int N = 1'000'000;", true);
        row("constructor initialisers changed", header, "struct A { A() : m(1) {} int m; };",
            "struct A { A() : m(2) {} int m; };", false);
        row("header that is not public", "src/a.h", "int f(int a);", "int f(int a, int b);", false);
        row("source file", "src/a.cpp", "int f(int a) {}", "int f(int a, int b) {}", false);
        row("header of a test", "tests/include/a.h", "int f(int a);", "int f();", false);
        row("TypeScript export changed", "src/a.ts", "export function f(a: string) {\n}",
            "export function f(a: number) {\n}", true);
        row("TypeScript inner function changed", "src/a.ts", "function f(a: string) {\n}",
            "function f() {\n}", false);
        row("TypeScript export gains a body line", "src/a.ts", "export function f() {\n}",
            "export function f() {\n  return 1;\n}", false);
        row("TypeScript test", "src/a.test.ts", "export function f(a: string) {}", "", false);
        row("Python signature", "a.py", "def f(a, b=()):\n    pass\n", "def f(a):\n    pass\n",
            true);
        row("Python private function", "a.py", "def _f(a):\n    pass\n", "def _f():\n    pass\n",
            false);
        row("Python body", "a.py", "def f(a):\n    return 1\n", "def f(a):\n    return 2\n", false);
        row("Go exported", "a.go", "func Read(a int) error {\n}", "func Read() error {\n}", true);
        row("Go unexported", "a.go", "func read(a int) {\n}", "func read() {\n}", false);
        row("Rust pub", "src/lib.rs", "pub fn f(a: u8) {}", "fn f(a: u8) {}", true);
        row("Java public", "A.java", "  public int f(int a) {\n", "  public int f() {\n", true);
        row("Java private", "A.java", "  private int f(int a) {\n", "  private int f() {\n", false);
        row("protocol field removed", "api/a.proto", "string a = 1;\nstring b = 2;\n",
            "string a = 1;\n", true);
        row("protocol comment", "api/a.proto", "// old\nstring a = 1;\n", "string a = 1;\n", false);
        row("migration edited", "db/migrations/001.sql", "create table a;", "create table b;",
            true);
        row("document", "README.md", "int f();", "", false);
        row("broken header", header, "class A { int f(", "}}}} namespace {", true);
    }

    void seesWhatBreaksOthers()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(bool, breaks);
        const QStringList reasons = breakingReasons({change(path, before, after)}, {});
        QVERIFY2(reasons.isEmpty() != breaks, qPrintable(reasons.join('\n')));
    }

    void namesTheDeclarationAndTheFile()
    {
        const QStringList reasons = breakingReasons(
            {change("include/x/a.h", "namespace x {\nMoney f(Money due, int days);\n}",
                    "namespace x {\nMoney f(Money due);\n}")},
            {});
        QCOMPARE(reasons.size(), 1);
        QVERIFY(reasons.first().contains("include/x/a.h"));
        QVERIFY(reasons.first().contains("x::Money f(Money due,int days)"));
    }

    void aLabelIsEnough()
    {
        QCOMPARE(breakingReasons({}, {"bug", "Breaking-Change"}).size(), 1);
        QVERIFY(breakingReasons({}, {"bug"}).isEmpty());
    }

    void seesADeletedAndARenamedHeader()
    {
        git::FileDiff diff = change("include/x/a.h", "int f();", "");
        diff.file.kind = git::ChangeKind::Deleted;
        QCOMPARE(breakingReasons({diff}, {}).size(), 1);

        diff = change("src/a.h", "int f();", "int f();");
        diff.file.kind = git::ChangeKind::Renamed;
        diff.file.oldPath = "include/x/a.h";
        QCOMPARE(breakingReasons({diff}, {}).size(), 1);
    }

    void everyMigrationMayBreak()
    {
        git::FileDiff diff = change("db/migrations/002.sql", "", "create table a;");
        diff.file.kind = git::ChangeKind::Added;
        auto hits = breakingHits({diff});
        QCOMPARE(hits.size(), 1);
        QCOMPARE(hits[0].symbol, "002.sql");
        diff.newText = "create table b;\nALTER TABLE a DROP COLUMN c;\n";
        hits = breakingHits({diff});
        QCOMPARE(hits.size(), 1);
        QCOMPARE(hits[0].line, 2);
        QCOMPARE(hits[0].symbol, "DROP COLUMN c;");
    }

    void namesSymbolAndLine()
    {
        const auto hits
            = breakingHits({change("include/x/a.h", "namespace x {\nint g();\nint f(int days);\n}",
                                   "namespace x {\nint g();\n}")});
        QCOMPARE(hits.size(), 1);
        QCOMPARE(hits[0].line, 3);
        QVERIFY(hits[0].symbol.contains("x::int f(int days)"));
    }

    void keepsTheListReadable()
    {
        QByteArray before;
        for (int i = 0; i < 100; ++i) {
            before += "int f" + QByteArray::number(i) + "();\n";
        }
        const QStringList reasons = breakingReasons({change("include/a.h", before, "")}, {});
        QCOMPARE(reasons.size(), 12);
        QVERIFY(reasons.last().contains("89 more"));
    }

    void readsLargeFilesInTime()
    {
        for (const QString& path : {u"include/a.h"_s, u"a.py"_s, u"src/a.ts"_s, u"a.go"_s}) {
            QByteArray before;
            for (int i = 0; i < 3000; ++i) {
                const QByteArray number = QByteArray::number(i);
                before += path.endsWith(u".h") ? "int f" + number + "(int a);\n"
                    : path.endsWith(u".py")    ? "def f" + number + "(a):\n    return a\n"
                    : path.endsWith(u".ts")    ? "export function f" + number + "(a: number) {}\n"
                                               : "func F" + number + "(a int) {}\n";
            }
            const QByteArray after
                = QByteArray(before).replace("(a", "(b, a").replace("int a", "int");
            QElapsedTimer timer;
            timer.start();
            QVERIFY(!breakingHits({change(path, before, after)}).isEmpty() || path.endsWith(u".h"));
            QVERIFY2(timer.elapsed() < 20'000, qPrintable(path));
            qInfo("%s: %lld ms", qPrintable(path), timer.elapsed());
        }
    }

private:
    static git::FileDiff change(const QString& path, const QByteArray& before,
                                const QByteArray& after)
    {
        return {{path, path, git::ChangeKind::Modified, 0, 0, false}, before, after, {}};
    }
};

QTEST_GUILESS_MAIN(BreakingChangeTest)
#include "tst_breaking_change.moc"
