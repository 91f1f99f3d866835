// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/postings.h"
#include "core/store/sqlite/record_schema.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>
#include <random>

using namespace tamma;
using namespace tamma::store::sqlite;
using namespace Qt::StringLiterals;

namespace {

using Positions = std::vector<qint64>;

/// Some of the positions from 1 to 20,000: dense, thin, in runs.
Positions someOf(std::mt19937& random, int oneOf)
{
    Positions chosen;
    for (qint64 position = 1; position <= 20'000; ++position) {
        if (random() % static_cast<unsigned>(oneOf) == 0) {
            chosen.push_back(position);
        }
    }
    return chosen;
}

Positions walk(PostingCursor& cursor, Direction direction)
{
    Positions seen;
    const bool forwards = direction == Direction::Forwards;
    qint64 target = forwards ? 1 : std::numeric_limits<qint64>::max();
    for (auto found = cursor.seek(target); found && *found != PostingCursor::NONE;
         found = cursor.seek(target)) {
        seen.push_back(*found);
        target = *found + (forwards ? 1 : -1);
    }
    return seen;
}

} // namespace

/// Blocks of positions, and the walks over them, against plain lists.
class TestPostings final : public QObject {
    Q_OBJECT

private slots:
    void init();

    void packsAndUnpacks();
    void readsNothingWrongFromADamagedBlock();
    void writesTheSameBlocksWhateverThePortions();
    void walksAndSkipsAsPlainListsDo_data();
    void walksAndSkipsAsPlainListsDo();

private:
    [[nodiscard]] std::unique_ptr<PostingCursor> cursor(qint64 word, const Positions& positions,
                                                        qint64 indexed, Direction direction) const;
    [[nodiscard]] QList<QByteArray> blocks() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Connection> m_connection;
};

void TestPostings::init()
{
    m_connection.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_connection = *openRecord({m_folder->filePath(u"record.sqlite"_s), {}});
}

// Puts what is up to `indexed` in blocks, and leaves the rest as the tail.
std::unique_ptr<PostingCursor> TestPostings::cursor(qint64 word, const Positions& positions,
                                                    qint64 indexed, Direction direction) const
{
    const auto border = std::ranges::upper_bound(positions, indexed);
    const Positions old(positions.begin(), border);
    if (!old.empty() && !postings::add(*m_connection, {{word, old}})) {
        qFatal("the blocks were not written");
    }
    return wordCursor(*m_connection, {word, indexed, Positions(border, positions.end())},
                      direction);
}

QList<QByteArray> TestPostings::blocks() const
{
    QList<QByteArray> found;
    Rows rows = m_connection->query("SELECT positions FROM posting ORDER BY word, last");
    while (rows.next().value_or(false)) {
        found.append(rows.bytes(0).toByteArray());
    }
    return found;
}

void TestPostings::packsAndUnpacks()
{
    std::mt19937 random(7);
    for (const Positions& positions :
         {Positions(), Positions{1}, Positions{127, 128, 16'383, 16'384, qint64(1) << 40},
          someOf(random, 3)}) {
        Positions again{9, 9};
        postings::unpack(postings::packed(positions), again);
        QVERIFY(again == positions);
    }
}

void TestPostings::readsNothingWrongFromADamagedBlock()
{
    std::mt19937 random(17);
    const QByteArray whole = postings::packed(someOf(random, 40));
    for (int round = 0; round < 2'000; ++round) {
        QByteArray block = whole.left(1 + static_cast<qsizetype>(random() % 60));
        for (int left = 12; left > 0; --left) {
            block[static_cast<qsizetype>(random() % static_cast<size_t>(block.size()))]
                = random() % 2 == 0 ? '\xff' : static_cast<char>(random());
        }
        Positions read;
        postings::unpack(block, read);
        QVERIFY(std::ranges::adjacent_find(read, std::greater_equal()) == read.end());
        QVERIFY(read.empty() || read.front() > 0);
    }
}

void TestPostings::writesTheSameBlocksWhateverThePortions()
{
    std::mt19937 random(11);
    const Positions all = someOf(random, 4);
    QVERIFY(postings::add(*m_connection, {{1, all}}));
    const QList<QByteArray> atOnce = blocks();
    QVERIFY(atOnce.size() > 5);
    init();
    for (size_t begin = 0; begin < all.size();) {
        const size_t end = std::min(all.size(), begin + 1 + random() % 700);
        QVERIFY(postings::add(*m_connection, {{1, Positions(&all[begin], &all[end - 1] + 1)}}));
        begin = end;
    }
    QCOMPARE(blocks(), atOnce);
}

void TestPostings::walksAndSkipsAsPlainListsDo_data()
{
    QTest::addColumn<Direction>("direction");
    QTest::addColumn<qint64>("indexed");
    for (const auto& [name, direction] : {std::pair("forwards", Direction::Forwards),
                                          std::pair("backwards", Direction::Backwards)}) {
        for (const qint64 indexed : {0, 1, 15'000, 20'000}) {
            QTest::addRow("%s, %lld in blocks", name, indexed) << direction << indexed;
        }
    }
}

void TestPostings::walksAndSkipsAsPlainListsDo()
{
    QFETCH(Direction, direction);
    QFETCH(qint64, indexed);
    std::mt19937 random(13);
    const Positions dense = someOf(random, 2);
    const Positions thin = someOf(random, 90);
    const Positions other = someOf(random, 5);
    Positions both;
    std::ranges::set_intersection(dense, thin, std::back_inserter(both));
    Positions expected; // thin and dense, or other.
    std::ranges::set_union(both, other, std::back_inserter(expected));
    if (direction == Direction::Backwards) {
        std::ranges::reverse(expected);
    }
    std::vector<std::unique_ptr<PostingCursor>> all;
    all.push_back(cursor(1, thin, indexed, direction));
    all.push_back(cursor(2, dense, indexed, direction));
    std::vector<std::unique_ptr<PostingCursor>> any;
    any.push_back(allOf(std::move(all)));
    any.push_back(cursor(3, other, indexed, direction));
    any.push_back(cursor(4, {}, indexed, direction)); // A word that is nowhere.
    const auto whole = anyOf(std::move(any), direction);
    QVERIFY(walk(*whole, direction) == expected);
}

QTEST_GUILESS_MAIN(TestPostings)
#include "tst_postings.moc"
