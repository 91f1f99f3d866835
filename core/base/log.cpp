// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <cstdio>
#include <mutex>

namespace tamma::log {

namespace {

// The process has one log, as it has one stderr.
struct Sink {
    std::mutex mutex;
    QFile file;
    QString service = QStringLiteral("tamma");
};

Sink& sink()
{
    static Sink theSink;
    return theSink;
}

void fromQt(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    const Level level = type == QtDebugMsg ? Level::Debug
        : type == QtInfoMsg                ? Level::Info
        : type == QtWarningMsg             ? Level::Warning
                                           : Level::Error;
    write(level, message);
}

} // namespace

bool openFile(const QString& file, const QString& service)
{
    {
        const std::scoped_lock lock(sink().mutex);
        QDir().mkpath(QFileInfo(file).path());
        sink().file.close();
        sink().file.setFileName(file);
        sink().service = service;
        if (!sink().file.open(QIODevice::WriteOnly | QIODevice::Append)) {
            return false;
        }
    }
    qInstallMessageHandler(fromQt);
    return true;
}

void write(Level level, const QString& message, const QJsonObject& fields)
{
    QJsonObject line = fields;
    line[QStringLiteral("level")] = static_cast<int>(level);
    line[QStringLiteral("time")] = QDateTime::currentMSecsSinceEpoch();
    line[QStringLiteral("msg")] = message;
    const std::scoped_lock lock(sink().mutex);
    line[QStringLiteral("service")] = sink().service;
    const QByteArray text = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    if (sink().file.isOpen()) {
        sink().file.write(text);
        sink().file.flush();
    } else if (level >= Level::Warning) {
        fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stderr);
    }
}

} // namespace tamma::log
