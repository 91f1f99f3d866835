// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>

#include <functional>
#include <optional>

namespace tamma::store {

/// Gives the password of a database user, from the keychain for example; nullopt when it has none.
using PasswordFor = std::function<std::optional<QString>(const QString& host, const QString& user,
                                                         const QString& database)>;

} // namespace tamma::store

namespace tamma::store::postgres {

/// Where a database is: a URL as libpq reads it, taken apart.
///
/// Shape    What the URL leaves out comes from libpq's own environment (PGHOST, PGUSER, PGPASSWORD,
///          a service file) when a connection is made.
class Location {
public:
    /// Fails with INVALID_ARGUMENT when it is no URL of PostgreSQL; the detail never has a
    /// password.
    [[nodiscard]] static Result<Location> parse(const QString& url);

    /// Who and where, for people: "postgresql://ann@db.example.org/tamma". Never a password.
    [[nodiscard]] const QString& shown() const { return m_shown; }
    [[nodiscard]] QString database() const { return QString::fromUtf8(value("dbname")); }

    /// A parameter of libpq; empty when the URL does not have it.
    [[nodiscard]] QByteArray value(const char* keyword) const;

    /// Keyword and value, as PQconnectStartParams() takes them.
    [[nodiscard]] const QList<std::pair<QByteArray, QByteArray>>& parameters() const
    {
        return m_parameters;
    }

    /// Asks for a password when neither the URL nor the environment has one.
    void completeWith(const PasswordFor& passwordFor);

private:
    QList<std::pair<QByteArray, QByteArray>> m_parameters;
    QString m_shown;
};

} // namespace tamma::store::postgres
