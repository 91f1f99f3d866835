// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/providers/structured_answer.h"

#include <QTest>

using namespace tamma;
using namespace tamma::providers;

class StructuredAnswerTest : public QObject {
    Q_OBJECT

private slots:
    void findsTheObjectInWords_data();
    void findsTheObjectInWords();
    void findsNothingInWords_data();
    void findsNothingInWords();
    void isQuickWithTextsFullOfBraces();
    void prefersWhatTheProtocolCarried();
    void asksOnceMoreWithTheReason();
};

void StructuredAnswerTest::findsTheObjectInWords_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const char* text) {
        QTest::newRow(name) << QString::fromUtf8(text);
    };
    row("nothing but the object", R"({"ok":true})");
    row("in a fence", "Sure!\n```json\n{\"ok\":true}\n```\nBye {now}.");
    row("in a fence without a language", "```\n{\"ok\":true}\n```");
    row("the second fence", "```sh\nls {a,b}\n```\n```json\n{\"ok\":true}\n```");
    row("in prose", R"(The answer is {"ok":true}, I think.)");
    row("after a brace in prose", R"(For all x in {1, 2} it holds: {"ok":true})");
    row("with windows line ends", "```json\r\n{\"ok\":true}\r\n```");
    row("behind an open brace", "{ \n {\"ok\":true}");
}

void StructuredAnswerTest::findsTheObjectInWords()
{
    QFETCH(QString, text);
    const auto object = extractObject(text);
    QVERIFY(object);
    QCOMPARE(json::compact(*object), QByteArray(R"({"ok":true})"));
}

void StructuredAnswerTest::findsNothingInWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("prose") << QStringLiteral("I will not.");
    QTest::newRow("cut off") << QStringLiteral(R"({"ok": tr)");
    QTest::newRow("a list") << QStringLiteral("[1, 2]");
    QTest::newRow("a brace in a string") << QStringLiteral(R"({"ok": "})");
}

void StructuredAnswerTest::findsNothingInWords()
{
    QFETCH(QString, text);
    const auto object = extractObject(text);
    QVERIFY(!object);
    QCOMPARE(object.error().code.text(), errors::SCHEMA_VIOLATION.text());
}

void StructuredAnswerTest::isQuickWithTextsFullOfBraces()
{
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!extractObject(QString(500'000, QLatin1Char('{'))));
    QVERIFY(timer.elapsed() < 5000);
}

void StructuredAnswerTest::prefersWhatTheProtocolCarried()
{
    const QJsonObject schema = *json::parseObject(R"({"required":["ok"]})");
    const QJsonObject wire = *json::parseObject(R"({"ok":1})");
    QCOMPARE(*structuredAnswer(wire, QStringLiteral(R"({"ok":2})"), schema), wire);
    QCOMPARE(
        structuredAnswer({}, QStringLiteral(R"({"ok":2})"), schema)->value(QLatin1String("ok")),
        QJsonValue(2));
    // A wrong answer of the protocol is not papered over with words.
    const QJsonObject wrong = *json::parseObject(R"({"no":1})");
    QVERIFY(!structuredAnswer(wrong, QStringLiteral(R"({"ok":2})"), schema));
}

void StructuredAnswerTest::asksOnceMoreWithTheReason()
{
    const Error violation{errors::SCHEMA_VIOLATION, QStringLiteral("answer[a]: must be a list")};
    QVERIFY(repairPrompt(violation).contains(QLatin1String("answer[a]: must be a list")));
}

QTEST_APPLESS_MAIN(StructuredAnswerTest)
#include "tst_structured_answer.moc"
