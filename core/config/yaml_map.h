// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QStringList>

#include <memory>
#include <optional>

namespace tamma::config {

/// Collects what is wrong with one YAML file.
class YamlProblems {
public:
    explicit YamlProblems(QString fileName)
        : m_fileName(std::move(fileName))
    {
    }

    /// Lines and columns count from 1.
    void add(int line, int column, const QString& message);

    /// CONFIG_INVALID with every problem; nothing when there was none.
    [[nodiscard]] Result<> result() const;

private:
    QString m_fileName;
    QStringList m_lines;
    QJsonArray m_problems;
};

/// A mapping in a YAML file, read key by key. A value of the wrong kind becomes a problem and the
/// fallback is returned, so that one pass finds every problem.
///
/// Shape    Null counts as "not there". Each key that was asked for is a known key.
class YamlMap {
public:
    /// Reads a whole file; an empty one is an empty mapping.
    [[nodiscard]] static YamlMap parse(const QByteArray& text, YamlProblems& problems);

    ~YamlMap();
    YamlMap(YamlMap&&) noexcept;

    [[nodiscard]] QString text(const QString& key, const QString& fallback = {});
    [[nodiscard]] int number(const QString& key, int fallback, int smallest, int largest);
    [[nodiscard]] bool flag(const QString& key, bool fallback);
    [[nodiscard]] QStringList list(const QString& key);
    [[nodiscard]] QMap<QString, QString> texts(const QString& key);
    [[nodiscard]] std::optional<YamlMap> map(const QString& key);

    /// The keys of a mapping whose keys the user chooses, sorted.
    [[nodiscard]] QStringList keys() const;

    /// Whether `key` holds plain text (and no mapping).
    [[nodiscard]] bool isText(const QString& key);

    /// Adds a problem at the value of `key`, or at the mapping when it has no such key.
    void complain(const QString& key, const QString& message);

    /// Adds a problem for every key that was never asked for, with the nearest known one. Last
    /// call.
    void refuseOtherKeys();

private:
    struct Content;
    explicit YamlMap(std::unique_ptr<Content> content);

    std::unique_ptr<Content> m_content;
};

} // namespace tamma::config
