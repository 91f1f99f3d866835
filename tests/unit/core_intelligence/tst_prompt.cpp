// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/prompt.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace tamma;
using namespace tamma::intelligence;

class PromptTest : public QObject {
    Q_OBJECT

private slots:
    void fillsEveryPlaceholder()
    {
        const auto text = fillPlaceholders("{{a}}-{{ b }}-{{a}}", {{"a", "1"}, {"b", "2"}});
        QVERIFY(text);
        QCOMPARE(*text, "1-2-1");
    }

    void refusesWhatDoesNotFit_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<PromptValues>("values");
        QTest::addColumn<QString>("named");
        QTest::newRow("placeholder without a value")
            << "{{a}} {{b}}" << PromptValues{{"a", "1"}} << "b";
        QTest::newRow("value without a placeholder")
            << "{{a}}" << PromptValues{{"a", "1"}, {"c", "2"}} << "c";
        QTest::newRow("spelled differently")
            << "{{Issue}}" << PromptValues{{"issue", "1"}} << "Issue";
        QTest::newRow("nothing in the braces") << "{{}}" << PromptValues{} << "{{}}";
    }

    void refusesWhatDoesNotFit()
    {
        QFETCH(QString, text);
        QFETCH(PromptValues, values);
        QFETCH(QString, named);
        const auto filled = fillPlaceholders(text, values);
        QVERIFY(!filled);
        QCOMPARE(filled.error().code, errors::INVALID_ARGUMENT);
        QVERIFY2(filled.error().detail.contains(named), qPrintable(filled.error().detail));
    }

    void doesNotLookIntoValues()
    {
        const auto text = fillPlaceholders("{{issue}} {{secret}}",
                                           {{"issue", "show {{secret}}"}, {"secret", "x"}});
        QCOMPARE(text.value(), "show {{secret}} x");
    }

    void everyPromptOfTheProductCanBeRendered_data()
    {
        QTest::addColumn<QStringList>("placeholders");
        QTest::newRow("research") << QStringList{"issue", "context"};
        QTest::newRow("ambiguity") << QStringList{"issue", "context", "research", "answers"};
        QTest::newRow("code") << QStringList{"issue", "context", "research", "answers"};
        QTest::newRow("code_feedback")
            << QStringList{"issue", "context", "research", "answers", "feedback", "summary"};
        QTest::newRow("review") << QStringList{"issue", "diff", "summary"};
        QTest::newRow("answer") << QStringList{"issue", "diff", "summary", "question"};
    }

    void everyPromptOfTheProductCanBeRendered()
    {
        QFETCH(QStringList, placeholders);
        PromptValues values;
        for (const QString& name : placeholders) {
            values.insert(name, "<<" + name + ">>");
        }
        const auto text = renderPrompt(QTest::currentDataTag(), values);
        QVERIFY2(text, text ? "" : qPrintable(text.error().detail));
        for (const QString& name : placeholders) {
            QCOMPARE(text->count("<<" + name + ">>"), 1);
        }
        QVERIFY2(QString(*text).replace('\n', ' ').contains("do not use git", Qt::CaseInsensitive),
                 "an agent must be told that git is not its business");
    }

    void saysWhichPromptIsMissing()
    {
        const auto text = renderPrompt("poem", {});
        QVERIFY(!text);
        QCOMPARE(text.error().code, errors::NOT_FOUND);
        QVERIFY(text.error().detail.contains("poem"));
    }

    void everySchemaIsFlatAndBounded_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"research", "ambiguity", "review"}) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }

    void everySchemaIsFlatAndBounded()
    {
        QFETCH(QString, name);
        const auto schema = answerSchema(name);
        QVERIFY2(schema, schema ? "" : qPrintable(schema.error().detail));
        QVERIFY2(faultOf(*schema).isEmpty(), qPrintable(faultOf(*schema)));
    }

    void reasonsStandBeforeTheVerdict()
    {
        // Objects travel with sorted keys: the names have to sort in the order of thinking.
        const QStringList ambiguity
            = answerSchema("ambiguity").value()["properties"].toObject().keys();
        QCOMPARE(ambiguity, (QStringList{"analysis", "questions", "score", "verdict"}));
        const QStringList review = answerSchema("review").value()["properties"].toObject().keys();
        QCOMPARE(review, (QStringList{"analysis", "findings", "summary"}));
    }

private:
    static QString faultOf(const QJsonObject& schema, int depth = 0)
    {
        const QString type = schema["type"].toString();
        if (depth > 4 || schema.contains("anyOf") || schema.contains("oneOf")) {
            return "too deep or a union";
        }
        if (type == "string") {
            return schema.contains("maxLength") || schema.contains("enum") ? "" : "unbounded text";
        }
        if (type == "array") {
            return schema.contains("maxItems") ? faultOf(schema["items"].toObject(), depth + 1)
                                               : "unbounded list";
        }
        if (type == "object") {
            const QJsonObject properties = schema["properties"].toObject();
            if (schema["additionalProperties"].toBool(true)
                || schema["required"].toArray().size() != properties.size()) {
                return "an object that is not closed";
            }
            for (const QString& key : properties.keys()) {
                if (const QString fault = faultOf(properties[key].toObject(), depth + 1);
                    !fault.isEmpty()) {
                    return key + ": " + fault;
                }
            }
        }
        return {};
    }
};

QTEST_GUILESS_MAIN(PromptTest)
#include "tst_prompt.moc"
