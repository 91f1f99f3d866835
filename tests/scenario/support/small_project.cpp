// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/support/small_project.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace tamma::tests {

using namespace Qt::StringLiterals;

namespace {

QJsonObject session(const QString& step, const QString& purpose, const QJsonObject& structured)
{
    return {{u"step"_s, step},
            {u"purpose"_s, purpose},
            {u"entries"_s,
             QJsonArray{QJsonObject{
                 {u"sinceStartMs"_s, 0}, {u"kind"_s, u"text"_s}, {u"text"_s, u"I look at it."_s}}}},
            {u"outcome"_s,
             QJsonObject{{u"text"_s, u"Done as asked."_s}, {u"structured"_s, structured}}}};
}

QJsonObject codeSession(const RecordedFile& file)
{
    QJsonObject code = session(u"CODE_GENERATION"_s, u"code"_s, {});
    code[u"entries"_s] = QJsonArray{QJsonObject{
        {u"sinceStartMs"_s, 0},
        {u"kind"_s, u"toolCall"_s},
        {u"text"_s, u"Write "_s + file.path},
        {u"tool"_s, u"Write"_s},
        {u"path"_s, file.path},
        {u"edit"_s,
         QJsonObject{{u"path"_s, file.path}, {u"content"_s, QString::fromUtf8(file.content)}}}}};
    return code;
}

} // namespace

SmallProject::SmallProject(const QStringList& commands)
{
    Files files{{u"greeting.txt"_s, "Hello\n"}};
    if (!commands.isEmpty()) {
        files[u".tamma/project.yaml"_s]
            = u"commands:\n  %1\n"_s.arg(commands.join(u"\n  "_s)).toUtf8();
    }
    commit(files, u"Begin"_s);
}

QString SmallProject::recording(const QList<RecordedFile>& attempts) const
{
    QJsonArray sessions{session(u"RESEARCH"_s, u"structured"_s, answers::research()),
                        session(u"AMBIGUITY_CHECK"_s, u"structured"_s, answers::ambiguity())};
    for (const RecordedFile& file : attempts) {
        sessions.append(codeSession(file));
        sessions.append(session(u"CODE_REVIEW"_s, u"structured"_s, answers::review()));
    }
    const QJsonObject recording{{u"format"_s, u"tamma-recording"_s}, {u"version"_s, 1},
                                {u"title"_s, u"Greet the world"_s},  {u"provider"_s, u"demo"_s},
                                {u"model"_s, u"scripted"_s},         {u"sessions"_s, sessions}};
    const QString path = outside(u"recording-%1.json"_s.arg(qHash(attempts.last().content)));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(recording).toJson()) < 0) {
        qFatal("cannot write %s", qPrintable(path));
    }
    return path;
}

int SmallProject::merges() const
{
    return git({u"rev-list"_s, u"--count"_s, u"--merges"_s, u"--first-parent"_s, u"main"_s})
        .toInt();
}

namespace answers {

QJsonObject research()
{
    return {{u"approach"_s, QJsonArray{u"Write the new greeting."_s}},
            {u"files"_s, QJsonArray{u"greeting.txt"_s}},
            {u"risks"_s, QJsonArray()},
            {u"summary"_s, u"The greeting gets another word."_s}};
}

QJsonObject ambiguity()
{
    return {{u"analysis"_s, u"The file and its new text are given."_s},
            {u"questions"_s, QJsonArray()},
            {u"score"_s, 3},
            {u"verdict"_s, u"clear"_s}};
}

QJsonObject review()
{
    return {{u"analysis"_s, u"The greeting is what the issue asks for."_s},
            {u"findings"_s, QJsonArray()},
            {u"summary"_s, u"Small and complete; nothing to object to."_s}};
}

} // namespace answers

} // namespace tamma::tests
