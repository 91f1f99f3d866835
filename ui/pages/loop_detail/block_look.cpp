// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/block_look.h"

#include "ui/widgets/metrics.h"
#include "ui/widgets/status_look.h"

#include <QCoreApplication>

namespace tamma::ui {

using Kind = TranscriptBlock::Kind;
using Outcome = TranscriptBlock::Outcome;

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("tamma::ui::LoopDetail", text);
}

StatusLook statusOf(Outcome outcome, Status open, const ColourTokens& colours)
{
    switch (outcome) {
    case Outcome::Good:
        return statusLook(Status::Passed, colours);
    case Outcome::NeedsPerson:
        return statusLook(Status::NeedsYou, colours);
    case Outcome::Skipped:
        return statusLook(Status::Skipped, colours);
    case Outcome::Bad:
        return statusLook(Status::Failed, colours);
    case Outcome::Open:
        break;
    }
    return statusLook(open, colours);
}

/// Agents call the same tool by many names; what is left is a wrench.
QString toolIcon(const QString& tool)
{
    static const std::pair<const char*, const char*> ICONS[] = {
        {"bash", "terminal"},     {"shell", "terminal"},      {"exec", "terminal"},
        {"run", "terminal"},      {"edit", "file-pen"},       {"write", "file-pen"},
        {"patch", "file-pen"},    {"todo", "list-checks"},    {"read", "file"},
        {"view", "file"},         {"grep", "search"},         {"glob", "search"},
        {"search", "search"},     {"find", "search"},         {"list", "folder"},
        {"web", "external-link"}, {"fetch", "external-link"},
    };
    for (const auto& [word, icon] : ICONS) {
        if (tool.contains(QLatin1StringView(word), Qt::CaseInsensitive)) {
            return QLatin1StringView(icon);
        }
    }
    return QStringLiteral("wrench");
}

void lookOfTool(BlockLook& look, const TranscriptBlock& block, const ColourTokens& colours)
{
    look.icon = toolIcon(block.tool);
    look.iconColour = colours.secondary;
    look.title = block.tool.isEmpty() ? block.title : block.tool;
    look.detail = block.title == look.title ? QString() : block.title;
    if (look.detail.startsWith(look.title + u' ')) {
        look.detail.remove(0, look.title.size() + 1); // "Edit  Edit src/a.cpp" reads badly.
    }
    if (look.detail.isEmpty() && !block.path.isEmpty()) {
        look.detail = block.path;
    }
    if (block.outcome == Outcome::Bad) {
        look.icon = QStringLiteral("octagon-x");
        look.iconColour = look.titleColour = colours.failed.ink;
    }
    look.spaceAbove = 6;
    look.spaceBelow = 2;
}

void lookOfOutput(BlockLook& look, const TranscriptBlock& block, const ColourTokens& colours)
{
    look.body = BlockLook::Body::Mono;
    look.excerpt = {6, 6};
    look.spaceAbove = 2;
    look.spaceBelow = 6;
    if (block.kind == Kind::GateLog) {
        look.icon = QStringLiteral("terminal");
        look.iconColour = colours.secondary;
        look.title = say("Log: %1").arg(block.title);
        look.excerpt = {4, 14};
    } else if (block.outcome == Outcome::Bad) {
        look.title = say("Failed");
        look.icon = QStringLiteral("octagon-x");
        look.iconColour = look.titleColour = colours.failed.ink;
    }
}

void lookOfHeader(BlockLook& look, const TranscriptBlock& block, const ColourTokens& colours)
{
    look.title = block.title;
    look.showsTime = true;
    if (block.kind == Kind::Session) {
        look.icon = QStringLiteral("bot");
        look.iconColour = colours.secondary;
        look.body = BlockLook::Body::Mono;
        look.excerpt = {0, 0};
        return;
    }
    const auto status = statusOf(block.outcome, Status::Running, colours);
    look.icon = status.icon;
    look.iconColour = status.colours.ink;
    look.body = BlockLook::Body::Plain;
    look.bodyColour = colours.secondary;
    look.spaceAbove = block.kind == Kind::Step ? 14 : 6;
    if (block.kind == Kind::Verdict) {
        look.titleColour = status.colours.ink;
        look.showsTime = false;
    }
}

void lookOfWords(BlockLook& look, const TranscriptBlock& block, const ColourTokens& colours)
{
    look.body = BlockLook::Body::Plain;
    look.bodyColour = colours.secondary;
    if (block.kind == Kind::Text) {
        look.body = BlockLook::Body::Markdown;
        look.bodyColour = colours.text;
        look.icon = QStringLiteral("message-square");
        look.iconColour = colours.secondary;
        look.spaceAbove = 6;
        return;
    }
    if (block.kind == Kind::Thought) {
        look.icon = QStringLiteral("lightbulb");
        look.iconColour = colours.secondary;
        look.italicBody = true;
        return;
    }
    look.smallBody = block.kind == Kind::SessionEnd;
    look.icon = QStringLiteral("info");
    look.iconColour = colours.secondary;
    if (block.outcome != Outcome::Open) {
        const auto status = statusOf(block.outcome, Status::Running, colours);
        look.icon = status.icon;
        look.iconColour = status.colours.ink;
    }
}

} // namespace

QFont BlockLook::bodyFont(const QFont& base) const
{
    QFont font = smallBody ? metrics::caption(base) : base;
    font.setItalic(italicBody);
    return font;
}

BlockLook blockLook(const TranscriptBlock& block, const ColourTokens& colours)
{
    BlockLook look;
    look.titleColour = colours.text;
    look.bodyColour = colours.text;
    switch (block.kind) {
    case Kind::Step:
    case Kind::Session:
    case Kind::Verdict:
        lookOfHeader(look, block, colours);
        break;
    case Kind::ToolCall:
        lookOfTool(look, block, colours);
        break;
    case Kind::ToolOutput:
    case Kind::GateLog:
        lookOfOutput(look, block, colours);
        break;
    case Kind::Text:
    case Kind::Thought:
    case Kind::Notice:
    case Kind::SessionEnd:
        lookOfWords(look, block, colours);
        break;
    }
    return look;
}

} // namespace tamma::ui
