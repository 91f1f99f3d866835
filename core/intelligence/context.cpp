// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/context.h"

#include "core/git/history.h"
#include "core/intelligence/excerpt.h"
#include "core/intelligence/relevance.h"
#include "core/intelligence/symbols.h"
#include "core/intelligence/token_budget.h"
#include "core/intelligence/words.h"

#include <QRegularExpression>

namespace tamma::intelligence {
namespace {

constexpr qint64 LARGEST_FILE = 512 * 1024;
constexpr qint64 MOST_BYTES = 64 * 1024 * 1024; // Of all files that are read for ranking.
constexpr qsizetype SYMBOL_FILES = 60; // Whose symbols are looked at.
constexpr qsizetype MOST_FILES = 12;
constexpr qsizetype MOST_DOCS = 4;
constexpr qsizetype HISTORY_FILES = 6; // Whose past is looked at.
constexpr int COMMITS_A_FILE = 4;
constexpr qsizetype MOST_COMMITS = 8;
constexpr qsizetype WORDS_IN_REASON = 4;
// Shares of the budget; what one kind leaves goes to the next.
constexpr double DOC_SHARE = 0.2;
constexpr double FILE_SHARE = 0.8;
constexpr double LARGEST_FILE_SHARE = 0.35;

bool isPassedOver(const QString& path)
{
    static const QRegularExpression PATTERN(
        QStringLiteral(
            "(^|/)(\\.git|\\.tamma|node_modules|vendor|third_party|build|dist|target)/"
            "|(^|/)(\\.env[^/]*|id_[a-z0-9]+|[^/]*\\.(pem|key|p12|pfx|kdbx))$"
            "|(^|/)(package-lock\\.json|yarn\\.lock|pnpm-lock\\.yaml|[^/]*\\.lock)$"
            "|\\.(min\\.js|min\\.css|map|svg|po|snap|png|jpe?g|gif|webp|ico|bmp|tiff?|pdf|zip|gz|"
            "xz|"
            "bz2|zst|7z|tar|jar|war|class|o|a|so|dll|exe|bin|dat|iso|img|mp[34]|mov|avi|mkv|"
            "wav|ogg|flac|ttf|otf|woff2?|eot|sqlite3?|db|parquet|onnx|gguf|safetensors|pt)$"),
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
    Gathering(const git::Repository& repository, const ContextRequest& request,
              std::stop_token stop)
        : m_repository(repository)
        , m_commit(request.commit)
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
        TRY_ASSIGN(QStringList paths, git::filesAt(m_repository, m_commit));
        paths.removeIf(isPassedOver);
        paths.sort();
        qint64 read = 0;
        for (const QString& path : std::as_const(paths)) {
            TRY(checkStop());
            QByteArray text; // Beyond the limit a file counts by its path alone.
            if (read <= MOST_BYTES) {
                TRY_ASSIGN(text, content(path));
                read += text.size();
            }
            if (text.size() <= LARGEST_FILE && !isBinary(text)) {
                m_paths.append(path);
                m_relevance.add(path, text);
            }
        }
        return {};
    }

    Result<> countSymbols()
    {
        const QList<RankedFile> ranked = m_relevance.ranked();
        for (const RankedFile& file : ranked.first(std::min(SYMBOL_FILES, ranked.size()))) {
            TRY(checkStop());
            TRY_ASSIGN(const QByteArray content, content(file.path));
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
                m_taken.append(file.path);
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
            TRY_ASSIGN(const QByteArray content, content(file.path));
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
        QList<std::pair<git::CommitSummary, QString>> commits; // With the path that led to it.
        for (const QString& path : m_taken.first(std::min(HISTORY_FILES, m_taken.size()))) {
            TRY(checkStop());
            TRY_ASSIGN(const auto past,
                       git::history(m_repository, {m_commit, path, COMMITS_A_FILE}));
            for (const git::CommitSummary& commit : past) {
                const bool isKnown = std::ranges::any_of(
                    commits, [&](const auto& known) { return known.first.hash == commit.hash; });
                if (!isKnown) {
                    commits.append({commit, path});
                }
            }
        }
        std::ranges::stable_sort(commits, std::ranges::greater(),
                                 [](const auto& entry) { return entry.first.author.when; });
        for (const auto& [commit, path] : commits.first(std::min(MOST_COMMITS, commits.size()))) {
            const QString section
                = QStringLiteral("## Commit %1 of %2\n%3\n")
                      .arg(commit.hash.left(12), toIso8601(commit.author.when).left(10),
                           commit.subject);
            m_collector.take(
                {QStringLiteral("history"), commit.hash, QStringLiteral("changed ") + path, 0},
                section.toUtf8());
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
        TRY_ASSIGN(const QByteArray content, content(path));
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

    [[nodiscard]] Result<QByteArray> content(const QString& path) const
    {
        return git::readFileAt(m_repository, m_commit, path);
    }

    [[nodiscard]] Result<> checkStop() const
    {
        if (m_stop.stop_requested()) {
            return failure(errors::CANCELLED);
        }
        return {};
    }

    const git::Repository& m_repository;
    QString m_commit;
    Relevance m_relevance;
    Collector m_collector;
    int m_budget;
    std::stop_token m_stop;
    QStringList m_paths;
    QList<RankedFile> m_ranked;
    QStringList m_taken; // Files, the most relevant first.
};

} // namespace

Result<events::ContextGathered> gatherContext(const git::Repository& repository,
                                              const ContextRequest& request, std::stop_token stop)
{
    return Gathering(repository, request, std::move(stop)).run();
}

} // namespace tamma::intelligence
