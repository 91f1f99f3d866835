// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace tamma::store::postgres {

/// The keys of the advisory locks of a record. They are part of the schema: every Tamma that uses a
/// database must make the same ones.
///
/// Shape    64 bits. Two texts with one key only cost a needless wait.
namespace lock_keys {

inline constexpr qint64 EVERYTHING = 0x54616d6d61000001; ///< Shared by each append, taken whole by
                                                         ///< tails at a gap and by imports.
inline constexpr qint64 PLACES = 0x54616d6d61000002; ///< Held while positions are given out.
inline constexpr qint64 SEALING = 0x54616d6d61000003; ///< By the one who extends the chain.
inline constexpr qint64 MIGRATION = 0x54616d6d61000004;

/// FNV-1a (Fowler, Noll, Vo) with the finaliser of SplitMix64. `word` is a tag as keyOf() spells
/// it, or a type with its colon in front.
[[nodiscard]] inline qint64 ofWord(QByteArrayView word)
{
    quint64 hash = 0xcbf29ce484222325ULL;
    for (const char c : word) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<qint64>(hash ^ (hash >> 31));
}

} // namespace lock_keys

} // namespace tamma::store::postgres
