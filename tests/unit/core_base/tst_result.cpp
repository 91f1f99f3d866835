// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

#include <QTest>

#include <memory>

using namespace tamma;
using namespace Qt::StringLiterals;

namespace {

Result<int> half(int number)
{
    if (number % 2 != 0) {
        return failure(errors::INVALID_ARGUMENT, u"odd"_s, {{u"number"_s, number}});
    }
    return number / 2;
}

Result<int> quarter(int number)
{
    TRY_ASSIGN(const int once, half(number));
    TRY_ASSIGN(const int twice, half(once));
    return twice;
}

Result<> isDivisibleByFour(int number, int& checks)
{
    TRY(half(number));
    ++checks;
    TRY(half(number / 2));
    ++checks;
    return {};
}

Result<std::unique_ptr<int>> boxed(int number)
{
    TRY_ASSIGN(auto box, Result<std::unique_ptr<int>>(std::make_unique<int>(number)));
    return box;
}

} // namespace

class TestResult final : public QObject {
    Q_OBJECT

private slots:
    void passesValuesAndErrorsOn();
    void stopsAtTheFirstError();
    void movesWhatCannotBeCopied();
    void tellsWhatMayPassByItself();
    void comparesCodesByTheirName();
};

void TestResult::passesValuesAndErrorsOn()
{
    QCOMPARE(*quarter(8), 2);
    const auto refused = quarter(6);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, errors::INVALID_ARGUMENT);
    QCOMPARE(refused.error().detail, u"odd"_s);
    QCOMPARE(refused.error().context[u"number"].toInt(), 3);
}

void TestResult::stopsAtTheFirstError()
{
    int checks = 0;
    QVERIFY(!isDivisibleByFour(5, checks));
    QCOMPARE(checks, 0);
    QVERIFY(!isDivisibleByFour(6, checks));
    QCOMPARE(checks, 1);
    QVERIFY(isDivisibleByFour(8, checks));
    QCOMPARE(checks, 3);
}

void TestResult::movesWhatCannotBeCopied()
{
    QCOMPARE(**boxed(7), 7);
}

void TestResult::tellsWhatMayPassByItself()
{
    const Result<> forGood = failure(errors::NOT_FOUND);
    const Result<> forNow = retryableFailure(errors::TIMED_OUT);
    QVERIFY(!forGood.error().retryable);
    QVERIFY(forNow.error().retryable);
    QCOMPARE(forNow.error().severity, Severity::Medium);
}

void TestResult::comparesCodesByTheirName()
{
    const std::string name = "NOT_FOUND"; // Another address, as in another library.
    QVERIFY(ErrorCode(name.c_str()) == errors::NOT_FOUND);
    QVERIFY(errors::NOT_FOUND != errors::INTERNAL);
    QCOMPARE(errors::NOT_FOUND.text(), u"NOT_FOUND"_s);
    QCOMPARE(ErrorCode().text(), u"UNKNOWN"_s);
}

QTEST_GUILESS_MAIN(TestResult)
#include "tst_result.moc"
