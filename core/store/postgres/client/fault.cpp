// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/client/fault.h"

namespace tamma::store::postgres {

namespace {

const QString STATE = QStringLiteral("sqlState");

/// What a class of failures, or one of them, means.
struct Meaning {
    const char* state; ///< Five letters, or the two of a class.
    const ErrorCode& code;
    bool retryable;
    const char* advice;
};

// The more particular one comes first (PostgreSQL's manual, appendix A).
constexpr Meaning MEANINGS[] = {
    {"53100", errors::DISK_FULL, true, "free some space on the server; nothing was stored"},
    {"53300", errors::STORE_UNAVAILABLE, true,
     "the server has no connection left; try again, raise max_connections or put pgbouncer before "
     "it"},
    {"53200", errors::STORE_UNAVAILABLE, true,
     "the server is out of memory; try again, or raise max_locks_per_transaction"},
    {"53", errors::STORE_UNAVAILABLE, true, "the server is out of resources; try again"},
    {"57P01", errors::STORE_UNAVAILABLE, true, "the server restarts; try again"},
    {"57P02", errors::STORE_UNAVAILABLE, true, "the server restarts; try again"},
    {"57P03", errors::STORE_UNAVAILABLE, true, "the server starts; try again"},
    {"57014", errors::STORE_UNAVAILABLE, true, "the server took too long; try again"},
    {"57", errors::STORE_UNAVAILABLE, true, "the server ended the connection; try again"},
    {"55P03", errors::STORE_UNAVAILABLE, true,
     "another writer holds what is needed; try again, and look for a stuck one in "
     "pg_stat_activity"},
    {"55", errors::STORE_UNAVAILABLE, true, "another process holds what is needed; try again"},
    {"40", errors::STORE_UNAVAILABLE, true, "others changed it at the same time; try again"},
    {"25P03", errors::STORE_UNAVAILABLE, true, "the transaction took too long; try again"},
    {"25P04", errors::STORE_UNAVAILABLE, true, "the transaction took too long; try again"},
    {"25006", errors::STORE_UNAVAILABLE, false,
     "this server is only for reading (a standby); name the primary, or add "
     "target_session_attrs=read-write to the URL"},
    {"28000", errors::STORE_UNAVAILABLE, false,
     "the server does not let this user in in this way; check the user, sslmode, and the client's "
     "certificate (sslcert, sslkey)"},
    {"28", errors::STORE_UNAVAILABLE, false,
     "check user and password: \"tamma secrets set database:USER@HOST/DATABASE\" keeps one; or see "
     "the "
     "URL, PGPASSWORD and ~/.pgpass"},
    {"3D000", errors::STORE_UNAVAILABLE, false,
     "there is no such database; make an empty one with createdb, and name it in the URL"},
    {"42501", errors::STORE_UNAVAILABLE, false,
     "this user may not do that; GRANT it the rights on the tables, or name another user"},
    {"42", errors::STORE_UNAVAILABLE, false,
     "the tables are not as this Tamma knows them; if a newer Tamma was started on this record, "
     "start that one"},
    {"XX", errors::CORRUPT_EVENT, false,
     "the server's files are damaged; restore the database from a backup"},
    {"58", errors::STORE_UNAVAILABLE, true, "the server cannot reach its files; look at its log"},
    {"08P01", errors::STORE_UNAVAILABLE, false, "what answers there is no PostgreSQL 17 or newer"},
    {"08", errors::STORE_UNAVAILABLE, true, "the connection failed; try again"},
    {"23", errors::INVALID_ARGUMENT, false, "this is stored already"},
    {"22", errors::INVALID_ARGUMENT, false, "the database cannot hold this value"},
    {"54", errors::INVALID_ARGUMENT, false, "this is too large for the database"},
};

// What libpq says itself has no code.
Meaning meaningOf(const QString& message)
{
    const auto says = [&](const char* word) {
        return message.contains(QLatin1StringView(word), Qt::CaseInsensitive);
    };
    if (says("no password supplied")) {
        return {
            "", errors::STORE_UNAVAILABLE, false,
            "a password is needed: \"tamma secrets set database:USER@HOST/DATABASE\" keeps one; "
            "PGPASSWORD and ~/.pgpass are read too"};
    }
    if (says("certificate verify failed")) {
        return {"", errors::STORE_UNAVAILABLE, false,
                "the server's certificate is not signed by the authority that sslrootcert names; "
                "name the right file, or find out who answers there"};
    }
    if (says("does not match host name")) {
        return {"", errors::STORE_UNAVAILABLE, false,
                "the server's certificate is for another host; write the host as it does"};
    }
    if (says("certificate") || says("SSL")) {
        return {"", errors::STORE_UNAVAILABLE, false,
                "check sslmode, sslrootcert, sslcert and sslkey in the URL"};
    }
    return {"", errors::STORE_UNAVAILABLE, true,
            "the server cannot be reached; see that it runs, and check host and port"};
}

Meaning meaningOf(const Complaint& complaint)
{
    for (const Meaning& meaning : MEANINGS) {
        if (!complaint.state.isEmpty() && complaint.state.startsWith(meaning.state)) {
            return meaning;
        }
    }
    return complaint.state.isEmpty()
        ? meaningOf(complaint.message)
        : Meaning{"", errors::STORE_UNAVAILABLE, false, "see the log of the server"};
}

} // namespace

Error errorFrom(const Complaint& complaint, const QString& shown)
{
    const Meaning meaning = meaningOf(complaint);
    return {meaning.code,
            QStringLiteral("%1: %2 [PostgreSQL %3]: %4")
                .arg(shown, complaint.message,
                     complaint.state.isEmpty() ? QStringLiteral("client")
                                               : QString::fromLatin1(complaint.state),
                     QLatin1StringView(meaning.advice)),
            {{STATE, QString::fromLatin1(complaint.state)}},
            meaning.retryable};
}

Error lostConnection(const QString& shown, const QString& why)
{
    return {errors::STORE_UNAVAILABLE,
            QStringLiteral("%1: %2; try again, and see that the server runs").arg(shown, why),
            {{STATE, QStringLiteral("08006")}},
            true};
}

bool leavesDoubt(const Error& error)
{
    return error.code == errors::STORE_UNAVAILABLE && error.retryable
        && (hasState(error, "08") || hasState(error, "57P") || hasState(error, ""));
}

bool hasState(const Error& error, QByteArrayView state)
{
    const QString found = error.context[STATE].toString();
    return state.isEmpty() ? found.isEmpty() : found.startsWith(QLatin1StringView(state));
}

} // namespace tamma::store::postgres
