// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/symbols.h"

#include <QTest>

using namespace tamma::intelligence;

class SymbolsTest : public QObject {
    Q_OBJECT

private slots:
    void findsWhatAFileDefines_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("names");
        const auto row
            = [](const char* situation, const char* path, const char* content, const char* names) {
                  QTest::newRow(situation) << path << QByteArray(content) << names;
              };
        row("C++ header", "a.h",
            "namespace invoice {\nclass Invoice final : public X {\n    Money net() const;\n"
            "    std::vector<Line> lines(int a);\n};\nstruct Line {\n#define MAX 3\nenum class "
            "Kind { A };\n",
            "invoice Invoice net lines Line MAX Kind");
        row("C++ source", "a.cpp",
            "Money Invoice::net() const\n{\n    return sum(1);\n    if (x) "
            "{\n}\nInvoice::Invoice(int n)\n"
            "static int helper(const char* t)\n    else if (y) {\n",
            "Invoice::net Invoice::Invoice helper");
        row("Python", "a.py", "class A:\n    async def run(self):\ndef top():\n    x = run()\n",
            "A run top");
        row("TypeScript", "a.ts",
            "export class Store {\n  async read(id: string): Promise<X> {\n    if (x) {\n"
            "export const LIMIT = 3;\nfunction helper() {\nexport default function main() "
            "{\ninterface I {\n",
            "Store read LIMIT helper main I");
        row("Go", "a.go", "func (s *Store) Read() {\nfunc main() {\ntype Store struct {\n",
            "Read main Store");
        row("Rust", "a.rs", "pub(crate) async fn read() {\nimpl X {\nstruct S;\npub enum E {\n",
            "read S E");
        row("Java", "A.java",
            "public final class A {\n  private static int count(List<X> a) {\n    return f(x);\n",
            "A count");
        row("Kotlin", "a.kt", "data class P(val a: Int)\nsuspend fun load() {\n", "P load");
        row("Ruby", "a.rb", "class A\n  def self.run\n  def stop\nmodule M\n", "A run stop M");
        row("unknown language", "a.xyz", "class A {\n", "");
        row("binary", "a.cpp", "\xff\xfe int f(\n", "");
        row("minified", "a.js", QByteArray("function a(){" + QByteArray(400, ' ')).constData(), "");
    }

    void findsWhatAFileDefines()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, content);
        QFETCH(QString, names);
        QStringList found;
        for (const Symbol& symbol : symbolsOf(path, content)) {
            found.append(symbol.name);
        }
        QCOMPARE(found.join(' '), names);
    }

    void saysTheLine()
    {
        const auto symbols = symbolsOf("a.py", "\n\ndef here(): pass\n");
        QCOMPARE(symbols, (QList<Symbol>{{"here", 3, "def here(): pass"}}));
    }

    void staysQuickOnHostileLines()
    {
        QByteArray content;
        for (int i = 0; i < 500; ++i) {
            content += QByteArray("a::b<c,").repeated(40) + "\n";
        }
        QElapsedTimer timer;
        timer.start();
        QVERIFY(symbolsOf("a.cpp", content).size() <= 500);
        QVERIFY2(timer.elapsed() < 5000, "the pattern explodes");
    }
};

QTEST_GUILESS_MAIN(SymbolsTest)
#include "tst_symbols.moc"
