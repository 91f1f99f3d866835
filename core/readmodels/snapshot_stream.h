// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payload_fields.h"

#include <QByteArray>
#include <QHash>
#include <QMap>

#include <bit>
#include <concepts>
#include <cstring>
#include <optional>
#include <type_traits>

namespace tamma::readmodels {

// States of folds as bytes and back, by the same visit(name, field) that the payloads have. The
// bytes are a cache of the version that wrote them, never a format: SnapshotShape tells versions
// apart.
//
// Shape    Numbers in LEB128 (DWARF 5, section 7.6), signed ones with their sign in the lowest bit;
//          a text once, and its number from then on, so that equal texts share their memory again.

/// Writes a state.
class SnapshotWriter {
public:
    template <typename T> void operator()(const char*, T& value) { put(value); }

    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; }

    template <std::integral T> void put(T value)
    {
        const auto number = static_cast<qint64>(value);
        putUnsigned((static_cast<quint64>(number) << 1) ^ static_cast<quint64>(number >> 63));
    }
    template <typename T>
        requires std::is_enum_v<T>
    void put(T value)
    {
        put(static_cast<qint64>(value));
    }
    void put(double value) { putUnsigned(std::bit_cast<quint64>(value)); }
    void put(Position position) { put(position.value); }
    void put(Timestamp moment) { put(moment.time_since_epoch().count()); }
    template <typename Tag> void put(const StrongId<Tag>& id) { put(id.text()); }
    void put(const QString& text)
    {
        const auto known = m_texts.constFind(text);
        if (known != m_texts.constEnd()) {
            putUnsigned(*known);
            return;
        }
        const auto number = static_cast<quint64>(m_texts.size());
        m_texts.insert(text, number);
        putUnsigned(number);
        const QByteArray utf8 = text.toUtf8();
        putUnsigned(static_cast<quint64>(utf8.size()));
        m_bytes.append(utf8);
    }
    template <typename A, typename B> void put(const std::pair<A, B>& pair)
    {
        put(pair.first);
        put(pair.second);
    }
    template <typename T> void put(const std::optional<T>& value)
    {
        put(value.has_value());
        if (value) {
            put(*value);
        }
    }
    template <typename T> void put(const QList<T>& list)
    {
        put(list.size());
        for (const T& item : list) {
            put(item);
        }
    }
    template <typename K, typename T> void put(const QMap<K, T>& map) { putMap(map); }
    template <typename K, typename T> void put(const QHash<K, T>& map) { putMap(map); }
    template <events::HasFields T> void put(const T& value)
    {
        fields(*this, const_cast<T&>(value)); // Writing changes nothing.
    }

private:
    void putUnsigned(quint64 number)
    {
        for (; number >= 0x80; number >>= 7) {
            m_bytes.append(static_cast<char>(number | 0x80));
        }
        m_bytes.append(static_cast<char>(number));
    }
    template <typename Map> void putMap(const Map& map)
    {
        put(map.size());
        for (const auto& [key, value] : map.asKeyValueRange()) {
            put(key);
            put(value);
        }
    }

    QByteArray m_bytes;
    QHash<QString, quint64> m_texts;
};

/// Reads what a SnapshotWriter wrote. Bytes that nobody wrote give a state that is wrong, and
/// isRight() says so; they never make it read past their end.
class SnapshotReader {
public:
    explicit SnapshotReader(QByteArrayView bytes)
        : m_rest(bytes)
    {
    }

    template <typename T> void operator()(const char*, T& value) { get(value); }

    /// Returns true when everything was understood and nothing is left.
    [[nodiscard]] bool isRight() const { return m_isRight && m_rest.isEmpty(); }

    template <std::integral T> void get(T& value)
    {
        const quint64 number = getUnsigned();
        value = static_cast<T>(static_cast<qint64>(number >> 1) ^ -static_cast<qint64>(number & 1));
    }
    template <typename T>
        requires std::is_enum_v<T>
    void get(T& value)
    {
        qint64 number = 0;
        get(number);
        value = static_cast<T>(number);
    }
    void get(double& value) { value = std::bit_cast<double>(getUnsigned()); }
    void get(Position& position) { get(position.value); }
    void get(Timestamp& moment)
    {
        qint64 milliseconds = 0;
        get(milliseconds);
        moment = Timestamp(std::chrono::milliseconds(milliseconds));
    }
    template <typename Tag> void get(StrongId<Tag>& id)
    {
        QString text;
        get(text);
        id = StrongId<Tag>(std::move(text));
    }
    void get(QString& text)
    {
        const quint64 number = getUnsigned();
        if (number < static_cast<quint64>(m_texts.size())) {
            text = m_texts.at(static_cast<qsizetype>(number));
            return;
        }
        const quint64 size = getUnsigned();
        if (!check(size <= static_cast<quint64>(m_rest.size()))) {
            return;
        }
        text = QString::fromUtf8(m_rest.first(static_cast<qsizetype>(size)));
        m_rest = m_rest.sliced(static_cast<qsizetype>(size));
        m_texts.append(text);
    }
    template <typename A, typename B> void get(std::pair<A, B>& pair)
    {
        get(pair.first);
        get(pair.second);
    }
    template <typename T> void get(std::optional<T>& value)
    {
        bool exists = false;
        get(exists);
        if (exists) {
            get(value.emplace());
        }
    }
    template <typename T> void get(QList<T>& list)
    {
        const qsizetype size = getSize();
        list.reserve(size);
        for (qsizetype i = 0; i < size && m_isRight; ++i) {
            get(list.emplaceBack());
        }
    }
    template <typename K, typename T> void get(QMap<K, T>& map) { getMap(map); }
    template <typename K, typename T> void get(QHash<K, T>& map) { getMap(map); }
    template <events::HasFields T> void get(T& value) { fields(*this, value); }

private:
    bool check(bool holds)
    {
        m_isRight = m_isRight && holds;
        return m_isRight;
    }
    quint64 getUnsigned()
    {
        quint64 number = 0;
        for (int shift = 0; shift < 64 && check(!m_rest.isEmpty()); shift += 7) {
            const auto byte = static_cast<quint8>(m_rest.front());
            m_rest = m_rest.sliced(1);
            number |= static_cast<quint64>(byte & 0x7f) << shift;
            if (byte < 0x80) {
                return number;
            }
        }
        check(false);
        return 0;
    }
    /// Everything takes a byte at least, so no true size is bigger than the rest.
    qsizetype getSize()
    {
        qsizetype size = 0;
        get(size);
        return check(size >= 0 && size <= m_rest.size()) ? size : 0;
    }
    template <typename Map> void getMap(Map& map)
    {
        const qsizetype size = getSize();
        for (qsizetype i = 0; i < size && m_isRight; ++i) {
            typename Map::key_type key;
            get(key);
            get(map[key]);
        }
    }

    QByteArrayView m_rest;
    QList<QString> m_texts;
    bool m_isRight = true;
};

/// Writes down which fields a state has, down to the last number: two versions of Tamma whose
/// states differ have different shapes.
class SnapshotShape {
public:
    template <typename T> void operator()(const char* name, T& value)
    {
        text += name;
        text += ':';
        add(value);
    }

    QByteArray text;

private:
    template <typename T>
        requires std::is_arithmetic_v<T> || std::is_enum_v<T>
    void add(T&)
    {
        text += std::is_floating_point_v<T> ? "double," : "number,";
    }
    void add(Position&) { text += "position,"; }
    void add(Timestamp&) { text += "moment,"; }
    void add(QString&) { text += "text,"; }
    template <typename Tag> void add(StrongId<Tag>&) { text += "id,"; }
    template <typename A, typename B> void add(std::pair<A, B>& pair)
    {
        addAll("pair", pair.first, pair.second);
    }
    template <typename T> void add(std::optional<T>&) { addAll("optional", T{}); }
    template <typename T> void add(QList<T>&) { addAll("list", T{}); }
    template <typename K, typename T> void add(QMap<K, T>&) { addAll("map", K{}, T{}); }
    template <typename K, typename T> void add(QHash<K, T>&) { addAll("hash", K{}, T{}); }
    template <events::HasFields T> void add(T& value)
    {
        text += '{';
        fields(*this, value);
        text += "},";
    }
    template <typename... Parts> void addAll(const char* name, Parts&&... parts)
    {
        text += name;
        text += '(';
        (add(parts), ...);
        text += "),";
    }
};

} // namespace tamma::readmodels
