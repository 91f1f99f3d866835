// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <QString>

#include <memory>
#include <vector>

struct pg_result;

namespace tamma::store::postgres {

/// The values of a statement, in PostgreSQL's binary form.
///
/// Shape    $1, $2 ... in the order of the calls.
class Parameters {
public:
    Parameters& integer(qint64 value); ///< bigint
    Parameters& text(QByteArrayView value);
    Parameters& bytes(QByteArrayView value); ///< bytea
    Parameters& moment(qint64 milliseconds); ///< timestamptz

    Parameters& integers(const QList<qint64>& values); ///< bigint[]
    Parameters& flags(const QList<bool>& values); ///< boolean[]
    Parameters& texts(const QByteArrayList& values); ///< text[]
    Parameters& documents(const QByteArrayList& values); ///< jsonb[]
    Parameters& uuids(const QByteArrayList& values); ///< uuid[], 16 bytes each
    Parameters& moments(const QList<qint64>& milliseconds); ///< timestamptz[]
    Parameters& manyBytes(const QByteArrayList& values); ///< bytea[]; a null array is NULL

    [[nodiscard]] int count() const { return static_cast<int>(m_values.size()); }
    [[nodiscard]] const std::vector<unsigned>& types() const { return m_types; }
    [[nodiscard]] const std::vector<QByteArray>& values() const { return m_values; }

private:
    Parameters& add(unsigned type, QByteArray value);

    std::vector<unsigned> m_types;
    std::vector<QByteArray> m_values;
};

/// An array as PostgreSQL writes it in text: {"a","b \"c\""}. For arrays inside of arrays.
[[nodiscard]] QByteArray arrayLiteral(const QByteArrayList& values);

/// What a statement gave: rows of columns in binary form.
///
/// Shape    Rows and columns count from 0. NULL is 0 or empty.
/// Owns     The result; views into it end with it.
class Answer {
public:
    Answer() = default;
    explicit Answer(pg_result* result);

    [[nodiscard]] int rows() const;
    [[nodiscard]] bool isNull(int row, int column) const;
    [[nodiscard]] QByteArrayView bytes(int row, int column) const; ///< text, bytea
    [[nodiscard]] QByteArray document(int row, int column) const; ///< jsonb
    [[nodiscard]] qint64 integer(int row, int column) const; ///< bigint, integer, smallint, boolean
    [[nodiscard]] double real(int row, int column) const; ///< real
    [[nodiscard]] qint64 moment(int row, int column) const; ///< timestamptz, in milliseconds
    [[nodiscard]] QByteArrayList texts(int row, int column) const; ///< text[]
    [[nodiscard]] QList<qint64> integers(int row, int column) const; ///< bigint[]
    [[nodiscard]] QList<double> reals(int row, int column) const; ///< real[]

private:
    std::shared_ptr<pg_result> m_result;
};

} // namespace tamma::store::postgres
