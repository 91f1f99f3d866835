// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/prompt_values.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;

namespace {

const QString NOTHING = QStringLiteral("(none)");

QString list(const QString& title, const QStringList& items)
{
    return items.isEmpty() ? QString() : title + u":\n- "_s + items.join(u"\n- "_s) + u'\n';
}

constexpr qsizetype FINDINGS_CHARACTERS = 8'000;
constexpr qsizetype LOG_CHARACTERS = 8'000;

QString lineOf(const events::Finding& finding)
{
    const QString place = finding.line > 0 ? u"line %1: "_s.arg(finding.line) : QString();
    const QString by
        = finding.source.isEmpty() ? finding.rule : finding.rule + u", "_s + finding.source;
    return u"\n- %1%2 (%3; %4)"_s.arg(place, finding.message, finding.severity, by);
}

QString orNothing(const QString& text)
{
    return text.trimmed().isEmpty() ? NOTHING : text.trimmed();
}

} // namespace

QString issueText(const platforms::Issue& issue)
{
    QString text = u"# %1\n"_s.arg(issue.title);
    if (!issue.labels.isEmpty()) {
        text += u"Labels: %1\n"_s.arg(issue.labels.join(u", "_s));
    }
    text += u'\n' + issue.body.trimmed() + u'\n';
    for (const QString& comment : issue.comments) {
        text += u"\nComment by "_s + comment + u'\n';
    }
    return orNothing(text);
}

QString researchText(const events::ResearchCompleted& research)
{
    QString text = research.summary + u'\n';
    text += list(u"Approach"_s, research.approach);
    text += list(u"Files"_s, research.files);
    text += list(u"Risks"_s, research.risks);
    return orNothing(text);
}

QString answersText(const QList<events::OpenQuestion>& questions, const QStringList& answers)
{
    if (answers.isEmpty()) {
        return NOTHING;
    }
    QString text;
    for (const events::OpenQuestion& question : questions) {
        text += u"Question: "_s + question.text + u'\n';
    }
    for (const QString& answer : answers) {
        text += u"Answer: "_s + answer + u'\n';
    }
    return orNothing(text);
}

QString verdictText(const events::Verdict& verdict)
{
    QString text = verdict.summary;
    QStringList files;
    for (const events::Finding& finding : verdict.findings) {
        if (!files.contains(finding.file)) {
            files.append(finding.file);
        }
    }
    qsizetype shown = 0;
    for (const QString& file : files) {
        QString lines;
        for (const events::Finding& finding : verdict.findings) {
            const QString line = finding.file == file ? lineOf(finding) : QString();
            const bool fits = text.size() + lines.size() + line.size() <= FINDINGS_CHARACTERS;
            lines += fits ? line : QString();
            shown += fits && !line.isEmpty() ? 1 : 0;
        }
        if (!lines.isEmpty()) {
            text += u"\n\n"_s + (file.isEmpty() ? u"In no file"_s : file) + lines;
        }
    }
    if (const qsizetype more = verdict.findings.size() - shown; more > 0) {
        text += u"\n\n(%1 more findings are left out)"_s.arg(more);
    }
    if (!verdict.logTail.isEmpty()) {
        text += u"\n\nThe end of the log:\n"_s + verdict.logTail.right(LOG_CHARACTERS);
    }
    return text;
}

QString feedbackText(const QList<workflow::Feedback>& feedback,
                     const QMap<GateId, events::Verdict>& verdicts)
{
    static const QString GATE = u"gate:"_s;
    QStringList parts;
    for (const workflow::Feedback& one : feedback) {
        const auto verdict = one.source.startsWith(GATE)
            ? verdicts.find(GateId(one.source.sliced(GATE.size())))
            : verdicts.end();
        const QString text = verdict == verdicts.end() ? one.text : verdictText(*verdict);
        parts.append(u"From %1:\n%2"_s.arg(one.source, text));
    }
    return orNothing(parts.join(u"\n\n"_s));
}

} // namespace tamma::steps
