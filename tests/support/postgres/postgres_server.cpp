// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/postgres/postgres_server.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>

#include <cstdio>

#include <csignal>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tamma {

using namespace Qt::StringLiterals;

namespace {

constexpr uint NOBODY = 65534;
const QString PROGRAMS = u"/usr/lib/postgresql/17/bin/"_s;
const QString USER = u"tamma"_s;

// Runs a program to its end; on failure stderr gets what it said.
bool runToTheEnd(const QStringList& command, QByteArray* output = nullptr)
{
    QProcess process;
    process.start(command.first(), command.sliced(1));
    if (!process.waitForFinished(60'000) || process.exitCode() != 0) {
        std::fprintf(stderr, "%s: %s\n", qPrintable(command.join(u' ')),
                     process.readAllStandardError().constData());
        return false;
    }
    if (output) {
        *output = process.readAllStandardOutput();
    }
    return true;
}

} // namespace

bool PostgresServer::isInstalled()
{
    return QFileInfo(PROGRAMS + u"postgres"_s).isExecutable();
}

QString PostgresServer::program(const QString& name)
{
    return PROGRAMS + name;
}

QStringList PostgresServer::asItsUser(const QStringList& program)
{
    if (::getuid() != 0) {
        return program;
    }
    const QString id = QString::number(NOBODY);
    return QStringList{u"setpriv"_s,        u"--reuid="_s + id, u"--regid="_s + id,
                       u"--clear-groups"_s, u"--pdeathsig"_s,   u"QUIT"_s}
    + program;
}

// Below /tmp, because a path of a socket has at most 107 bytes.
PostgresServer::PostgresServer(Disk disk, QStringList settings)
    : m_folder(u"/tmp/tamma-pg-XXXXXX"_s)
    , m_settings(std::move(settings))
{
    m_settings += {u"listen_addresses="_s, u"unix_socket_directories="_s + m_folder.path(),
                   u"shared_buffers=64MB"_s, u"max_wal_size=2GB"_s, u"autovacuum_naptime=5s"_s};
    if (disk == Disk::Forgetful) {
        m_settings += {u"fsync=off"_s, u"full_page_writes=off"_s};
    }
}

std::unique_ptr<PostgresServer> PostgresServer::start(Disk disk, const QStringList& settings)
{
    std::unique_ptr<PostgresServer> self(new PostgresServer(disk, settings));
    if (::getuid() == 0
        && ::chown(QFile::encodeName(self->m_folder.path()).constData(), NOBODY, NOBODY) != 0) {
        return nullptr;
    }
    const QStringList initdb{program(u"initdb"_s),
                             u"-D"_s,
                             self->m_folder.filePath(u"data"_s),
                             u"-U"_s,
                             USER,
                             u"-A"_s,
                             u"trust"_s,
                             u"-E"_s,
                             u"UTF8"_s,
                             u"--locale=C"_s,
                             u"--no-sync"_s};
    return runToTheEnd(asItsUser(initdb)) && self->startAgain() ? std::move(self) : nullptr;
}

PostgresServer& PostgresServer::ofThisProcess()
{
    // Ended with the application: QProcess needs it.
    static std::unique_ptr<PostgresServer> server;
    if (!server) {
        server = start();
        if (!server) {
            qFatal("PostgreSQL cannot be started");
        }
        QObject::connect(qApp, &QCoreApplication::aboutToQuit, qApp, [] { server.reset(); });
        qAddPostRoutine([] { server.reset(); });
    }
    return *server;
}

PostgresServer::~PostgresServer()
{
    stop(true);
}

bool PostgresServer::startAgain(const QStringList& settings)
{
    QStringList command{program(u"postgres"_s), u"-D"_s, m_folder.filePath(u"data"_s)};
    for (const QString& setting : m_settings + settings) {
        command += {u"-c"_s, setting};
    }
    command = asItsUser(command);
    m_server.setStandardErrorFile(m_folder.filePath(u"log"_s), QIODevice::Append);
    m_server.start(command.first(), command.sliced(1));
    QProcess probe;
    const QDeadlineTimer patience(60'000);
    while (m_server.state() != QProcess::NotRunning && !patience.hasExpired()) {
        probe.start(program(u"pg_isready"_s), {u"-q"_s, u"-h"_s, m_folder.path()});
        if (probe.waitForFinished() && probe.exitCode() == 0) {
            return true;
        }
        m_server.waitForFinished(20); // Ends at once when the server does.
    }
    QFile log(m_folder.filePath(u"log"_s));
    static_cast<void>(log.open(QIODevice::ReadOnly));
    std::fprintf(stderr, "%s", log.readAll().constData());
    return false;
}

bool PostgresServer::startOnLoopback(const QString& rules, const QStringList& settings)
{
    stop(false);
    QFile file(m_folder.filePath(u"data/pg_hba.conf"_s));
    if (!file.open(QIODevice::WriteOnly)
        || file.write("local all all trust\n" + rules.toUtf8() + '\n') < 0) {
        return false;
    }
    file.close();
    return startAgain(QStringList{u"listen_addresses="_s + address()} + settings);
}

QString PostgresServer::address()
{
    const auto pid = static_cast<uint>(::getpid());
    return u"127.%1.%2.%3"_s.arg(1 + (pid >> 16) % 250).arg((pid >> 8) % 256).arg(pid % 256);
}

bool PostgresServer::giveFile(const QString& file)
{
    const QByteArray path = QFile::encodeName(file);
    return ::chmod(path.constData(), S_IRUSR | S_IWUSR) == 0
        && (::getuid() != 0 || ::chown(path.constData(), NOBODY, NOBODY) == 0);
}

void PostgresServer::stop(bool crash)
{
    if (m_server.state() != QProcess::NotRunning) {
        ::kill(static_cast<pid_t>(m_server.processId()), crash ? SIGQUIT : SIGINT);
        m_server.waitForFinished();
    }
}

QString PostgresServer::url(const QString& database, const QString& more) const
{
    return u"postgresql://%1@/%2?host=%3%4"_s.arg(USER, database, m_folder.path(), more);
}

QString PostgresServer::freshDatabase()
{
    if (!m_used.isEmpty()) {
        const QString url = m_used.takeLast();
        sql(url.section(u'/', 3).section(u'?', 0, 0),
            u"DROP SCHEMA public CASCADE; CREATE SCHEMA public"_s);
        return url;
    }
    const QString name = u"record%1"_s.arg(++m_databases);
    sql(u"postgres"_s, u"CREATE DATABASE %1 STRATEGY file_copy"_s.arg(name));
    return url(name);
}

QString PostgresServer::sql(const QString& database, const QString& statements) const
{
    QByteArray output;
    runToTheEnd({program(u"psql"_s), u"-XAtq"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-d"_s,
                 url(database), u"-c"_s, statements},
                &output);
    return QString::fromUtf8(output).trimmed();
}

} // namespace tamma
