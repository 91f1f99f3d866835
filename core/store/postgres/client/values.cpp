// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/client/values.h"

#include <QtEndian>

#include <libpq-fe.h>

#include <bit>

namespace tamma::store::postgres {

namespace {

// Object ids of built-in types: they are fixed (catalog/pg_type.dat).
enum Oid : unsigned {
    BOOL = 16,
    BYTEA = 17,
    INT8 = 20,
    TEXT = 25,
    TIMESTAMPTZ = 1184,
    UUID = 2950,
    JSONB = 3802,
    BOOL_ARRAY = 1000,
    BYTEA_ARRAY = 1001,
    TEXT_ARRAY = 1009,
    INT8_ARRAY = 1016,
    TIMESTAMPTZ_ARRAY = 1185,
    UUID_ARRAY = 2951,
    JSONB_ARRAY = 3807,
};

constexpr char JSONB_VERSION = 1;
constexpr qint64 UNIX_TO_POSTGRES_MS = 946'684'800'000; // From 1970 to 2000.

template <typename Number> void put(QByteArray& out, Number number)
{
    char bytes[sizeof number];
    qToBigEndian(number, bytes);
    out.append(bytes, sizeof bytes);
}

template <typename Number> Number take(QByteArrayView& in)
{
    if (in.size() < static_cast<qsizetype>(sizeof(Number))) {
        in = {};
        return {};
    }
    const Number number = qFromBigEndian<Number>(in.data());
    in = in.sliced(sizeof(Number));
    return number;
}

// Nothing is recorded outside of the years 1 to 9999, but one may ask for it.
qint64 microseconds(qint64 unixMilliseconds)
{
    constexpr qint64 FIRST = -62'135'596'800'000;
    constexpr qint64 LAST = 253'402'300'799'999;
    return (std::clamp(unixMilliseconds, FIRST, LAST) - UNIX_TO_POSTGRES_MS) * 1000;
}

/// The head of an array: one dimension whose lower bound is 1.
QByteArray arrayHead(unsigned elementType, qsizetype count)
{
    QByteArray out;
    put<qint32>(out, count == 0 ? 0 : 1);
    put<qint32>(out, 1); // There may be NULLs.
    put<quint32>(out, elementType);
    if (count > 0) {
        put<qint32>(out, static_cast<qint32>(count));
        put<qint32>(out, 1);
    }
    return out;
}

template <typename Values, typename Write>
QByteArray arrayOf(unsigned elementType, const Values& values, const Write& write)
{
    QByteArray out = arrayHead(elementType, values.size());
    for (const auto& value : values) {
        write(out, value);
    }
    return out;
}

void putBytes(QByteArray& out, QByteArrayView value)
{
    put<qint32>(out, static_cast<qint32>(value.size()));
    out.append(value);
}

void putNumber(QByteArray& out, qint64 value)
{
    put<qint32>(out, sizeof value);
    put(out, value);
}

/// The elements of a binary array, one after the other.
template <typename See> void eachElement(QByteArrayView in, const See& see)
{
    const auto dimensions = take<qint32>(in);
    take<qint32>(in); // Whether there are NULLs.
    take<quint32>(in); // The type.
    if (dimensions != 1) {
        return;
    }
    const auto count = take<qint32>(in);
    take<qint32>(in); // The lower bound.
    for (qint32 i = 0; i < count; ++i) {
        const auto size = take<qint32>(in);
        see(in.first(std::clamp<qsizetype>(size, 0, in.size())));
        in = in.sliced(std::clamp<qsizetype>(size, 0, in.size()));
    }
}

} // namespace

Parameters& Parameters::add(unsigned type, QByteArray value)
{
    m_types.push_back(type);
    m_values.push_back(std::move(value));
    return *this;
}

Parameters& Parameters::integer(qint64 value)
{
    QByteArray out;
    put(out, value);
    return add(INT8, out);
}

Parameters& Parameters::text(QByteArrayView value)
{
    return add(TEXT, value.isNull() ? QByteArray("") : value.toByteArray());
}

Parameters& Parameters::bytes(QByteArrayView value)
{
    return add(BYTEA, value.toByteArray());
}

Parameters& Parameters::moment(qint64 milliseconds)
{
    QByteArray out;
    put(out, microseconds(milliseconds));
    return add(TIMESTAMPTZ, out);
}

Parameters& Parameters::integers(const QList<qint64>& values)
{
    return add(INT8_ARRAY, arrayOf(INT8, values, putNumber));
}

Parameters& Parameters::flags(const QList<bool>& values)
{
    return add(BOOL_ARRAY, arrayOf(BOOL, values, [](QByteArray& out, bool value) {
                   putBytes(out, value ? QByteArrayView("\1", 1) : QByteArrayView("\0", 1));
               }));
}

Parameters& Parameters::texts(const QByteArrayList& values)
{
    return add(TEXT_ARRAY, arrayOf(TEXT, values, putBytes));
}

Parameters& Parameters::documents(const QByteArrayList& values)
{
    return add(JSONB_ARRAY, arrayOf(JSONB, values, [](QByteArray& out, const QByteArray& value) {
                   put<qint32>(out, static_cast<qint32>(value.size()) + 1);
                   out.append(JSONB_VERSION);
                   out.append(value);
               }));
}

Parameters& Parameters::uuids(const QByteArrayList& values)
{
    return add(UUID_ARRAY, arrayOf(UUID, values, putBytes));
}

Parameters& Parameters::moments(const QList<qint64>& milliseconds)
{
    return add(TIMESTAMPTZ_ARRAY,
               arrayOf(TIMESTAMPTZ, milliseconds,
                       [](QByteArray& out, qint64 value) { putNumber(out, microseconds(value)); }));
}

Parameters& Parameters::manyBytes(const QByteArrayList& values)
{
    return add(BYTEA_ARRAY, arrayOf(BYTEA, values, [](QByteArray& out, const QByteArray& value) {
                   value.isNull() ? put<qint32>(out, -1) : putBytes(out, value);
               }));
}

QByteArray arrayLiteral(const QByteArrayList& values)
{
    QByteArray out = "{";
    for (const QByteArray& value : values) {
        out += out.size() > 1 ? ",\"" : "\"";
        for (const char c : value) {
            if (c == '"' || c == '\\') {
                out += '\\';
            }
            out += c;
        }
        out += '"';
    }
    return out + '}';
}

Answer::Answer(pg_result* result)
    : m_result(result, &PQclear)
{
}

int Answer::rows() const
{
    return PQntuples(m_result.get());
}

bool Answer::isNull(int row, int column) const
{
    return PQgetisnull(m_result.get(), row, column) != 0;
}

QByteArrayView Answer::bytes(int row, int column) const
{
    return {PQgetvalue(m_result.get(), row, column), PQgetlength(m_result.get(), row, column)};
}

QByteArray Answer::document(int row, int column) const
{
    const QByteArrayView value = bytes(row, column);
    return value.isEmpty() ? QByteArray() : value.sliced(1).toByteArray();
}

qint64 Answer::integer(int row, int column) const
{
    QByteArrayView value = bytes(row, column);
    switch (value.size()) {
    case 8:
        return take<qint64>(value);
    case 4:
        return take<qint32>(value);
    case 2:
        return take<qint16>(value);
    case 1:
        return value.front();
    default:
        return 0;
    }
}

double Answer::real(int row, int column) const
{
    QByteArrayView value = bytes(row, column);
    return std::bit_cast<float>(take<quint32>(value));
}

qint64 Answer::moment(int row, int column) const
{
    const qint64 sinceThen = integer(row, column);
    // Rounds down, also before the year 2000.
    return (sinceThen >= 0 ? sinceThen / 1000 : -((-sinceThen + 999) / 1000)) + UNIX_TO_POSTGRES_MS;
}

QByteArrayList Answer::texts(int row, int column) const
{
    QByteArrayList found;
    eachElement(bytes(row, column),
                [&found](QByteArrayView element) { found.append(element.toByteArray()); });
    return found;
}

QList<qint64> Answer::integers(int row, int column) const
{
    QList<qint64> found;
    eachElement(bytes(row, column),
                [&found](QByteArrayView element) { found.append(take<qint64>(element)); });
    return found;
}

QList<double> Answer::reals(int row, int column) const
{
    QList<double> found;
    eachElement(bytes(row, column), [&found](QByteArrayView element) {
        found.append(std::bit_cast<float>(take<quint32>(element)));
    });
    return found;
}

} // namespace tamma::store::postgres
