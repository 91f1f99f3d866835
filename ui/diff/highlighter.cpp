// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/highlighter.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/Theme>

#include <QCache>
#include <QFileInfo>

#include <cmath>
#include <mutex>

namespace tamma::ui {
namespace {

namespace ksh = KSyntaxHighlighting;

class Lexer final : public ksh::AbstractHighlighter {
public:
    ksh::State lex(const QString& line, const ksh::State& state, QList<FormatSpan>* spans)
    {
        m_spans = spans;
        return highlightLine(line, state);
    }

protected:
    void applyFormat(int offset, int length, const ksh::Format& format) override
    {
        if (m_spans != nullptr && length > 0) {
            m_spans->append({offset, length, format.id()});
        }
    }

private:
    QList<FormatSpan>* m_spans = nullptr;
};

/// One version of the file with the states at lines 0, 64, 128...
struct Side {
    LineIndex lines;
    std::vector<ksh::State> checkpoints{ksh::State()};

    [[nodiscard]] bool isComplete() const
    {
        return checkpoints.size() * Highlighter::LINES_PER_CHECKPOINT
            >= static_cast<size_t>(lines.count());
    }
};

double luminance(const QColor& colour)
{
    const auto linear
        = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double la = luminance(a) + 0.05;
    const double lb = luminance(b) + 0.05;
    return std::max(la, lb) / std::min(la, lb);
}

/// The themes of the library are made for one background; ours has tinted lines too.
QColor readable(QColor ink, const ColourTokens& colours)
{
    const auto isReadable = [&] {
        const auto on = {colours.bg, colours.added.line, colours.removed.line,
                         colours.added.emphasis, colours.removed.emphasis};
        return std::ranges::all_of(on, [&](const QColor& c) { return contrast(ink, c) >= 4.5; });
    };
    for (int step = 0; step < 20 && !isReadable(); ++step) {
        ink = QColor::fromRgbF(static_cast<float>(ink.redF() * 0.9 + colours.text.redF() * 0.1),
                               static_cast<float>(ink.greenF() * 0.9 + colours.text.greenF() * 0.1),
                               static_cast<float>(ink.blueF() * 0.9 + colours.text.blueF() * 0.1));
    }
    return ink;
}

} // namespace

struct Highlighter::Engine {
    mutable std::mutex mutex;
    ksh::Repository repository;
    Lexer lexer;
    Side sides[2];
    QCache<quint64, std::vector<QList<FormatSpan>>> blocks{128};
    QHash<int, CharLook> looks[2];

    void learnLooks()
    {
        auto definitions = lexer.definition().includedDefinitions();
        definitions.append(lexer.definition());
        learnLooks(definitions, ColourScheme::Light,
                   repository.theme(QStringLiteral("GitHub Light")));
        learnLooks(definitions, ColourScheme::Dark,
                   repository.theme(QStringLiteral("GitHub Dark")));
    }

    void learnLooks(const QList<ksh::Definition>& definitions, ColourScheme scheme,
                    const ksh::Theme& theme)
    {
        const auto& colours = colourTokens(scheme);
        for (const auto& definition : definitions) {
            const auto formats = definition.formats();
            for (const auto& format : formats) {
                const bool plain = format.isDefaultTextStyle(theme);
                looks[static_cast<int>(scheme)].insert(
                    format.id(),
                    {plain ? colours.text : readable(format.textColor(theme), colours),
                     format.isBold(theme), format.isItalic(theme)});
            }
        }
    }

    ksh::State lex(const Side& side, int line, const ksh::State& state, QList<FormatSpan>* spans)
    {
        if (side.lines.bytes(line).size() > LONGEST_LINE) {
            return state;
        }
        return lexer.lex(side.lines.text(line), state, spans);
    }

    void addCheckpoint(Side& side)
    {
        auto state = side.checkpoints.back();
        const int first = static_cast<int>(side.checkpoints.size() - 1) * LINES_PER_CHECKPOINT;
        for (int i = first; i < first + LINES_PER_CHECKPOINT; ++i) {
            state = lex(side, i, state, nullptr);
        }
        side.checkpoints.push_back(state);
    }

    std::vector<QList<FormatSpan>>* makeBlock(const Side& side, int block)
    {
        auto* spans = new std::vector<QList<FormatSpan>>;
        auto state = side.checkpoints[static_cast<size_t>(block)];
        const int end = std::min((block + 1) * LINES_PER_CHECKPOINT, side.lines.count());
        for (int i = block * LINES_PER_CHECKPOINT; i < end; ++i) {
            state = lex(side, i, state, &spans->emplace_back());
        }
        return spans;
    }
};

Highlighter::Highlighter(const QString& path, LineIndex oldLines, LineIndex newLines)
{
    if (std::max(oldLines.sizeBytes(), newLines.sizeBytes()) > LARGEST_BYTES) {
        return;
    }
    auto engine = std::make_unique<Engine>();
    const auto definition = engine->repository.definitionForFileName(QFileInfo(path).fileName());
    if (!definition.isValid()) {
        return;
    }
    engine->lexer.setDefinition(definition);
    engine->sides[static_cast<int>(DiffSide::Old)].lines = std::move(oldLines);
    engine->sides[static_cast<int>(DiffSide::New)].lines = std::move(newLines);
    engine->learnLooks();
    m_engine = std::move(engine);
}

Highlighter::~Highlighter() = default;

bool Highlighter::isAvailable() const
{
    return m_engine != nullptr;
}

std::optional<QList<FormatSpan>> Highlighter::spans(DiffSide which, int line)
{
    if (m_engine == nullptr) {
        return QList<FormatSpan>{};
    }
    const std::scoped_lock lock(m_engine->mutex);
    auto& side = m_engine->sides[static_cast<int>(which)];
    const int block = line / LINES_PER_CHECKPOINT;
    if (static_cast<size_t>(block) == side.checkpoints.size()) {
        m_engine->addCheckpoint(side); // One block away: quicker done than asked for.
    }
    if (static_cast<size_t>(block) >= side.checkpoints.size()) {
        return std::nullopt;
    }
    const quint64 key = quint64(block) * 2 + static_cast<quint64>(which);
    auto* spans = m_engine->blocks.object(key);
    if (spans == nullptr) {
        spans = m_engine->makeBlock(side, block);
        m_engine->blocks.insert(key, spans);
    }
    return (*spans)[static_cast<size_t>(line - block * LINES_PER_CHECKPOINT)];
}

bool Highlighter::advance(int lines)
{
    if (m_engine == nullptr) {
        return false;
    }
    const std::scoped_lock lock(m_engine->mutex);
    auto& [oldSide, newSide] = m_engine->sides;
    for (int done = 0; done < lines; done += LINES_PER_CHECKPOINT) {
        const bool oldIsBehind = oldSide.checkpoints.size() < newSide.checkpoints.size();
        Side& side
            = newSide.isComplete() || (oldIsBehind && !oldSide.isComplete()) ? oldSide : newSide;
        if (side.isComplete()) {
            return false;
        }
        m_engine->addCheckpoint(side);
    }
    return !oldSide.isComplete() || !newSide.isComplete();
}

CharLook Highlighter::format(int id, ColourScheme scheme) const
{
    if (m_engine == nullptr) {
        return {colourTokens(scheme).text};
    }
    const auto& looks = m_engine->looks[static_cast<int>(scheme)];
    const auto look = looks.constFind(id);
    return look == looks.constEnd() ? CharLook{colourTokens(scheme).text} : *look;
}

} // namespace tamma::ui
