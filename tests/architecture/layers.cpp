// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/layers.h"

#include <QRegularExpression>

#include <functional>

namespace tamma::architecture {

using namespace Qt::StringLiterals;

namespace {

/// A library of others, how its includes look, and the only folder that may have them.
struct Quarantine {
    const char* name;
    const char* includes;
    const char* folders;
    const char* instead;
};

constexpr Quarantine QUARANTINES[] = {
    {"libgit2", "^git2(/|\\.h)", "^core/git/", "call core/git, whose types are values"},
    {"yaml-cpp", "^yaml-cpp/", "^core/config/", "let core/config read it and take the value"},
    {"libseccomp", "^seccomp\\.h", "^core/sandbox/", "describe the need in a SandboxProfile"},
    {"simdjson", "^simdjson\\.h", "^core/events/", "call events::codec::decode()"},
    {"QtKeychain", "^qt6?keychain/", "^core/secrets/", "ask a SecretStore"},
    {"OpenSSL", "^openssl/", "^core/store/", "let core/store seal, open and sign"},
    {"SQLite", "^sqlite3\\.h", "^core/store/", "read through EventStore"},
    {"libpq", "^(libpq-fe|postgres_ext|pg_config|libpq/)", "^core/store/postgres/",
     "read through EventStore, or open a record by its URL"},
    {"Zstandard", "^zstd\\.h", "^core/store/", "let core/store compress"},
    {"Qt SQL", "^(QtSql/|QSql)", "^core/store/", "read through EventStore"},
    {"valijson", "^valijson/", "^core/providers/", "call core/providers/schema_validator.h"},
    {"KSyntaxHighlighting", "^KSyntaxHighlighting", "^ui/diff/", "ask ui/diff/highlighter.h"},
    {"KDSingleApplication", "^kdsingleapplication", "^app/", "let app hand the message over"},
    {"CLI11", "^CLI/", "^app/", "take a struct of arguments"},
    {"Qt Network", "^(QtNetwork/|QNetwork|QTcp|QUdp|QSsl|QHostAddress|QLocalS|QAbstractSocket)",
     "^core/io/", "use core/io, which can be cancelled"},
    {"Qt GUI",
     "^(QtGui|QtWidgets|QWidget|QApplication|QGuiApplication|QPainter|QPixmap|QIcon|QImage|QColor"
     "|QFont|QPalette|QAction|QClipboard)",
     "^(ui|app)/", "hand out values, and let ui draw them"},
};

/// What ui sees of the core: two doors and the values that go through them.
constexpr const char* FOR_UI = "^core/(base/.*|config/.*|readmodels/.*|events/payloads/.*"
                               "|events/(event|event_query|ids|codec|catalog)\\.h"
                               "|workflow/step_ids\\.h|git/(diff|kept_work|merge_forecast)\\.h"
                               "|engine/(engine_client|record_client|recovery_client|read_model_feed)\\.h)$";

/// Calls `see` with each included name and its line.
void eachInclude(const SourceFile& file, const std::function<void(const QString&, int)>& see)
{
    static const QRegularExpression include(u"^\\s*#\\s*include\\s*[\"<]([^\">]+)[\">]"_s);
    const QStringList lines = file.text.split(u'\n');
    for (int i = 0; i < lines.size(); ++i) {
        const auto match = include.match(lines[i]);
        if (match.hasMatch()) {
            see(match.captured(1), i + 1);
        }
    }
}

bool isOfTheHouse(const QString& include)
{
    return include.startsWith(u"core/") || include.startsWith(u"ui/")
        || include.startsWith(u"app/");
}

QString row(const QString& name, const Library& library)
{
    const QString uses = library.uses.isEmpty() ? u"nothing"_s : library.uses.join(u", "_s);
    return u"| %1 | %2 | ... | %3 |"_s.arg(name).arg(library.layer).arg(uses);
}

} // namespace

LayerGraph LayerGraph::fromText(const QString& text)
{
    LayerGraph graph;
    for (const QString& line : text.split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
        if (words.size() >= 2) {
            graph.m_libraries.insert(words[0], {words[1].toInt(), words.sliced(2)});
        }
    }
    return graph;
}

QString LayerGraph::libraryOf(const QString& path) const
{
    const QStringList parts = path.split(u'/');
    if (parts.first() == u"app" && parts.size() == 2) {
        return u"app_composition"_s;
    }
    const QString name = parts.first() + u'_' + parts.value(1);
    return m_libraries.contains(name) ? name : QString();
}

QSet<QString> LayerGraph::reach(const QString& library) const
{
    QSet<QString> reached{library};
    for (const QString& used : m_libraries.value(library).uses) {
        reached.unite(reach(used));
    }
    return reached;
}

QStringList wrongArrows(const SourceFile& file, const LayerGraph& graph)
{
    QStringList wrong;
    const QString own = graph.libraryOf(file.path);
    if (own.isEmpty()) {
        return wrong;
    }
    const QSet<QString> reached = graph.reach(own);
    eachInclude(file, [&](const QString& include, int line) {
        if (!isOfTheHouse(include) || reached.contains(graph.libraryOf(include))) {
            return;
        }
        wrong.append(violation(
            file, line,
            u"%1 does not use the room of \"%2\". An include without an arrow hides a dependency: "
            "if that room is of a lower layer, name it in DEPENDS; if not, move the shared part "
            "down or pass a value"_s.arg(own, include)));
    });
    return wrong;
}

QStringList coreBehindTheDoors(const SourceFile& file)
{
    static const QRegularExpression allowed(QString::fromLatin1(FOR_UI));
    QStringList wrong;
    if (!file.path.startsWith(u"ui/")) {
        return wrong;
    }
    eachInclude(file, [&](const QString& include, int line) {
        if (include.startsWith(u"core/") && !allowed.match(include).hasMatch()) {
            wrong.append(violation(
                file, line,
                u"ui must not see \"%1\": the GUI thread would block on what the core does. Send a "
                "command through EngineClient, or show a read model"_s.arg(include)));
        }
    });
    return wrong;
}

QStringList escapedThirdParties(const SourceFile& file)
{
    QStringList wrong;
    if (file.isTest()) {
        return wrong;
    }
    eachInclude(file, [&](const QString& include, int line) {
        for (const Quarantine& quarantine : QUARANTINES) {
            const QRegularExpression its(QString::fromLatin1(quarantine.includes));
            const QRegularExpression folders(QString::fromLatin1(quarantine.folders));
            if (its.match(include).hasMatch() && !folders.match(file.path).hasMatch()) {
                wrong.append(violation(
                    file, line,
                    u"%1 lives only in %2, so that it can be replaced there. Instead: %3"_s.arg(
                        QString::fromLatin1(quarantine.name),
                        QString::fromLatin1(quarantine.folders).remove(u'^'),
                        QString::fromLatin1(quarantine.instead))));
            }
        }
    });
    return wrong;
}

QStringList wrongRows(const QString& readmes, const LayerGraph& graph)
{
    static const QRegularExpression shape(
        u"^\\| ((?:core|ui|app)_\\w+) \\| (\\d+) \\| [^|]+ \\| ([^|]+) \\|$"_s,
        QRegularExpression::MultilineOption);
    QStringList wrong;
    QMap<QString, QString> written;
    for (const auto& match : shape.globalMatch(readmes)) {
        const Library library{match.captured(2).toInt(), match.captured(3).split(u", "_s)};
        written.insert(match.captured(1), row(match.captured(1), library));
        if (!graph.libraries().contains(match.captured(1))) {
            wrong.append(u"the table has %1, which no CMakeLists.txt makes: remove its row"_s.arg(
                match.captured(1)));
        }
    }
    for (const auto& [name, library] : graph.libraries().asKeyValueRange()) {
        if (written.value(name) != row(name, library)) {
            wrong.append(u"%1/README.md: the row of %2 must be: %3"_s.arg(
                name.section(u'_', 0, 0), name, row(name, library)));
        }
    }
    return wrong;
}

} // namespace tamma::architecture
