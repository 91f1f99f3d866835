// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace tamma {

/// A real PostgreSQL server of its own: in a temporary folder, on a private socket, without TCP,
/// as an ordinary user (the server refuses root). It ends with this object, or with the process.
///
/// Threads  The one that made it; databases may be made in any.
class PostgresServer {
public:
    /// How sure the server is that what it says is on the disk.
    enum class Disk { Forgetful, Durable };

    /// Whether the server is installed here; otherwise a test skips with MISSING.
    [[nodiscard]] static bool isInstalled();
    static constexpr auto MISSING = "PostgreSQL 17 is not installed here (postgresql-17)";

    /// Starts a server; `settings` are of the kind "max_connections=10". Null when that fails; then
    /// stderr says why.
    [[nodiscard]] static std::unique_ptr<PostgresServer> start(Disk disk = Disk::Forgetful,
                                                               const QStringList& settings = {});
    /// The one server of a test program, started on first use; it ends with the program.
    [[nodiscard]] static PostgresServer& ofThisProcess();

    ~PostgresServer();

    /// Makes an empty database and returns its URL.
    [[nodiscard]] QString freshDatabase();

    /// Takes a database back that nobody uses any more: emptying it is quicker than to make one.
    void giveBack(const QString& url) { m_used.append(url); }

    /// The URL of a database of this server; `more` are parameters: "&user=ann".
    [[nodiscard]] QString url(const QString& database, const QString& more = {}) const;

    /// Runs SQL with psql and returns what it printed, without headings.
    QString sql(const QString& database, const QString& statements) const;

    /// Stops the server as a crash does (SIGQUIT), or an orderly restart (SIGINT).
    void stop(bool crash);

    /// Starts it again on the same data. Returns false when it does not come up.
    bool startAgain(const QStringList& settings = {});

    /// Starts it again so that it also listens on address(), port 5432, and lets in whom `rules`
    /// (of pg_hba.conf) let in. Returns false when it does not come up.
    bool startOnLoopback(const QString& rules, const QStringList& settings = {});

    /// A loopback address that no other test program has.
    [[nodiscard]] static QString address();

    /// Hands a file over to the server, so that only its user can read it.
    [[nodiscard]] static bool giveFile(const QString& file);

    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] qint64 pid() const { return m_server.processId(); }

    /// The command line that runs `program` as the server's user.
    [[nodiscard]] static QStringList asItsUser(const QStringList& program);

    /// Where a program of the server is: "initdb", "psql".
    [[nodiscard]] static QString program(const QString& name);

private:
    PostgresServer(Disk disk, QStringList settings);

    QTemporaryDir m_folder;
    QStringList m_settings;
    QProcess m_server;
    int m_databases = 0;
    QStringList m_used; // To be emptied.
};

} // namespace tamma
