// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/providers/schema_validator.h"

#include <QJsonArray>
#include <QTest>

using namespace tamma;
using providers::validateAgainstSchema;

namespace {

QJsonObject object(const char* text)
{
    return *json::parseObject(text);
}

const char* const REVIEW = R"({"type":"object","required":["findings"],"additionalProperties":false,
  "properties":{"findings":{"type":"array","maxItems":2,"items":{"$ref":"#/definitions/finding"}}},
  "definitions":{"finding":{"type":"object","required":["file","severity"],"properties":{
    "file":{"type":"string","pattern":"^[^/].*"},"line":{"type":"integer","minimum":1},
    "severity":{"enum":["low","high"]}}}}})";

} // namespace

class SchemaValidatorTest : public QObject {
    Q_OBJECT

private slots:
    void judgesValues_data();
    void judgesValues();
    void tellsWhereAndWhy();
    void refusesWrongSchemas_data();
    void refusesWrongSchemas();
    void survivesLongStringsUnderAPattern();
    void survivesDeepValues();
};

void SchemaValidatorTest::judgesValues_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("fits");
    const auto row = [](const char* name, const char* value, bool fits) {
        QTest::newRow(name) << QByteArray(value) << fits;
    };
    row("no findings", R"({"findings":[]})", true);
    row("one finding", R"({"findings":[{"file":"a.cpp","line":3,"severity":"low"}]})", true);
    row("missing list", R"({})", false);
    row("unknown field", R"({"findings":[],"note":"x"})", false);
    row("text for a list", R"({"findings":"none"})", false);
    row("too many", R"({"findings":[{"file":"a","severity":"low"},{"file":"a","severity":"low"},
                                    {"file":"a","severity":"low"}]})",
        false);
    row("no such severity", R"({"findings":[{"file":"a","severity":"medium"}]})", false);
    row("line 0", R"({"findings":[{"file":"a","line":0,"severity":"low"}]})", false);
    row("half a line", R"({"findings":[{"file":"a","line":1.5,"severity":"low"}]})", false);
    row("number as text", R"({"findings":[{"file":"a","line":"1","severity":"low"}]})", false);
    row("absolute file", R"({"findings":[{"file":"/a","severity":"low"}]})", false);
}

void SchemaValidatorTest::judgesValues()
{
    QFETCH(QByteArray, value);
    QFETCH(bool, fits);
    const auto result = validateAgainstSchema(object(value), object(REVIEW));
    QCOMPARE(result.has_value(), fits);
    if (!fits) {
        QCOMPARE(result.error().code.text(), errors::SCHEMA_VIOLATION.text());
        QVERIFY(!result.error().detail.isEmpty());
    }
}

void SchemaValidatorTest::tellsWhereAndWhy()
{
    const auto result = validateAgainstSchema(
        object(R"({"findings":[{"file":"a","severity":"medium"}]})"), object(REVIEW));
    QVERIFY(!result);
    QVERIFY2(result.error().detail.contains(QLatin1String("[findings][0][severity]")),
             qPrintable(result.error().detail));
}

void SchemaValidatorTest::refusesWrongSchemas_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::newRow("type is a number") << QByteArray(R"({"type":7})");
    QTest::newRow("no such type") << QByteArray(R"({"type":"thing"})");
    QTest::newRow("properties is a list") << QByteArray(R"({"properties":[1]})");
    QTest::newRow("reference to nothing") << QByteArray(R"({"$ref":"#/definitions/x"})");
    QTest::newRow("reference to a server")
        << QByteArray(R"({"$ref":"http://host.invalid/s.json"})");
    QTest::newRow("broken pattern") << QByteArray(R"({"properties":{"a":{"pattern":"("}}})");
}

void SchemaValidatorTest::refusesWrongSchemas()
{
    QFETCH(QByteArray, schema);
    const auto result = validateAgainstSchema(object(R"({"a":"b"})"), object(schema));
    QVERIFY(!result);
    QCOMPARE(result.error().code.text(), errors::INVALID_ARGUMENT.text());
}

void SchemaValidatorTest::survivesLongStringsUnderAPattern()
{
    const QJsonObject value{{QStringLiteral("a"), QString(2'000'000, QLatin1Char('x'))}};
    QVERIFY(validateAgainstSchema(value, object(R"({"properties":{"a":{"pattern":"^x+$"}}})")));
    // A pattern that needs too much is an answer that does not fit, never a crash.
    const auto greedy
        = validateAgainstSchema(value, object(R"({"properties":{"a":{"pattern":"^(x|y)*$"}}})"));
    QVERIFY(greedy || greedy.error().code == errors::SCHEMA_VIOLATION);
}

void SchemaValidatorTest::survivesDeepValues()
{
    QJsonValue value;
    for (int i = 0; i < 500; ++i) {
        value = QJsonArray{value};
    }
    const QJsonObject schema = object(R"({"type":"array","items":{"$ref":"#"}})");
    QVERIFY(!validateAgainstSchema(value, schema)); // The innermost is null, no list.
}

QTEST_APPLESS_MAIN(SchemaValidatorTest)
#include "tst_schema_validator.moc"
