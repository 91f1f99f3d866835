// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sqlite/connection.h"

#include <map>
#include <span>

namespace tamma::store::sqlite {

/// Positions at which each word of the dictionary occurs: an inverted index in compressed blocks,
/// written for many events at once.
///
/// Shape    A block holds up to 512 ascending positions of one word as LEB128 differences (the
///          variable-length integers of DWARF 5, section 7.6). All blocks of a word but its last
///          are full, so that the same events always give the same bytes.
/// Source   Blocks with skips by their last position, as in inverted indexes since Zobel and
///          Moffat, "Inverted files for text search engines" (2006).
namespace postings {

/// What is to be added: the new positions of each word, ascending and after those it has.
using Additions = std::map<qint64, std::vector<qint64>>;

/// Adds postings, inside a transaction.
[[nodiscard]] Result<> add(Connection& connection, const Additions& additions);

[[nodiscard]] QByteArray packed(std::span<const qint64> positions);
void unpack(QByteArrayView block, std::vector<qint64>& positions);

} // namespace postings

/// Walks over positions in order, forwards or backwards, and skips.
///
/// Threads  That of its connection, inside one transaction.
class PostingCursor {
public:
    /// No such position: positions are from 1.
    static constexpr qint64 NONE = 0;

    virtual ~PostingCursor() = default;

    /// Returns the first position at `target` or, in the direction of the walk, behind it; NONE
    /// after the last. Targets only move in the direction of the walk.
    [[nodiscard]] virtual Result<qint64> seek(qint64 target) = 0;
};

enum class Direction { Forwards, Backwards };

/// The positions of one word: those up to `indexed` are in blocks, `tail` has the others.
struct WordPostings {
    qint64 word;
    qint64 indexed;
    std::vector<qint64> tail;
};
[[nodiscard]] std::unique_ptr<PostingCursor> wordCursor(Connection& connection, WordPostings word,
                                                        Direction direction);

/// Positions that all of `parts` have. Put the rarest first: it leads.
[[nodiscard]] std::unique_ptr<PostingCursor>
allOf(std::vector<std::unique_ptr<PostingCursor>> parts);

/// Positions that one of `parts` has.
[[nodiscard]] std::unique_ptr<PostingCursor>
anyOf(std::vector<std::unique_ptr<PostingCursor>> parts, Direction direction);

} // namespace tamma::store::sqlite
