// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/context.h"

#include "core/intelligence/token_budget.h"
#include "tests/support/test_repository/test_repository.h"

#include <QRandomGenerator>
#include <QTest>

using namespace tamma;
using namespace tamma::intelligence;
using tests::TestRepository;

namespace {

TestRepository::Files invoiceProject()
{
    TestRepository::Files files{
        {"README.md", "# Invoices\n\nAdds up invoices.\n"},
        {"docs/rounding.md", "# Rounding\n\nMoney is rounded to the nearest cent.\n"},
        {"src/money.cpp",
         "Money percentOf(Money amount, int percent)\n{\n"
         "    return {amount.cents * percent / 100};\n}\n"},
        {"src/date.cpp", "Date addDays(Date date, int days)\n{\n    return date;\n}\n"},
        {"tests/money_test.cpp", "CHECK(percentOf({1000}, 19) == Money{190});\n"},
        {".env", "percentOf rounding secret=1\n"},
        {"node_modules/x/index.js", "percentOf rounding cent cent cent\n"},
        {"logo.png", QByteArray("\x89PNG\0percentOf", 14)},
        {"blob.unknown", QByteArray("percentOf\0rounding", 18)},
    };
    for (int i = 0; i < 20; ++i) {
        files.insert(QString("src/other_%1.cpp").arg(i), "void unrelated() {}\n");
    }
    return files;
}

} // namespace

class ContextTest : public QObject {
    Q_OBJECT

private slots:
    void putsTheRelevantFirstAndSaysWhy()
    {
        TestRepository repository;
        repository.commit(invoiceProject(), "Begin");
        repository.commit({{"src/money.cpp",
                            "Money percentOf(Money amount, int percent)\n{\n"
                            "    // cut\n    return {amount.cents};\n}\n"}},
                          "Cut the rounding");
        const auto context = gather(repository, "percentOf() has to do rounding to a cent");

        QStringList files;
        QStringList docs;
        QStringList history;
        for (const events::ContextItem& item : context.items) {
            (item.kind == "file" ? files : item.kind == "doc" ? docs : history).append(item.path);
            QVERIFY(!item.reason.isEmpty());
            QVERIFY(item.tokens > 0);
        }
        QCOMPARE(files, (QStringList{"src/money.cpp", "tests/money_test.cpp"}));
        QCOMPARE(docs, (QStringList{"docs/rounding.md", "README.md"}));
        QVERIFY(history.contains(repository.head()));
        QVERIFY(context.text.contains("Cut the rounding"));
        QVERIFY(context.text.contains("return {amount.cents};"));
        QVERIFY2(!context.text.contains("secret"), "secret files must never reach a prompt");
        QVERIFY(!context.text.contains("node_modules"));
        const auto money
            = std::ranges::find(context.items, "src/money.cpp", &events::ContextItem::path);
        QVERIFY2(money->reason.contains("percentof"), qPrintable(money->reason));
    }

    void readsTheCommitAndNotTheCheckout()
    {
        TestRepository repository;
        const QString base = repository.commit({{"a.cpp", "int rounding = 1;\n"}});
        repository.commit({{"a.cpp", "int rounding = 2;\n"}});
        repository.write({{"a.cpp", "int rounding = 3;\n"}});
        const auto opened = git::Repository::open(repository.path());
        const auto context = gatherContext(*opened, {LoopId("l"), base, "rounding"}, {});
        QVERIFY(context->text.contains("rounding = 1"));
        QVERIFY(!context->text.contains("rounding = 2"));
        QVERIFY(!context->text.contains("rounding = 3"));
    }

    void outlinesWhatDoesNotFitWhole()
    {
        TestRepository repository;
        TestRepository::Files files;
        for (int i = 0; i < 10; ++i) {
            const QByteArray n = QByteArray::number(i);
            files.insert(QString("money_%1.cpp").arg(i),
                         "int money" + n + "(int a)\n{\n" + QByteArray("    work();\n").repeated(60)
                             + "}\n");
        }
        repository.commit(files);
        const auto context = gather(repository, "money", 900);
        QVERIFY(
            std::ranges::any_of(context.items, [](const auto& i) { return i.kind == "symbol"; }));
        QVERIFY(context.text.contains("left out]"));
    }

    void neverGoesAboveTheBudget()
    {
        QRandomGenerator random(11);
        const QByteArrayList words{"money", "vat", "round", "cent", "invoice", "due"};
        for (int round = 0; round < 8; ++round) {
            TestRepository repository;
            TestRepository::Files files;
            for (int i = random.bounded(1, 15); i > 0; --i) {
                QByteArray text;
                for (int line = random.bounded(400); line > 0; --line) {
                    text += "int " + words.at(random.bounded(6)) + "(int a); // "
                        + QByteArray(random.bounded(90), random.bounded(4) == 0 ? '\xff' : 'x')
                        + '\n';
                }
                files.insert(QString("%1/%2_%3.%4")
                                 .arg(random.bounded(2) ? "src" : "docs",
                                      QString::fromLatin1(words.at(random.bounded(6))))
                                 .arg(i)
                                 .arg(random.bounded(3) ? "cpp" : "md"),
                             text);
            }
            repository.commit(files);
            for (const int budget : {0, 1, 7, 60, 500, 3000, 12'000, 1'000'000}) {
                const auto context = gather(repository, "round the vat of an invoice", budget);
                const int whole = estimatedTokens(context.text.toUtf8());
                QVERIFY2(whole <= budget, qPrintable(QString("%1 > %2").arg(whole).arg(budget)));
                QVERIFY(context.tokens <= budget);
                int sum = 0;
                for (const events::ContextItem& item : context.items) {
                    sum += item.tokens;
                }
                QCOMPARE(sum, context.tokens);
            }
        }
    }

    void isTheSameEveryTime()
    {
        TestRepository repository;
        repository.commit(invoiceProject());
        QVERIFY(gather(repository, "rounding cent") == gather(repository, "rounding cent"));
    }

    void showsTheLayoutWhenNothingFits()
    {
        TestRepository repository;
        repository.commit({{"src/a.cpp", "int a;\n"}, {"README.md", "# Thing\n"}});
        const auto context = gather(repository, "quantum flux");
        QVERIFY(context.text.contains("src/a.cpp"));
        QVERIFY(context.text.contains("# Thing"));
    }

    void anEmptyIssueIsNoFault()
    {
        TestRepository repository;
        repository.commit({{"src/a.cpp", "int a;\n"}});
        QVERIFY(gather(repository, "").text.contains("src/a.cpp"));
    }

    void stopsWhenItIsAskedTo()
    {
        TestRepository repository;
        repository.commit(invoiceProject());
        std::stop_source stop;
        stop.request_stop();
        const auto opened = git::Repository::open(repository.path());
        const auto context
            = gatherContext(*opened, {LoopId("l"), repository.head(), "cent"}, stop.get_token());
        QCOMPARE(context.error().code, errors::CANCELLED);
    }

    void saysWhenTheCommitIsUnknown()
    {
        TestRepository repository;
        repository.commit({{"a", "a"}});
        const auto opened = git::Repository::open(repository.path());
        const auto context = gatherContext(*opened, {LoopId("l"), QString(40, u'1'), "cent"}, {});
        QCOMPARE(context.error().code, errors::NOT_FOUND);
    }

private:
    static events::ContextGathered gather(const TestRepository& repository, const QString& issue,
                                          int budget = DEFAULT_CONTEXT_BUDGET)
    {
        const auto opened = git::Repository::open(repository.path());
        auto context = gatherContext(*opened, {LoopId("l"), repository.head(), issue, budget}, {});
        return context ? *context : events::ContextGathered{};
    }
};

QTEST_GUILESS_MAIN(ContextTest)
#include "tst_context.moc"
