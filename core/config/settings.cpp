// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/settings.h"

#include "core/config/yaml_map.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>

#include <cerrno>

namespace tamma::config {

namespace {

const QString PROVIDER = QStringLiteral("provider");
const QString CONCURRENT_LOOPS = QStringLiteral("concurrentLoops");
const QString MODE = QStringLiteral("mode");
const QString USER_NAME = QStringLiteral("userName");
const QString DATABASE = QStringLiteral("database");

// In double quotes YAML knows the escapes of JSON.
QByteArray quoted(const QString& text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

QMap<QString, QByteArray> asLines(const Settings& settings)
{
    return {{PROVIDER, settings.provider.toUtf8()},
            {CONCURRENT_LOOPS, QByteArray::number(settings.concurrentLoops)},
            {MODE, settings.mode == Mode::Business ? "business" : "dev"},
            {USER_NAME, quoted(settings.userName)},
            {DATABASE, quoted(settings.database)}};
}

// Replaces the values in place; lines that it does not know stay.
QByteArray edited(const QByteArray& old, const Settings& settings)
{
    static const QRegularExpression line(QStringLiteral("\\A([A-Za-z]+)\\s*:.*?(\\s#[^\"']*)?\\z"));
    QMap<QString, QByteArray> values = asLines(settings);
    QList<QByteArray> lines = old.isEmpty() ? QList<QByteArray>() : old.split('\n');
    if (!lines.isEmpty() && lines.last().isEmpty()) {
        lines.removeLast();
    }
    for (QByteArray& text : lines) {
        const auto match = line.match(QString::fromUtf8(text));
        if (const auto value = values.find(match.captured(1)); value != values.end()) {
            text = match.captured(1).toUtf8() + ": " + *value + match.captured(2).toUtf8();
            values.erase(value);
        }
    }
    if (settings.database.isEmpty()) {
        values.remove(DATABASE); // Most have none, and need no line that says so.
    }
    for (auto it = values.begin(); it != values.end(); ++it) {
        lines.append(it.key().toUtf8() + ": " + it.value());
    }
    return lines.join('\n') + '\n';
}

std::unexpected<Error> writeFailure(const QSaveFile& file)
{
    const ErrorCode code
        = errno == ENOSPC || errno == EDQUOT ? errors::DISK_FULL : errors::FILE_WRITE_FAILED;
    return failure(code, file.fileName() + QStringLiteral(": ") + file.errorString(),
                   {{QStringLiteral("file"), file.fileName()}});
}

// Whether the server understands the rest is seen when it is opened.
void checkDatabase(YamlMap& root, const QString& url)
{
    static const QRegularExpression shape(QStringLiteral("\\Apostgres(ql)?://\\S+\\z"));
    if (!url.isEmpty() && !shape.match(url).hasMatch()) {
        root.complain(DATABASE,
                      QStringLiteral("\"database\" must be a URL such as "
                                     "\"postgresql://USER@HOST/DATABASE?sslmode=verify-full\""));
    }
}

} // namespace

Result<Settings> parseSettings(const QByteArray& text, const QString& fileName)
{
    static const QRegularExpression id(QStringLiteral("\\A[a-z][a-z0-9_]*\\z"));
    YamlProblems problems(fileName);
    YamlMap root = YamlMap::parse(text, problems);
    Settings settings;
    settings.provider = root.text(PROVIDER, settings.provider);
    if (!id.match(settings.provider).hasMatch()) {
        root.complain(PROVIDER,
                      QStringLiteral("\"provider\" must be an id such as \"claude_code\""));
    }
    settings.concurrentLoops = root.number(CONCURRENT_LOOPS, settings.concurrentLoops, 1, 32);
    const QString mode = root.text(MODE, QStringLiteral("dev"));
    if (mode != QLatin1StringView("dev") && mode != QLatin1StringView("business")) {
        root.complain(MODE, QStringLiteral("\"mode\" must be \"dev\" or \"business\""));
    }
    settings.mode = mode == QLatin1StringView("business") ? Mode::Business : Mode::Dev;
    settings.userName = root.text(USER_NAME);
    settings.database = root.text(DATABASE);
    checkDatabase(root, settings.database);
    root.refuseOtherKeys();
    TRY(problems.result());
    return settings;
}

Result<Settings> loadSettings(const QString& file)
{
    QFile source(file);
    if (!source.exists()) {
        return Settings();
    }
    if (!source.open(QIODevice::ReadOnly)) {
        return failure(errors::FILE_READ_FAILED, file + QStringLiteral(": ") + source.errorString(),
                       {{QStringLiteral("file"), file}});
    }
    return parseSettings(source.readAll(), file);
}

Result<> saveSettings(const QString& file, const Settings& settings)
{
    QByteArray old;
    if (QFile source(file); source.open(QIODevice::ReadOnly)) {
        old = source.readAll();
    }
    QByteArray text = edited(old, settings);
    // An old file that is broken, or written in a way that lines cannot be replaced in, is
    // replaced.
    if (parseSettings(text, file).value_or(Settings()) != settings) {
        text = edited({}, settings);
    }
    QDir().mkpath(QFileInfo(file).path());
    QSaveFile target(file);
    if (!target.open(QIODevice::WriteOnly) || target.write(text) != text.size()
        || !target.commit()) {
        return writeFailure(target);
    }
    return {};
}

} // namespace tamma::config
