// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/context.h"

#include "core/intelligence/excerpt.h"
#include "core/intelligence/relevance.h"
#include "core/intelligence/symbols.h"
#include "core/intelligence/token_budget.h"
#include "core/intelligence/words.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

namespace tamma::intelligence {
namespace {

constexpr qint64 LARGEST_FILE = 512 * 1024;
constexpr qint64 MOST_BYTES = 64 * 1024 * 1024; // Of all files that are read for ranking.
constexpr qsizetype SYMBOL_FILES = 60; // Whose symbols are looked at.
constexpr qsizetype MOST_FILES = 12;
constexpr qsizetype MOST_DOCS = 4;
constexpr int HISTORY_DEPTH = 200;
constexpr qsizetype MOST_COMMITS = 8;
constexpr qsizetype WORDS_IN_REASON = 4;
// Shares of the budget; what one kind leaves goes to the next.
constexpr double DOC_SHARE = 0.2;
constexpr double FILE_SHARE = 0.8;
constexpr double LARGEST_FILE_SHARE = 0.35;

bool isPassedOver(const QString& path)
{
    static const QRegularExpression PATTERN(
        QStringLiteral("(^|/)(\\.git|\\.tamma|node_modules|vendor|third_party|build|dist|target)/"
                       "|(^|/)(\\.env[^/]*|id_[a-z0-9]+|[^/]*\\.(pem|key|p12|pfx|kdbx))$"
                       "|(^|/)(package-lock\\.json|yarn\\.lock|pnpm-lock\\.yaml|[^/]*\\.lock)$"
                       "|\\.(min\\.js|min\\.css|map|svg|po|ts\\.snap)$"),
        QRegularExpression::CaseInsensitiveOption);
    return PATTERN.match(path).hasMatch();
}

bool isDocument(const QString& path)
{
    static const QRegularExpression PATTERN(
        QStringLiteral("(^|/)docs?/.*\\.(md|rst|txt|adoc)$|(^|/)[^/]*\\.(md|rst|adoc)$"
                       "|(^|/)readme[^/]*$"),
        QRegularExpression::CaseInsensitiveOption);
    return PATTERN.match(path).hasMatch();
}

bool isBinary(const QByteArray& content)
{
    return content.left(8000).contains('\0');
}

bool isMainReadme(const QString& path)
{
    return path.startsWith(QLatin1StringView("readme"), Qt::CaseInsensitive)
        && !path.contains(u'/');
}

/// Collects items while there is room. An item that does not fit is not taken at all.
class Collector {
public:
    Collector(LoopId loop, int budget)
    {
        m_gathered.loopId = std::move(loop);
        m_gathered.budget = budget;
    }

    [[nodiscard]] int room() const { return m_gathered.budget - m_gathered.tokens; }

    /// Sections are estimated one by one and rounded up, so that their sum holds for the whole.
    /// Returns the tokens that it took: 0 when there was no room.
    int take(events::ContextItem item, const QByteArray& section)
    {
        const QString text = QString::fromUtf8(section); // Repairs bytes that are no UTF-8.
        item.tokens = estimatedTokens(text);
        if (item.tokens > room()) {
            return 0;
        }
        m_gathered.tokens += item.tokens;
        m_gathered.text += text;
        m_gathered.items.append(item);
        return item.tokens;
    }

    [[nodiscard]] events::ContextGathered gathered() && { return std::move(m_gathered); }

private:
    events::ContextGathered m_gathered;
};

/// One gathering, from ranking to the finished text.
class Gathering {
public:
    Gathering(const SourceTree& tree, const ContextRequest& request, std::stop_token stop)
        : m_tree(tree)
        , m_relevance(searchWords(request.issueText.toUtf8()))
        , m_collector(request.loopId, request.budget)
        , m_budget(request.budget)
        , m_stop(std::move(stop))
    {
    }

    Result<events::ContextGathered> run()
    {
        TRY(readFiles());
        TRY(countSymbols());
        m_ranked = m_relevance.ranked();
        TRY(takeDocuments());
        TRY(takeFiles());
        TRY(takeOutlines());
        TRY(takeHistory());
        if (m_ranked.isEmpty()) {
            takeLayout();
        }
        return std::move(m_collector).gathered();
    }

private:
    Result<> readFiles()
    {
        TRY_ASSIGN(QList<SourceFile> files, m_tree.files());
        files.removeIf([](const SourceFile& file) {
            return file.sizeBytes > LARGEST_FILE || isPassedOver(file.path);
        });
        std::ranges::sort(files, {}, &SourceFile::path);
        qint64 read = 0;
        for (const SourceFile& file : std::as_const(files)) {
            TRY(checkStop());
            m_paths.append(file.path);
            read += file.sizeBytes;
            // Beyond the limit a file counts by its path alone.
            QByteArray content;
            if (read <= MOST_BYTES) {
                TRY_ASSIGN(content, m_tree.content(file.path));
            }
            if (!isBinary(content)) {
                m_relevance.add(file.path, content);
            }
        }
        return {};
    }

    Result<> countSymbols()
    {
        const QList<RankedFile> ranked = m_relevance.ranked();
        for (const RankedFile& file : ranked.first(std::min(SYMBOL_FILES, ranked.size()))) {
            TRY(checkStop());
            TRY_ASSIGN(const QByteArray content, m_tree.content(file.path));
            QStringList names;
            for (const Symbol& symbol : symbolsOf(file.path, content)) {
                names.append(symbol.name);
            }
            m_relevance.addSymbols(file.path, names);
        }
        return {};
    }

    Result<> takeDocuments()
    {
        QStringList paths;
        for (const RankedFile& file : std::as_const(m_ranked)) {
            if (isDocument(file.path) && paths.size() < MOST_DOCS) {
                paths.append(file.path);
            }
        }
        const auto readme = std::ranges::find_if(m_paths, isMainReadme);
        if (readme != m_paths.cend() && !paths.contains(*readme)) {
            paths.append(*readme);
        }
        const int most = int(m_budget * DOC_SHARE);
        int left = most;
        for (const QString& path : std::as_const(paths)) {
            TRY_ASSIGN(const int used, takeFile("doc", path, std::min(left, most / 2)));
            left -= used;
        }
        return {};
    }

    Result<> takeFiles()
    {
        int left = int(m_budget * FILE_SHARE);
        qsizetype taken = 0;
        for (const RankedFile& file : std::as_const(m_ranked)) {
            if (isDocument(file.path) || taken == MOST_FILES) {
                continue;
            }
            TRY(checkStop());
            const int most
                = std::min({left, m_collector.room(), int(m_budget * LARGEST_FILE_SHARE)});
            TRY_ASSIGN(const int used, takeFile("file", file.path, most));
            left -= used;
            if (used > 0) {
                ++taken;
                m_taken.insert(file.path);
            }
        }
        return {};
    }

    Result<> takeOutlines()
    {
        qsizetype outlines = 0;
        for (const RankedFile& file : std::as_const(m_ranked)) {
            if (m_taken.contains(file.path) || isDocument(file.path) || outlines == MOST_FILES) {
                continue;
            }
            TRY(checkStop());
            TRY_ASSIGN(const QByteArray content, m_tree.content(file.path));
            QByteArray section = heading(file.path) + "Defines:\n";
            const QList<Symbol> symbols = symbolsOf(file.path, content);
            for (const Symbol& symbol : symbols.first(std::min<qsizetype>(20, symbols.size()))) {
                section += QByteArray::number(symbol.line) + ": " + symbol.text.toUtf8() + '\n';
            }
            const events::ContextItem item{QStringLiteral("symbol"), file.path,
                                           reasonFor(file.path), 0};
            if (!symbols.isEmpty() && m_collector.take(item, section) > 0) {
                ++outlines;
            }
        }
        return {};
    }

    Result<> takeHistory()
    {
        TRY_ASSIGN(const QList<PastCommit> history, m_tree.history(HISTORY_DEPTH));
        qsizetype taken = 0;
        for (const PastCommit& commit : history) {
            const auto touched = std::ranges::find_if(
                commit.paths, [this](const QString& path) { return m_taken.contains(path); });
            if (touched == commit.paths.cend() || taken == MOST_COMMITS) {
                continue;
            }
            const QByteArray section = "## Commit " + commit.hash.left(12).toUtf8() + " of "
                + commit.date.toUtf8() + "\n" + commit.subject.toUtf8() + "\nIt changed "
                + commit.paths.mid(0, 6).join(QLatin1StringView(", ")).toUtf8() + "\n\n";
            const events::ContextItem item{QStringLiteral("history"), commit.hash,
                                           QStringLiteral("changed ") + *touched, 0};
            if (m_collector.take(item, section) > 0) {
                ++taken;
            }
        }
        return {};
    }

    /// For an issue whose words are nowhere: at least say what there is.
    void takeLayout()
    {
        QByteArray section = "## Files\n";
        for (const QString& path : std::as_const(m_paths)) {
            const QByteArray line = path.toUtf8() + '\n';
            if (estimatedTokens(section + line) > m_collector.room()) {
                break;
            }
            section += line;
        }
        m_collector.take({QStringLiteral("file"), QStringLiteral("."),
                          QStringLiteral("no file has a word of the issue; this is the layout"), 0},
                         section);
    }

    /// Takes a file, or what of it fits into `most` tokens; returns the tokens that it took.
    Result<int> takeFile(const char* kind, const QString& path, int most)
    {
        TRY_ASSIGN(const QByteArray content, m_tree.content(path));
        const QByteArray head = heading(path);
        const int forText = most - estimatedTokens(head) - 4; // Both ends of the fence.
        const QByteArray text = excerptOf(content, lineWeights(content), forText);
        if (text.isEmpty()) {
            return 0;
        }
        const QByteArray section
            = head + "```\n" + text + (text.endsWith('\n') ? "" : "\n") + "```\n";
        const events::ContextItem item{QString::fromLatin1(kind), path, reasonFor(path), 0};
        return m_collector.take(item, section);
    }

    [[nodiscard]] QList<double> lineWeights(const QByteArray& content) const
    {
        const QByteArrayList& words = m_relevance.words();
        QHash<QByteArrayView, double> rarities;
        for (qsizetype i = 0; i < words.size(); ++i) {
            rarities.insert(words.at(i), m_relevance.rarity(i));
        }
        QList<double> weights;
        for (const QByteArray& line : content.split('\n')) {
            double weight = 0;
            forEachWord(line, [&](std::string_view word) {
                weight += rarities.value(QByteArrayView(word.data(), qsizetype(word.size())));
            });
            weights.append(weight);
        }
        return weights;
    }

    [[nodiscard]] static QByteArray heading(const QString& path)
    {
        return "## " + path.toUtf8() + '\n';
    }

    [[nodiscard]] QString reasonFor(const QString& path) const
    {
        const auto found = std::ranges::find(m_ranked, path, &RankedFile::path);
        if (found == m_ranked.cend()) {
            return QStringLiteral("describes the project");
        }
        return QStringLiteral("has the words ")
            + found->words.mid(0, WORDS_IN_REASON).join(QLatin1StringView(", "));
    }

    [[nodiscard]] Result<> checkStop() const
    {
        if (m_stop.stop_requested()) {
            return failure(errors::CANCELLED);
        }
        return {};
    }

    const SourceTree& m_tree;
    Relevance m_relevance;
    Collector m_collector;
    int m_budget;
    std::stop_token m_stop;
    QStringList m_paths;
    QList<RankedFile> m_ranked;
    QSet<QString> m_taken;
};

} // namespace

Result<events::ContextGathered> gatherContext(const SourceTree& tree, const ContextRequest& request,
                                              std::stop_token stop)
{
    return Gathering(tree, request, std::move(stop)).run();
}

} // namespace tamma::intelligence
