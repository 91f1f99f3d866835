// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/yaml_map.h"

#include <yaml-cpp/yaml.h>

#include <numeric>

namespace tamma::config {

namespace {

constexpr qsizetype LARGEST_FILE = 256 * 1024;

QString textOf(const YAML::Node& scalar)
{
    return QString::fromStdString(scalar.Scalar());
}

// The number of letters to change, add or remove.
qsizetype distance(const QString& a, const QString& b)
{
    std::vector<qsizetype> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        qsizetype diagonal = std::exchange(row[0], i + 1);
        for (qsizetype j = 0; j < b.size(); ++j) {
            const qsizetype replaced = diagonal + (a[i].toLower() == b[j].toLower() ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
        }
    }
    return row.back();
}

QString advice(const QString& unknown, const QStringList& known)
{
    QString nearest;
    qsizetype best = 1 + unknown.size() / 2;
    for (const QString& candidate : known) {
        if (const qsizetype letters = distance(unknown, candidate); letters < best) {
            best = letters;
            nearest = candidate;
        }
    }
    if (!nearest.isEmpty()) {
        return QStringLiteral("Unknown key \"%1\"; write \"%2\"").arg(unknown, nearest);
    }
    return QStringLiteral("Unknown key \"%1\"; known here: %2").arg(unknown, known.join(", "));
}

} // namespace

void YamlProblems::add(int line, int column, const QString& message)
{
    m_lines.append(
        QStringLiteral("%1:%2:%3: %4").arg(m_fileName).arg(line).arg(column).arg(message));
    m_problems.append(QJsonObject{{QStringLiteral("file"), m_fileName},
                                  {QStringLiteral("line"), line},
                                  {QStringLiteral("column"), column},
                                  {QStringLiteral("message"), message}});
}

Result<> YamlProblems::result() const
{
    if (m_lines.isEmpty()) {
        return {};
    }
    return failure(errors::CONFIG_INVALID, m_lines.join(QLatin1Char('\n')),
                   {{QStringLiteral("problems"), m_problems}});
}

// The nodes of yaml-cpp throw when they are used against their kind: all access is in here, and
// looks at the kind first.
struct YamlMap::Content {
    struct Entry {
        YAML::Node key;
        YAML::Node value;
    };

    YAML::Mark mark;
    QMap<QString, Entry> entries;
    QStringList known;
    YamlProblems& problems;

    void add(const YAML::Mark& where, const QString& message) const
    {
        problems.add(where.line + 1, where.column + 1, message);
    }

    // A node that is there and not null; complains when it is not of the wanted kind.
    std::optional<YAML::Node> take(const QString& key, YAML::NodeType::value kind,
                                   const QString& wanted)
    {
        known.append(key);
        const auto found = entries.find(key);
        if (found == entries.end() || found->value.IsNull()) {
            return std::nullopt;
        }
        if (found->value.Type() != kind) {
            add(found->value.Mark(), QStringLiteral("\"%1\" must be %2").arg(key, wanted));
            return std::nullopt;
        }
        return found->value;
    }

    void fill(const YAML::Node& node)
    {
        mark = node.Mark();
        for (const auto& pair : node) {
            if (!pair.first.IsScalar()) {
                add(pair.first.Mark(), QStringLiteral("A key must be plain text"));
                continue;
            }
            const QString key = textOf(pair.first);
            if (entries.contains(key)) {
                add(pair.first.Mark(),
                    QStringLiteral("\"%1\" is there twice; keep one of them").arg(key));
            }
            entries.insert(key, {pair.first, pair.second});
        }
    }
};

YamlMap::YamlMap(std::unique_ptr<Content> content)
    : m_content(std::move(content))
{
}

YamlMap::~YamlMap() = default;
YamlMap::YamlMap(YamlMap&&) noexcept = default;

YamlMap YamlMap::parse(const QByteArray& text, YamlProblems& problems)
{
    std::unique_ptr<Content> content(new Content{{}, {}, {}, problems});
    if (text.size() > LARGEST_FILE) {
        problems.add(1, 1, QStringLiteral("The file is larger than 256 KiB"));
        return YamlMap(std::move(content));
    }
    try {
        const YAML::Node root = YAML::Load(text.toStdString());
        if (root.IsMap()) {
            content->fill(root);
        } else if (root.IsDefined() && !root.IsNull()) {
            content->add(root.Mark(),
                         QStringLiteral("The file must consist of \"key: value\" lines"));
        }
    } catch (const YAML::Exception& exception) {
        const YAML::Mark where = exception.mark.is_null() ? YAML::Mark() : exception.mark;
        content->add(where, QStringLiteral("Not YAML: ") + QString::fromStdString(exception.msg));
    }
    return YamlMap(std::move(content));
}

QString YamlMap::text(const QString& key, const QString& fallback)
{
    const auto node = m_content->take(key, YAML::NodeType::Scalar, QStringLiteral("text"));
    return node ? textOf(*node) : fallback;
}

int YamlMap::number(const QString& key, int fallback, int smallest, int largest)
{
    const QString wanted
        = QStringLiteral("a whole number from %1 to %2").arg(smallest).arg(largest);
    const auto node = m_content->take(key, YAML::NodeType::Scalar, wanted);
    if (!node) {
        return fallback;
    }
    bool isNumber = false;
    const int number = textOf(*node).toInt(&isNumber);
    if (!isNumber || number < smallest || number > largest) {
        complain(key, QStringLiteral("\"%1\" must be %2").arg(key, wanted));
        return fallback;
    }
    return number;
}

bool YamlMap::flag(const QString& key, bool fallback)
{
    const QString wanted = QStringLiteral("true or false");
    const auto node = m_content->take(key, YAML::NodeType::Scalar, wanted);
    if (!node) {
        return fallback;
    }
    const QString value = textOf(*node);
    if (value != QLatin1StringView("true") && value != QLatin1StringView("false")) {
        complain(key, QStringLiteral("\"%1\" must be %2").arg(key, wanted));
        return fallback;
    }
    return value == QLatin1StringView("true");
}

QStringList YamlMap::list(const QString& key)
{
    const auto node = m_content->take(key, YAML::NodeType::Sequence,
                                      QStringLiteral("a list (\"- item\" lines)"));
    QStringList result;
    for (const auto& item : node.value_or(YAML::Node())) {
        if (item.IsScalar()) {
            result.append(textOf(item));
        } else {
            m_content->add(item.Mark(), QStringLiteral("An item of \"%1\" must be text").arg(key));
        }
    }
    return result;
}

QMap<QString, QString> YamlMap::texts(const QString& key)
{
    QMap<QString, QString> result;
    std::optional<YamlMap> inner = map(key);
    if (!inner) {
        return result;
    }
    for (auto it = inner->m_content->entries.begin(); it != inner->m_content->entries.end(); ++it) {
        if (it->value.IsScalar()) {
            result.insert(it.key(), textOf(it->value));
        } else {
            inner->complain(it.key(), QStringLiteral("\"%1\" must be text").arg(it.key()));
        }
    }
    return result;
}

std::optional<YamlMap> YamlMap::map(const QString& key)
{
    const auto node = m_content->take(key, YAML::NodeType::Map,
                                      QStringLiteral("a mapping (indented \"key: value\" lines)"));
    if (!node) {
        return std::nullopt;
    }
    std::unique_ptr<Content> content(new Content{{}, {}, {}, m_content->problems});
    content->fill(*node);
    return YamlMap(std::move(content));
}

QStringList YamlMap::keys() const
{
    return m_content->entries.keys();
}

bool YamlMap::isText(const QString& key)
{
    const auto found = m_content->entries.find(key);
    return found != m_content->entries.end() && found->value.IsScalar();
}

void YamlMap::complain(const QString& key, const QString& message)
{
    const auto found = m_content->entries.find(key);
    m_content->add(found != m_content->entries.end() ? found->value.Mark() : m_content->mark,
                   message);
}

void YamlMap::refuseOtherKeys()
{
    m_content->known.removeDuplicates();
    for (auto it = m_content->entries.begin(); it != m_content->entries.end(); ++it) {
        if (!m_content->known.contains(it.key())) {
            m_content->add(it->key.Mark(), advice(it.key(), m_content->known));
        }
    }
}

} // namespace tamma::config
