// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/record/emmett_peer.h"

#include <QStandardPaths>

namespace tamma::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int INSTALL_MS = 10 * 60'000; // sqlite3 may have to be compiled.
constexpr int ANSWER_MS = 2 * 60'000;
const QString SCRIPT = QStringLiteral(EMMETT_PEER_SCRIPT);

/// What a program printed in all; `why` is set when it failed.
QByteArray outputOf(QProcess& process, const QStringList& command, QString& why)
{
    process.start(command.first(), command.sliced(1));
    if (!process.waitForFinished(INSTALL_MS) || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0) {
        const QString said = QString::fromUtf8(process.readAllStandardError()).trimmed().left(300);
        why = u"%1 failed: %2"_s.arg(command.first(),
                                     said.isEmpty() ? process.errorString() : said);
    }
    return process.readAllStandardOutput();
}

QStringList packages(QString& why)
{
    QProcess process;
    const auto output = outputOf(process, {u"node"_s, SCRIPT, u"--packages"_s}, why);
    return QString::fromUtf8(output).split(u'\n', Qt::SkipEmptyParts);
}

// The peers that the packages ask for differ in the last number only; and sqlite3 asks for a
// node-gyp that is older than today's Python, as an optional package: npm's own does as well.
void install(const QString& folder, const QStringList& wanted, QString& why)
{
    QProcess npm;
    auto environment = QProcessEnvironment::systemEnvironment();
    if (QFile::exists(u"/usr/include/node/node.h"_s)) { // Else node-gyp has to download them.
        environment.insert(u"npm_config_nodedir"_s, u"/usr"_s);
    }
    npm.setProcessEnvironment(environment);
    outputOf(npm,
             QStringList{u"npm"_s, u"install"_s, u"--prefix"_s, folder, u"--no-audit"_s,
                         u"--no-fund"_s, u"--legacy-peer-deps"_s, u"--omit=optional"_s}
                 + wanted,
             why);
}

/// The folder with the installed packages.
QString installed(QString& why)
{
    const QStringList wanted = packages(why);
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
        + u"/tamma/bench-emmett"_s;
    if (!why.isEmpty() || !QDir().mkpath(folder)) {
        return folder;
    }
    QFile done(folder + u"/installed"_s);
    const QByteArray list = wanted.join(u'\n').toUtf8();
    if (done.open(QIODevice::ReadOnly) && done.readAll() == list) {
        return folder;
    }
    done.close();
    install(folder, wanted, why);
    if (why.isEmpty() && done.open(QIODevice::WriteOnly)) {
        done.write(list);
    }
    return folder;
}

} // namespace

std::unique_ptr<EmmettPeer> EmmettPeer::start(QString& why)
{
    const QString folder = installed(why);
    if (!why.isEmpty()) {
        return nullptr;
    }
    std::unique_ptr<EmmettPeer> self(new EmmettPeer);
    self->m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    self->m_process.start(u"node"_s, {SCRIPT, folder});
    if (!self->m_process.waitForStarted()) {
        why = self->m_process.errorString();
        return nullptr;
    }
    return self;
}

EmmettPeer::~EmmettPeer()
{
    m_process.closeWriteChannel();
    m_process.waitForFinished();
}

double EmmettPeer::ask(const Store& store, const QString& what, int count)
{
    const QJsonObject question{{u"store"_s, store.kind},
                               {u"connection"_s, store.connection},
                               {u"ask"_s, what},
                               {u"count"_s, count}};
    m_process.write(QJsonDocument(question).toJson(QJsonDocument::Compact) + '\n');
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(ANSWER_MS)) {
            qFatal("Emmett did not answer to %s", qPrintable(what));
        }
    }
    const auto answer = QJsonDocument::fromJson(m_process.readLine()).object();
    m_failures += answer.value("failures"_L1).toInt();
    return answer.value("seconds"_L1).toDouble();
}

} // namespace tamma::bench
