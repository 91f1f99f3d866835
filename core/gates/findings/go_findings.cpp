// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/findings/finding_parsers.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

// A test names files without their folder; the path of its package ends with that folder.
events::Finding failedTest(const QString& package, const QString& test, const QString& output)
{
    static const QRegularExpression place(uR"(^\s+([\w.-]+\.go):(\d+): (.*)$)"_s,
                                          QRegularExpression::MultilineOption);
    static const QRegularExpression panic(uR"(^panic: (.*)$)"_s,
                                          QRegularExpression::MultilineOption);
    events::Finding finding{TEST_FAILED, u"high"_s, {}, 0, test, u"go"_s};
    if (const auto match = place.match(output); match.hasMatch()) {
        const QString file = match.captured(1);
        finding.file = package.isEmpty() ? file : package + u'/' + file;
        finding.line = match.captured(2).toInt();
        finding.message += u": "_s + match.captured(3);
    } else if (const auto why = panic.match(output); why.hasMatch()) {
        finding.message += u": panic: "_s + why.captured(1);
    }
    return finding;
}

Findings compileErrors(const QString& text)
{
    static const QRegularExpression diagnostic(
        uR"(^(?:vet: )?((?:\.{0,2}/)?[\w./@-]+\.go):(\d+):\d+: (.*)$)"_s);
    Findings findings;
    for (const QString& line : linesOf(text)) {
        if (const auto match = diagnostic.match(line); match.hasMatch()) {
            findings.append({u"go"_s, u"high"_s, match.captured(1), match.captured(2).toInt(),
                             match.captured(3), u"go"_s});
        }
    }
    return findings;
}

// A test with failed parts says nothing that its parts do not say.
bool hasFailedParts(const QString& test, const QStringList& failed)
{
    return std::ranges::any_of(
        failed, [&test](const QString& other) { return other.startsWith(test + u'/'); });
}

} // namespace

Findings goFindings(const QString& text)
{
    static const QRegularExpression failed(uR"(^\s*--- FAIL: (\S+) \()"_s);
    static const QRegularExpression package(uR"(^FAIL\t(\S+)\t)"_s);
    Findings findings = compileErrors(text);
    QMap<QString, QString> outputs;
    QString test;
    for (const QString& line : linesOf(text)) {
        if (const auto match = failed.match(line); match.hasMatch()) {
            test = match.captured(1);
            outputs.insert(test, {});
        } else if (const auto name = package.match(line); name.hasMatch()) {
            for (auto it = outputs.begin(); it != outputs.end(); ++it) {
                if (!hasFailedParts(it.key(), outputs.keys())) {
                    findings.append(failedTest(name.captured(1), it.key(), it.value()));
                }
            }
            outputs.clear();
            test.clear();
        } else if (!test.isEmpty()) {
            outputs[test] += line + u'\n';
        }
    }
    return findings;
}

Findings goTestFindings(const QString& text)
{
    struct Test {
        QString package;
        QString name;
        QString output;
        bool failed = false;
    };
    QMap<QString, Test> tests;
    QString buildOutput;
    for (const QString& line : text.split(u'\n')) {
        if (!line.startsWith(u'{')) {
            continue;
        }
        const QJsonDocument event = QJsonDocument::fromJson(line.toUtf8());
        const QString package = event[u"Package"].toString();
        const QString name = event[u"Test"].toString();
        const QString action = event[u"Action"].toString();
        Test& test = tests[package + u' ' + name];
        test.package = package;
        test.name = name;
        test.output += event[u"Output"].toString();
        test.failed = test.failed || action == u"fail"_s;
        buildOutput += name.isEmpty() ? event[u"Output"].toString() : QString();
    }
    Findings findings = compileErrors(buildOutput);
    QMap<QString, QStringList> failed;
    for (const Test& test : std::as_const(tests)) {
        if (test.failed) {
            failed[test.package].append(test.name);
        }
    }
    for (const Test& test : std::as_const(tests)) {
        if (test.failed && !test.name.isEmpty()
            && !hasFailedParts(test.name, failed[test.package])) {
            findings.append(failedTest(test.package, test.name, test.output));
        }
    }
    return findings;
}

} // namespace tamma::gates
