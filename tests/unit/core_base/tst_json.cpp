// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <QJsonArray>
#include <QTest>

#include <limits>

using namespace tamma;
using namespace Qt::StringLiterals;

class TestJson final : public QObject {
    Q_OBJECT

private slots:
    void readsAnObject();
    void saysWhereTheFaultIs_data();
    void saysWhereTheFaultIs();
    void writesKeysInOrder();
    void keepsWholeNumbersExactly();
    void keepsAnyText();
};

void TestJson::readsAnObject()
{
    const auto object = json::parseObject(" {\"a\" : [1, null, {\"b\": true}]}\n");
    QVERIFY(object);
    QCOMPARE(json::compact(*object), QByteArray(R"({"a":[1,null,{"b":true}]})"));
    QCOMPARE(*json::parseObject(json::indented(*object)), *object);
}

void TestJson::saysWhereTheFaultIs_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("detail");
    QTest::newRow("nothing") << QByteArray() << u"at offset 0"_s;
    QTest::newRow("cut short") << QByteArray(R"({"a":1)") << u"at offset"_s;
    QTest::newRow("a comma too many") << QByteArray(R"({"a":1,})") << u"at offset 8"_s;
    QTest::newRow("something behind it") << QByteArray("{} {}") << u"at offset 3"_s;
    QTest::newRow("not UTF-8") << QByteArray("{\"a\":\"\xff\"}") << u"at offset"_s;
    QTest::newRow("a list") << QByteArray("[1]") << u"not an object"_s;
    QTest::newRow("too deep") << QByteArray("{\"a\":").repeated(5000) << u"at offset"_s;
}

void TestJson::saysWhereTheFaultIs()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, detail);
    const auto object = json::parseObject(text);
    QVERIFY(!object);
    QCOMPARE(object.error().code, errors::INVALID_JSON);
    QVERIFY2(object.error().detail.contains(detail), qPrintable(object.error().detail));
}

void TestJson::writesKeysInOrder()
{
    QJsonObject one;
    one[u"b"_s] = 1;
    one[u"a"_s] = 2;
    const QJsonObject other{{u"a"_s, 2}, {u"b"_s, 1}};
    QCOMPARE(json::compact(one), json::compact(other));
    QCOMPARE(json::compact(one), QByteArray(R"({"a":2,"b":1})"));
}

void TestJson::keepsWholeNumbersExactly()
{
    for (const qint64 number : {std::numeric_limits<qint64>::max(),
                                std::numeric_limits<qint64>::min(), (qint64(1) << 53) + 1}) {
        const auto object = json::parseObject(json::compact({{u"n"_s, number}}));
        QCOMPARE((*object)[u"n"].toInteger(), number);
    }
}

void TestJson::keepsAnyText()
{
    const QString text = u"\"\\/\b\f\n\r\t\u0001 é \u2028 \U0001F600"_s + QChar(u'\0') + u"end"_s;
    const auto object = json::parseObject(json::compact({{text, text}}));
    QVERIFY(object);
    QCOMPARE((*object)[text].toString(), text);
}

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
