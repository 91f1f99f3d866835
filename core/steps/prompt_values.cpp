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

QString answersText(const workflow::LoopState& state)
{
    if (state.answers.isEmpty()) {
        return NOTHING;
    }
    QString text;
    for (const events::OpenQuestion& question : state.ambiguity.questions) {
        text += u"Question: "_s + question.text + u'\n';
    }
    for (const QString& answer : state.answers) {
        text += u"Answer: "_s + answer + u'\n';
    }
    return orNothing(text);
}

QString feedbackText(const QList<workflow::Feedback>& feedback)
{
    QStringList parts;
    for (const workflow::Feedback& one : feedback) {
        parts.append(u"From %1:\n%2"_s.arg(one.source, one.text));
    }
    return orNothing(parts.join(u"\n\n"_s));
}

} // namespace tamma::steps
