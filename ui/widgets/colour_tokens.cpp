// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/colour_tokens.h"

namespace tamma::ui {
namespace {

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

InkAndTint ink(QRgb strong, QRgb tint)
{
    return {rgb(strong), rgb(tint)};
}

DiffTint diff(QRgb line, QRgb emphasis)
{
    return {rgb(line), rgb(emphasis)};
}

ColourTokens light()
{
    return {
        .bg = rgb(0xFFFFFF),
        .window = rgb(0xF6F7F9),
        .alt = rgb(0xF0F2F5),
        .hover = rgb(0xEAEEF3),
        .selection = rgb(0xDCE9FB),
        .text = rgb(0x1B1F24),
        .secondary = rgb(0x57606A),
        .border = rgb(0xD0D7DE),
        .borderStrong = rgb(0x7D8590),
        .onAccent = rgb(0xFFFFFF),
        .running = ink(0x1450B8, 0xE3EFFC),
        .needsYou = ink(0x875A08, 0xFFF1D6),
        .passed = ink(0x006F47, 0xDDF4EA),
        .failed = ink(0x8E0B2E, 0xFBE4E8),
        .idle = ink(0x5B6470, 0xECEEF1),
        .added = diff(0xE3F6E8, 0xB4E6C3),
        .removed = diff(0xFDE8E8, 0xF9C4C6),
        .addedBlue = diff(0xE4F3FF, 0xB3DAFF),
        .removedOrange = diff(0xFFEDDE, 0xFFCFA6),
        .pastFrame = rgb(0xB57A0C),
    };
}

ColourTokens dark()
{
    return {
        .bg = rgb(0x15181C),
        .window = rgb(0x1C2025),
        .alt = rgb(0x1A1E22),
        .hover = rgb(0x242A31),
        .selection = rgb(0x1B3350),
        .text = rgb(0xE6E9ED),
        .secondary = rgb(0xA3ACB8),
        .border = rgb(0x343B44),
        .borderStrong = rgb(0x737C88),
        .onAccent = rgb(0x0B1F3A),
        .running = ink(0x6FA8FF, 0x12304F),
        .needsYou = ink(0xF5C15B, 0x40300B),
        .passed = ink(0x3BE0A6, 0x0D3A2D),
        .failed = ink(0xF47B7D, 0x4A1D1E),
        .idle = ink(0xA3ACB8, 0x2A3038),
        .added = diff(0x12301F, 0x1D5A36),
        .removed = diff(0x3B1A1D, 0x74282E),
        .addedBlue = diff(0x0E2C47, 0x1B5287),
        .removedOrange = diff(0x43280F, 0x80480F),
        .pastFrame = rgb(0xF5C15B),
    };
}

} // namespace

const ColourTokens& colourTokens(ColourScheme scheme)
{
    static const ColourTokens LIGHT = light();
    static const ColourTokens DARK = dark();
    return scheme == ColourScheme::Dark ? DARK : LIGHT;
}

const ColourTokens& colourTokens(const QPalette& palette)
{
    return colourTokens(schemeOf(palette));
}

ColourScheme schemeOf(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? ColourScheme::Dark
                                                             : ColourScheme::Light;
}

QPalette paletteOf(ColourScheme scheme)
{
    const auto& tokens = colourTokens(scheme);
    QPalette palette;
    palette.setColor(QPalette::Window, tokens.window);
    palette.setColor(QPalette::WindowText, tokens.text);
    palette.setColor(QPalette::Base, tokens.bg);
    palette.setColor(QPalette::AlternateBase, tokens.alt);
    palette.setColor(QPalette::Text, tokens.text);
    palette.setColor(QPalette::PlaceholderText, tokens.secondary);
    palette.setColor(QPalette::Button, tokens.bg);
    palette.setColor(QPalette::ButtonText, tokens.text);
    palette.setColor(QPalette::BrightText, tokens.onAccent);
    palette.setColor(QPalette::ToolTipBase, tokens.bg);
    palette.setColor(QPalette::ToolTipText, tokens.text);
    palette.setColor(QPalette::Highlight, tokens.selection);
    palette.setColor(QPalette::HighlightedText, tokens.text);
    palette.setColor(QPalette::Accent, tokens.running.ink);
    palette.setColor(QPalette::Link, tokens.running.ink);
    palette.setColor(QPalette::LinkVisited, tokens.secondary);
    palette.setColor(QPalette::Light, tokens.hover);
    palette.setColor(QPalette::Midlight, tokens.hover);
    palette.setColor(QPalette::Mid, tokens.border);
    palette.setColor(QPalette::Dark, tokens.borderStrong);
    palette.setColor(QPalette::Shadow, tokens.borderStrong);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, tokens.borderStrong);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, tokens.border);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, tokens.secondary);
    return palette;
}

} // namespace tamma::ui
