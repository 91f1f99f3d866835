// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/findings/finding_parsers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>
#include <QXmlStreamReader>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

struct TestCase {
    QString name;
    QString file;
    int line = 0;
    bool failed = false;
    QString message;
    QString text;
};

// Most writers of JUnit files put the place into the text only, among the frames of a stack: what
// looks like a test is the best, then what is nearest to the end.
void findPlace(TestCase& test)
{
    static const QRegularExpression place(
        uR"((?:at ([\w.]+\.)[A-Z][\w$]*\.[\w$<>]+\()?([\w@+./\\-]+\.[a-z]{1,5})(?::|", line )(\d+))"_s);
    static const QRegularExpression looksLikeTest(u"test|spec|tst_"_s,
                                                  QRegularExpression::CaseInsensitiveOption);
    bool isTest = test.line > 0;
    const QString known = test.file;
    const QString text = test.text.left(64 * 1024);
    for (auto it = place.globalMatch(text); !isTest && it.hasNext();) {
        const auto match = it.next();
        const QString file = QString(match.captured(1)).replace(u'.', u'/') + match.captured(2);
        if (known.isEmpty() || file.endsWith(known)) {
            test.file = file;
            test.line = match.captured(3).toInt();
            isTest = file.section(u'/', -1).contains(looksLikeTest);
        }
    }
}

Findings findingsOf(TestCase test)
{
    if (const Findings checks = testProgramFindings(test.text); !checks.isEmpty()) {
        return checks;
    }
    findPlace(test);
    const QString why = test.message.isEmpty() ? test.text.trimmed().section(u'\n', 0, 0)
                                               : test.message.section(u'\n', 0, 0);
    return {{TEST_FAILED, u"high"_s, test.file, test.line,
             why.isEmpty() ? test.name : u"%1: %2"_s.arg(test.name, why), u"junit"_s}};
}

QString nameOf(const QXmlStreamAttributes& attributes)
{
    const QString name = attributes.value(u"name"_s).toString();
    const QString group = attributes.value(u"classname"_s).toString();
    return group.isEmpty() || group == name ? name : group + u'.' + name;
}

QString sarifSeverity(const QJsonValue& result, const QJsonValue& rule)
{
    const double score
        = rule[u"properties"][u"security-severity"].toVariant().toString().toDouble();
    if (score > 0) {
        return score >= 9 ? u"critical"_s
            : score >= 7  ? u"high"_s
            : score >= 4  ? u"medium"_s
                          : u"low"_s;
    }
    const QString byRule = rule[u"defaultConfiguration"][u"level"].toString(u"warning"_s);
    const QString level = result[u"level"].toString(byRule);
    return level == u"error"_s ? u"high"_s : level == u"warning"_s ? u"medium"_s : u"low"_s;
}

QJsonValue ruleOf(const QJsonValue& result, const QJsonArray& rules)
{
    const QString id = result[u"ruleId"].toString();
    for (const QJsonValue& rule : rules) {
        if (!id.isEmpty() && rule[u"id"].toString() == id) {
            return rule;
        }
    }
    return rules.at(result[u"ruleIndex"].toInt(-1));
}

bool isFault(const QJsonValue& result)
{
    return result[u"kind"].toString(u"fail"_s) == u"fail"_s
        && result[u"suppressions"].toArray().isEmpty();
}

} // namespace

Findings junitFindings(const QString& text)
{
    Findings findings;
    QXmlStreamReader xml(text.sliced(std::max<qsizetype>(0, text.indexOf(u"<testsuite"_s))));
    TestCase test;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == u"testcase") {
            const auto attributes = xml.attributes();
            test = {nameOf(attributes),
                    attributes.value(u"file"_s).toString(),
                    attributes.value(u"line"_s).toInt(),
                    false,
                    {},
                    {}};
        } else if (xml.isStartElement() && (xml.name() == u"failure" || xml.name() == u"error")) {
            test.failed = true;
            test.message = xml.attributes().value(u"message"_s).toString();
        } else if (xml.isCharacters()) {
            test.text += xml.text();
        } else if (xml.isEndElement() && xml.name() == u"testcase" && test.failed) {
            findings += findingsOf(std::exchange(test, {}));
        }
    }
    return findings;
}

Findings sarifFindings(const QString& text)
{
    Findings findings;
    for (const QJsonValue& run : QJsonDocument::fromJson(jsonIn(text))[u"runs"].toArray()) {
        const QJsonValue driver = run[u"tool"][u"driver"];
        for (const QJsonValue& result : run[u"results"].toArray()) {
            if (!isFault(result)) {
                continue;
            }
            const QJsonValue rule = ruleOf(result, driver[u"rules"].toArray());
            const QJsonValue place = result[u"locations"][0][u"physicalLocation"];
            const QString uri = place[u"artifactLocation"][u"uri"].toString();
            findings.append({result[u"ruleId"].toString(rule[u"id"].toString()),
                             sarifSeverity(result, rule), QUrl::fromPercentEncoding(uri.toUtf8()),
                             place[u"region"][u"startLine"].toInt(),
                             result[u"message"][u"text"].toString(), driver[u"name"].toString()});
        }
    }
    return findings;
}

Findings tapFindings(const QString& text)
{
    static const QRegularExpression failed(uR"(^\s*not ok\b(?: \d+)?(?: -)? ?(.*?)(?: # .*)?$)"_s);
    static const QRegularExpression expected(u"# *(?:TODO|SKIP)\\b"_s,
                                             QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression place(
        uR"(^\s*(?:location|at|file): *['"]?(?:.*\()?([^'"()]+?):(\d+)(?::\d+)?\)?['"]?$|^# +at (.+) line (\d+)\.$)"_s);
    static const QRegularExpression reason(uR"(^\s*(?:error|message): *(['"]?)(.+?)\1$)"_s);
    Findings findings;
    bool isInside = false;
    const QStringList lines = linesOf(text);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString& line = lines[i];
        const auto test = failed.match(line);
        if (test.hasMatch() || line.trimmed().startsWith(u"ok "_s)) {
            isInside = test.hasMatch() && !line.contains(expected);
            if (isInside) {
                findings.append({TEST_FAILED, u"high"_s, {}, 0, test.captured(1), u"tap"_s});
            }
        } else if (isInside && line.contains(u"failureType: 'subtestsFailed'"_s)) {
            findings.removeLast(); // Those are there by themselves.
            isInside = false;
        } else if (const auto where = place.match(line);
                   isInside && where.hasMatch() && findings.last().file.isEmpty()) {
            findings.last().file = where.captured(1) + where.captured(3);
            findings.last().line = (where.captured(2) + where.captured(4)).toInt();
        } else if (const auto why = reason.match(line); isInside && why.hasMatch()) {
            const bool isBlock = why.captured(2).startsWith(u'|'); // The text is in the next lines.
            findings.last().message
                += u": "_s + (isBlock ? lines.value(i + 1).trimmed() : why.captured(2));
        }
    }
    return findings;
}

} // namespace tamma::gates
