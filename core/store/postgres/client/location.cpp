// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/client/location.h"

#include <libpq-fe.h>

#include <memory>

namespace tamma::store::postgres {

namespace {

std::unexpected<Error> noUrl(const QString& why)
{
    return failure(errors::INVALID_ARGUMENT,
                   QStringLiteral("this is no URL of a PostgreSQL database (%1); write it as "
                                  "postgresql://USER@HOST:PORT/DATABASE?sslmode=verify-full")
                       .arg(why));
}

} // namespace

Result<Location> Location::parse(const QString& url)
{
    if (!url.startsWith(QLatin1StringView("postgresql://"))
        && !url.startsWith(QLatin1StringView("postgres://"))) {
        return noUrl(QStringLiteral("it does not begin with postgresql://"));
    }
    char* fault = nullptr; // What libpq says may repeat the URL, with its password.
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(url.toUtf8().constData(), &fault), &PQconninfoFree);
    PQfreemem(fault);
    if (!options) {
        return noUrl(QStringLiteral("a part of it cannot be read; other than letters and digits, "
                                    "signs in names and passwords are written as %XX"));
    }
    Location location;
    for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
        if (option->val) {
            location.m_parameters.emplaceBack(option->keyword, option->val);
        }
    }
    const auto text = [&](const char* name) { return QString::fromUtf8(location.value(name)); };
    location.m_shown = QStringLiteral("postgresql://");
    if (!text("user").isEmpty()) {
        location.m_shown += text("user") + QLatin1Char('@');
    }
    location.m_shown += text("host");
    if (!text("port").remove(QLatin1Char(',')).isEmpty()) {
        location.m_shown += QLatin1Char(':') + text("port");
    }
    location.m_shown += QLatin1Char('/') + text("dbname");
    return location;
}

QByteArray Location::value(const char* keyword) const
{
    for (const auto& [name, value] : m_parameters) {
        if (name == keyword) {
            return value;
        }
    }
    return {};
}

void Location::completeWith(const PasswordFor& passwordFor)
{
    if (!passwordFor || !value("password").isEmpty() || qEnvironmentVariableIsSet("PGPASSWORD")) {
        return;
    }
    const auto password = passwordFor(QString::fromUtf8(value("host")),
                                      QString::fromUtf8(value("user")), database());
    if (password) {
        m_parameters.emplaceBack("password", password->toUtf8());
    }
}

} // namespace tamma::store::postgres
