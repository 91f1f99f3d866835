// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/postings.h"

#include <algorithm>

namespace tamma::store::sqlite {

namespace {

constexpr size_t BLOCK = 512;
constexpr qint64 MOST = 1LL << 56; // No record has as many events.

bool comesBefore(qint64 a, qint64 b, Direction direction)
{
    return direction == Direction::Forwards ? a < b : a > b;
}

} // namespace

QByteArray postings::packed(std::span<const qint64> positions)
{
    QByteArray block;
    block.reserve(static_cast<qsizetype>(positions.size()) * 2);
    qint64 previous = 0;
    for (const qint64 position : positions) {
        auto difference = static_cast<quint64>(position - previous);
        for (; difference >= 0x80; difference >>= 7) {
            block.append(static_cast<char>(difference | 0x80));
        }
        block.append(static_cast<char>(difference));
        previous = position;
    }
    return block;
}

// A damaged block gives fewer positions, never some that do not ascend: walks rely on it.
void postings::unpack(QByteArrayView block, std::vector<qint64>& positions)
{
    positions.clear();
    qint64 previous = 0;
    quint64 difference = 0;
    int shift = 0;
    for (const char c : block) {
        const auto byte = static_cast<quint8>(c);
        difference |= static_cast<quint64>(byte & 0x7f) << shift;
        shift += 7;
        if (difference > MOST || shift > 63) {
            return;
        }
        if (byte & 0x80) {
            continue;
        }
        if (difference == 0 || previous + static_cast<qint64>(difference) > MOST) {
            return;
        }
        previous += static_cast<qint64>(difference);
        positions.push_back(previous);
        difference = 0;
        shift = 0;
    }
}

// The last block of a word is filled up before a new one begins.
Result<> postings::add(Connection& connection, const Additions& additions)
{
    for (const auto& [word, added] : additions) {
        std::vector<qint64> positions;
        {
            Rows last = connection.query("SELECT last, positions FROM posting WHERE word = ? "
                                         "ORDER BY last DESC LIMIT 1",
                                         word);
            TRY_ASSIGN(const bool found, last.next());
            if (found) {
                unpack(last.bytes(1), positions);
            }
        }
        if (!positions.empty() && positions.size() < BLOCK) {
            TRY(connection.execute("DELETE FROM posting WHERE word = ? AND last = ?", word,
                                   positions.back()));
        } else {
            positions.clear();
        }
        positions.insert(positions.end(), added.begin(), added.end());
        for (size_t begin = 0; begin < positions.size(); begin += BLOCK) {
            const std::span block
                = std::span(positions).subspan(begin, std::min(BLOCK, positions.size() - begin));
            TRY(connection.execute("INSERT INTO posting(word, last, first, positions) "
                                   "VALUES (?, ?, ?, ?)",
                                   word, block.back(), block.front(), Blob{packed(block)}));
        }
        TRY(connection.execute("UPDATE tag SET events = events + ? WHERE id = ?", added.size(),
                               word));
    }
    return {};
}

namespace {

class WordCursor final : public PostingCursor {
public:
    WordCursor(Connection& connection, WordPostings word, Direction direction)
        : m_connection(connection)
        , m_word(word.word)
        , m_indexed(word.indexed)
        , m_tail(std::move(word.tail))
        , m_direction(direction)
    {
    }

    Result<qint64> seek(qint64 target) override
    {
        if (m_direction == Direction::Forwards) {
            return seekForwards(target);
        }
        const qint64 inTail = lastUpTo(m_tail, target);
        return inTail != NONE ? Result<qint64>(inTail) : seekBackwards(target);
    }

private:
    static qint64 firstFrom(const std::vector<qint64>& positions, qint64 target)
    {
        const auto found = std::ranges::lower_bound(positions, target);
        return found == positions.end() ? NONE : *found;
    }
    static qint64 lastUpTo(const std::vector<qint64>& positions, qint64 target)
    {
        const auto found = std::ranges::upper_bound(positions, target);
        return found == positions.begin() ? NONE : *std::prev(found);
    }

    Result<qint64> seekForwards(qint64 target)
    {
        if (target <= m_indexed && !m_blocksAreOver) {
            if (m_block.empty() || m_block.back() < target) {
                TRY(loadForwards(target));
            }
            if (!m_blocksAreOver) {
                return firstFrom(m_block, target);
            }
        }
        return firstFrom(m_tail, target);
    }

    // Mostly the next block is the one that is wanted; else the tree is asked again.
    Result<> loadForwards(qint64 target)
    {
        if (m_rows) {
            TRY_ASSIGN(const bool hasNext, m_rows->next());
            if (!hasNext) {
                m_blocksAreOver = true;
                return {};
            }
            if (m_rows->integer(0) >= target) {
                postings::unpack(m_rows->bytes(1), m_block);
                return {};
            }
        }
        m_rows.reset();
        m_rows.emplace(m_connection.query("SELECT last, positions FROM posting WHERE word = ? AND "
                                          "last >= ? ORDER BY last",
                                          m_word, target));
        TRY_ASSIGN(const bool found, m_rows->next());
        m_blocksAreOver = !found;
        if (found) {
            postings::unpack(m_rows->bytes(1), m_block);
        }
        return {};
    }

    Result<qint64> seekBackwards(qint64 target)
    {
        if (m_blocksAreOver) {
            return NONE;
        }
        if (m_block.empty() || m_block.front() > target) {
            TRY(loadBackwards(target));
        }
        return m_blocksAreOver ? NONE : lastUpTo(m_block, target);
    }

    // The block with the largest `first` that is not behind the target holds the answer.
    Result<> loadBackwards(qint64 target)
    {
        if (!m_rows) {
            TRY_ASSIGN(const qint64 last,
                       m_connection.number("SELECT last FROM posting WHERE word = ? AND last >= ? "
                                           "ORDER BY last LIMIT 1",
                                           m_word, target));
            m_rows.emplace(m_connection.query("SELECT first, positions FROM posting WHERE word = ? "
                                              "AND last <= ? ORDER BY last DESC",
                                              m_word, last != 0 ? last : target));
        }
        while (true) {
            TRY_ASSIGN(const bool found, m_rows->next());
            if (!found) {
                m_blocksAreOver = true;
                return {};
            }
            if (m_rows->integer(0) <= target) {
                postings::unpack(m_rows->bytes(1), m_block);
                return {};
            }
        }
    }

    Connection& m_connection;
    qint64 m_word;
    qint64 m_indexed;
    std::vector<qint64> m_tail;
    Direction m_direction;
    std::optional<Rows> m_rows;
    std::vector<qint64> m_block;
    bool m_blocksAreOver = false;
};

class AllOf final : public PostingCursor {
public:
    explicit AllOf(std::vector<std::unique_ptr<PostingCursor>> parts)
        : m_parts(std::move(parts))
    {
    }

    // Leapfrog: each part jumps to where the others are, until all stand at the same place.
    Result<qint64> seek(qint64 target) override
    {
        size_t agreed = 0;
        for (size_t next = 0; agreed < m_parts.size(); next = (next + 1) % m_parts.size()) {
            TRY_ASSIGN(const qint64 found, m_parts[next]->seek(target));
            if (found == NONE) {
                return NONE;
            }
            agreed = found == target ? agreed + 1 : 1;
            target = found;
        }
        return target;
    }

private:
    std::vector<std::unique_ptr<PostingCursor>> m_parts;
};

class AnyOf final : public PostingCursor {
public:
    AnyOf(std::vector<std::unique_ptr<PostingCursor>> parts, Direction direction)
        : m_direction(direction)
    {
        for (auto& part : parts) {
            m_parts.push_back({std::move(part)});
        }
    }

    Result<qint64> seek(qint64 target) override
    {
        qint64 nearest = NONE;
        for (Part& part : m_parts) {
            if (!part.isOver && (part.at == NONE || comesBefore(part.at, target, m_direction))) {
                TRY_ASSIGN(part.at, part.cursor->seek(target));
                part.isOver = part.at == NONE;
            }
            if (!part.isOver && (nearest == NONE || comesBefore(part.at, nearest, m_direction))) {
                nearest = part.at;
            }
        }
        return nearest;
    }

private:
    struct Part {
        std::unique_ptr<PostingCursor> cursor;
        qint64 at = NONE;
        bool isOver = false;
    };

    std::vector<Part> m_parts;
    Direction m_direction;
};

} // namespace

std::unique_ptr<PostingCursor> wordCursor(Connection& connection, WordPostings word,
                                          Direction direction)
{
    return std::make_unique<WordCursor>(connection, std::move(word), direction);
}

std::unique_ptr<PostingCursor> allOf(std::vector<std::unique_ptr<PostingCursor>> parts)
{
    return parts.size() == 1 ? std::move(parts.front()) : std::make_unique<AllOf>(std::move(parts));
}

std::unique_ptr<PostingCursor> anyOf(std::vector<std::unique_ptr<PostingCursor>> parts,
                                     Direction direction)
{
    return parts.size() == 1 ? std::move(parts.front())
                             : std::make_unique<AnyOf>(std::move(parts), direction);
}

} // namespace tamma::store::sqlite
