// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/layers.h"
#include "tests/architecture/shape.h"
#include "tests/architecture/words.h"

#include <QTest>

using namespace tamma::architecture;
using namespace Qt::StringLiterals;

namespace {

LayerGraph smallHouse()
{
    return LayerGraph::fromText(u"core_base 0 \n"
                                "core_events 1 core_base\n"
                                "core_store 2 core_events\n"
                                "ui_diff 8 core_base\n"
                                "app_composition 10 core_store\n"_s);
}

QString lines(int count)
{
    return u"    go();\n"_s.repeated(count);
}

} // namespace

/// Each rule finds what it forbids and leaves its neighbours alone.
class TestRules final : public QObject {
    Q_OBJECT

private slots:
    void takeTextApart_data();
    void takeTextApart();
    void findWrongArrows_data();
    void findWrongArrows();
    void keepUiAtItsDoors_data();
    void keepUiAtItsDoors();
    void keepThirdPartiesInTheirRooms_data();
    void keepThirdPartiesInTheirRooms();
    void countLines_data();
    void countLines();
    void countTheFunctionsOfAnInterface();
    void askForProse_data();
    void askForProse();
    void askForTheLicence();
    void askForTheOwnHeaderFirst_data();
    void askForTheOwnHeaderFirst();
    void findBannedWords_data();
    void findBannedWords();
    void compareTheTableWithTheGraph_data();
    void compareTheTableWithTheGraph();
};

void TestRules::takeTextApart_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::newRow("line comment") << u"a; // b\nc"_s << u"a;     \nc"_s;
    QTest::newRow("block comment") << u"a /* b\n */ c"_s << u"a     \n    c"_s;
    QTest::newRow("comment in a string") << u"f(\"// b\");"_s << u"f(\"    \");"_s;
    QTest::newRow("escaped quote") << u"f(\"\\\"x\") y"_s << u"f(\"   \") y"_s;
    QTest::newRow("raw string") << u"R\"x({\" )x\" y"_s << u"\"        \" y"_s;
    QTest::newRow("character") << u"'{' y"_s << u"\" \" y"_s;
    QTest::newRow("digit separator") << u"1'000 {"_s << u"1'000 {"_s;
    QTest::newRow("open string") << u"\"abc"_s << u"\"  \""_s;
}

void TestRules::takeTextApart()
{
    QFETCH(QString, text);
    QFETCH(QString, code);
    QCOMPARE(sourceFile(u"a.cpp"_s, text).code, code);
}

void TestRules::findWrongArrows_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("include");
    QTest::addColumn<bool>("wrong");
    QTest::newRow("down") << u"core/store/a.cpp"_s << u"core/events/b.h"_s << false;
    QTest::newRow("own room") << u"core/store/x/a.cpp"_s << u"core/store/b.h"_s << false;
    QTest::newRow("further down") << u"core/store/a.cpp"_s << u"core/base/b.h"_s << false;
    QTest::newRow("up") << u"core/events/a.cpp"_s << u"core/store/b.h"_s << true;
    QTest::newRow("lower, but not named") << u"ui/diff/a.cpp"_s << u"core/events/b.h"_s << true;
    QTest::newRow("from the core to ui") << u"core/store/a.cpp"_s << u"ui/diff/b.h"_s << true;
    QTest::newRow("to a room that is not there")
        << u"core/store/a.cpp"_s << u"core/magic/b.h"_s << true;
    QTest::newRow("root of app") << u"app/composition.cpp"_s << u"core/base/b.h"_s << false;
    QTest::newRow("an executable may all") << u"app/tamma/main.cpp"_s << u"ui/diff/b.h"_s << false;
    QTest::newRow("of others") << u"core/base/a.cpp"_s << u"git2.h"_s << false;
}

void TestRules::findWrongArrows()
{
    QFETCH(QString, path);
    QFETCH(QString, include);
    QFETCH(bool, wrong);
    const SourceFile file = sourceFile(path, u"\n#include \"%1\"\n"_s.arg(include));
    const QStringList found = wrongArrows(file, smallHouse());
    QCOMPARE(found.size(), wrong ? 1 : 0);
    QVERIFY(!wrong || found.first().startsWith(path + u":2: "_s));
}

void TestRules::keepUiAtItsDoors_data()
{
    QTest::addColumn<QString>("include");
    QTest::addColumn<bool>("wrong");
    QTest::newRow("door in") << u"core/engine/engine_client.h"_s << false;
    QTest::newRow("door out") << u"core/engine/read_model_feed.h"_s << false;
    QTest::newRow("read model") << u"core/readmodels/loops.h"_s << false;
    QTest::newRow("values of a diff") << u"core/git/diff.h"_s << false;
    QTest::newRow("values of kept work") << u"core/git/kept_work.h"_s << false;
    QTest::newRow("restoring") << u"core/git/restore.h"_s << true;
    QTest::newRow("engine itself") << u"core/engine/engine.h"_s << true;
    QTest::newRow("repository") << u"core/git/repository.h"_s << true;
    QTest::newRow("record") << u"core/events/event_store.h"_s << true;
}

void TestRules::keepUiAtItsDoors()
{
    QFETCH(QString, include);
    QFETCH(bool, wrong);
    const QString text = u"#include \"%1\"\n"_s.arg(include);
    QCOMPARE(coreBehindTheDoors(sourceFile(u"ui/a/b.cpp"_s, text)).size(), wrong ? 1 : 0);
    QVERIFY(coreBehindTheDoors(sourceFile(u"app/a.cpp"_s, text)).isEmpty());
}

void TestRules::keepThirdPartiesInTheirRooms_data()
{
    QTest::addColumn<QString>("include");
    QTest::addColumn<QString>("room");
    QTest::newRow("simdjson") << u"simdjson.h"_s << u"core/events"_s;
    QTest::newRow("SQLite") << u"sqlite3.h"_s << u"core/store"_s;
    QTest::newRow("libpq") << u"libpq-fe.h"_s << u"core/store/postgres"_s;
    QTest::newRow("Zstandard") << u"zstd.h"_s << u"core/store"_s;
    QTest::newRow("libgit2") << u"git2.h"_s << u"core/git"_s;
    QTest::newRow("libgit2, a part") << u"git2/sys/odb_backend.h"_s << u"core/git"_s;
    QTest::newRow("yaml-cpp") << u"yaml-cpp/yaml.h"_s << u"core/config"_s;
    QTest::newRow("libseccomp") << u"seccomp.h"_s << u"core/sandbox"_s;
    QTest::newRow("keychain") << u"qt6keychain/keychain.h"_s << u"core/secrets"_s;
    QTest::newRow("OpenSSL") << u"openssl/evp.h"_s << u"core/store"_s;
    QTest::newRow("Qt SQL") << u"QSqlQuery"_s << u"core/store"_s;
    QTest::newRow("valijson") << u"valijson/schema.hpp"_s << u"core/providers"_s;
    QTest::newRow("highlighting") << u"KSyntaxHighlighting/Repository"_s << u"ui/diff"_s;
    QTest::newRow("single instance") << u"kdsingleapplication.h"_s << u"app"_s;
    QTest::newRow("command line") << u"CLI/CLI.hpp"_s << u"app/cli"_s;
    QTest::newRow("network") << u"QNetworkReply"_s << u"core/io"_s;
    QTest::newRow("widgets") << u"QWidget"_s << u"ui/widgets"_s;
}

void TestRules::keepThirdPartiesInTheirRooms()
{
    QFETCH(QString, include);
    QFETCH(QString, room);
    const QString text = u"#include <%1>\n"_s.arg(include);
    QVERIFY(escapedThirdParties(sourceFile(room + u"/a.cpp"_s, text)).isEmpty());
    QCOMPARE(escapedThirdParties(sourceFile(u"core/elsewhere/a.cpp"_s, text)).size(), 1);
    QVERIFY(escapedThirdParties(sourceFile(u"tests/unit/a.cpp"_s, text)).isEmpty());
}

void TestRules::countLines_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("violations");
    const QString body = lines(58);
    QTest::newRow("short function") << u"a.cpp"_s << u"void f()\n{\n%1}"_s.arg(lines(57)) << 0;
    QTest::newRow("long function") << u"a.cpp"_s << u"void f()\n{\n%1}"_s.arg(body) << 1;
    QTest::newRow("long lambda in a function")
        << u"a.cpp"_s << u"void f()\n{\n  auto g = [] {\n%1};\n}"_s.arg(body) << 1;
    QTest::newRow("long method in a class")
        << u"a.h"_s
        << u"class A : public B<int> {\n  int f() const override\n{\n%1}\n};"_s.arg(body) << 1;
    QTest::newRow("long constructor")
        << u"a.cpp"_s << u"A::A()\n    : m_a(1)\n{\n%1}"_s.arg(body) << 1;
    QTest::newRow("long table of rows")
        << u"tests/a.cpp"_s << u"void A::f_data()\n{\n%1}"_s.arg(body) << 0;
    QTest::newRow("long class") << u"a.h"_s << u"class A final : public B {\n%1};"_s.arg(body) << 0;
    QTest::newRow("long namespace") << u"a.cpp"_s << u"namespace a {\n%1}"_s.arg(body) << 0;
    QTest::newRow("brace in a directive")
        << u"a.cpp"_s << u"#define A(x) \\\n  {\n%1"_s.arg(body) << 0;
    QTest::newRow("long file") << u"core/a.cpp"_s << u"\n"_s.repeated(401) << 1;
    QTest::newRow("long enough test") << u"tests/a.cpp"_s << u"\n"_s.repeated(600) << 0;
    QTest::newRow("too long test") << u"tests/a.cpp"_s << u"\n"_s.repeated(601) << 1;
}

void TestRules::countLines()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    QFETCH(int, violations);
    QCOMPARE(tooLong(sourceFile(path, text)).size(), violations);
}

void TestRules::countTheFunctionsOfAnInterface()
{
    const QString function = u"    virtual int f() const = 0;\n"_s;
    const QString two = u"class A {\n%1};\nclass B {\n%1};\n"_s;
    QVERIFY(tooWide(sourceFile(u"a.h"_s, two.arg(function.repeated(8)))).isEmpty());
    QCOMPARE(tooWide(sourceFile(u"a.h"_s, two.arg(function.repeated(9)))).size(), 2);
}

void TestRules::askForProse_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("violations");
    QTest::newRow("said") << u"/// What it is.\nclass A {"_s << 0;
    QTest::newRow("said above a template") << u"/// It.\ntemplate <int N>\nstruct A {"_s << 0;
    QTest::newRow("not said") << u"\nclass A {"_s << 1;
    QTest::newRow("said to nobody") << u"// What it is.\nclass A final : public B {"_s << 1;
    QTest::newRow("nested") << u"/// It.\nclass A {\n    struct Row {\n"_s << 0;
    QTest::newRow("forward declaration") << u"\nclass A;"_s << 0;
    QTest::newRow("enum class") << u"\nenum class A {"_s << 0;
}

void TestRules::askForProse()
{
    QFETCH(QString, text);
    QFETCH(int, violations);
    QCOMPARE(withoutProse(sourceFile(u"core/a.h"_s, text)).size(), violations);
    QVERIFY(withoutProse(sourceFile(u"core/a.cpp"_s, text)).isEmpty());
}

void TestRules::askForTheLicence()
{
    const QString licence = u"// SPDX-License-Identifier: GPL-3.0-or-later\n"_s;
    QVERIFY(wrongStart(sourceFile(u"a.h"_s, licence + u"#pragma once\n"_s)).isEmpty());
    QCOMPARE(wrongStart(sourceFile(u"a.h"_s, licence)).size(), 1);
    QCOMPARE(wrongStart(sourceFile(u"a.cpp"_s, u'\n' + licence)).size(), 1);
}

void TestRules::askForTheOwnHeaderFirst_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("violations");
    QTest::newRow("first") << u"#include \"core/a.h\"\n#include <QString>"_s << 0;
    QTest::newRow("second") << u"#include <QString>\n#include \"core/a.h\""_s << 1;
    QTest::newRow("no own header") << u"#include <QString>"_s << 0;
}

void TestRules::askForTheOwnHeaderFirst()
{
    QFETCH(QString, text);
    QFETCH(int, violations);
    QCOMPARE(notFirst(sourceFile(u"core/a.cpp"_s, text)).size(), violations);
}

void TestRules::findBannedWords_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("wrong");
    const auto row = [](const char* name, const char* text, bool wrong,
                        const char* path = "core/a.cpp") {
        QTest::newRow(name) << QString::fromLatin1(path) << QString::fromLatin1(text) << wrong;
    };
    row("manager", "class LoopManager {", true);
    row("utils", "struct Utils {", true);
    row("manager of others", "class QNetworkAccessManager;", false);
    row("word inside a name", "class DataRow {", false);
    row("singleton", "auto& x = Log::instance();", true);
    row("sleep", "std::this_thread::sleep_for(1ms);", true);
    row("sleep of Qt", "QThread::msleep(5);", true);
    row("wait for a condition", "QTest::qWaitFor(done);", false);
    row("sleep in a string", "run(\"sleep(1)\");", false);
    row("events in the middle", "app.processEvents();", true);
    row("style sheet", "w.setStyleSheet(x);", true, "ui/a.cpp");
    row("climbing", "qobject_cast<Window*>(parentWidget())->go();", true, "ui/a.cpp");
    row("answer without context", "f.then([this] {});", true, "ui/a.cpp");
    row("answer with context", "f.then(this, [this] {});", false, "ui/a.cpp");
    row("sentence in the core", "return tr(\"Failed\");", true);
    row("sentence in ui", "return tr(\"Failed\");", false, "ui/a.cpp");
    row("note to nobody", "// TODO: later", true);
    row("note with an issue", "// TODO(#12): when it lands", false);
    row("silenced checks", "go(); // NOLINT", true);
    row("silenced check", "go(); // NOLINT(bugprone-x): measured", false);
}

void TestRules::findBannedWords()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    QFETCH(bool, wrong);
    QCOMPARE(bannedWords(sourceFile(path, text)).size(), wrong ? 1 : 0);
}

void TestRules::compareTheTableWithTheGraph_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<int>("violations");
    const QString rest = u"| core_base | 0 | ground | nothing |\n"_s;
    QTest::newRow("equal") << rest + u"| core_io | 1 | outside | core_base |"_s << 0;
    QTest::newRow("other layer") << rest + u"| core_io | 2 | outside | core_base |"_s << 1;
    QTest::newRow("other arrows") << rest + u"| core_io | 1 | outside | nothing |"_s << 1;
    QTest::newRow("left out") << rest << 1;
    QTest::newRow("gone") << rest
            + u"| core_io | 1 | outside | core_base |\n"
              "| core_old | 1 | gone | core_base |"_s
                          << 1;
}

void TestRules::compareTheTableWithTheGraph()
{
    QFETCH(QString, table);
    QFETCH(int, violations);
    const LayerGraph graph = LayerGraph::fromText(u"core_base 0 \ncore_io 1 core_base\n"_s);
    QCOMPARE(wrongRows(table, graph).size(), violations);
}

QTEST_APPLESS_MAIN(TestRules)
#include "tst_rules.moc"
