// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/architecture/source_tree.h"

#include <QMap>
#include <QSet>

namespace tamma::architecture {

/// A library of the house, as its CMakeLists.txt declares it.
struct Library {
    int layer = 0;
    QStringList uses; ///< Directly.
};

/// What may know what: the graph that CMake wrote when it configured the build.
class LayerGraph {
public:
    /// Reads layers.txt: one library a line, "name layer dependencies...".
    [[nodiscard]] static LayerGraph fromText(const QString& text);

    [[nodiscard]] const QMap<QString, Library>& libraries() const { return m_libraries; }

    /// The library that the folder of `path` belongs to; empty for an executable or a test.
    [[nodiscard]] QString libraryOf(const QString& path) const;

    /// Everything that `library` reaches, itself included.
    [[nodiscard]] QSet<QString> reach(const QString& library) const;

private:
    QMap<QString, Library> m_libraries;
};

/// Includes of rooms that the file's library does not use.
[[nodiscard]] QStringList wrongArrows(const SourceFile& file, const LayerGraph& graph);

/// Includes in ui of headers of the core that are not meant for it.
[[nodiscard]] QStringList coreBehindTheDoors(const SourceFile& file);

/// Includes of other people's libraries outside the one room that may.
[[nodiscard]] QStringList escapedThirdParties(const SourceFile& file);

/// Libraries that the tables of the READMEs leave out or describe wrongly, with the row to write;
/// rows of libraries that are gone.
[[nodiscard]] QStringList wrongRows(const QString& readmes, const LayerGraph& graph);

} // namespace tamma::architecture
