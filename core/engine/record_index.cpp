// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/record_index.h"

#include "core/events/personal_fields.h"

namespace tamma::engine {

using namespace events;
using readmodels::RecordAnswer;
using readmodels::RecordMatches;
using readmodels::RecordQuestion;
using readmodels::RecordSegment;

namespace {

constexpr qint64 ROWS_AT_ONCE = 256; // When the words of events have to be read.
constexpr qint64 BRIDGED = 4; // Reading an event too many is cheaper than asking once more.

/// Puts the newest events of a candidate list into an answer, newest first.
class WordHits {
public:
    explicit WordHits(RecordAnswer& answer)
        : m_answer(answer)
    {
    }
    void take(const StoredEvent& stored)
    {
        m_matches.append(stored.position);
        const readmodels::RecordMark mark = readmodels::markOf(stored.event.payload);
        if (mark == readmodels::RecordMark::Failure) {
            m_failures.append(stored.position);
        } else if (mark == readmodels::RecordMark::WaitsForPerson) {
            m_waits.append(stored.position);
        }
    }
    void finish()
    {
        m_answer.matches = together(m_matches);
        m_answer.failures = together(m_failures);
        m_answer.waits = together(m_waits);
    }

private:
    static RecordMatches together(QList<Position>& positions)
    {
        std::ranges::sort(positions);
        RecordMatches matches;
        std::ranges::for_each(positions, [&](Position one) { matches.append(one); });
        return matches;
    }

    RecordAnswer& m_answer;
    QList<Position> m_matches;
    QList<Position> m_failures;
    QList<Position> m_waits;
};

} // namespace

RecordIndex::RecordIndex(const EventStore& store, const QString& file, RecordIndexOptions options)
    : m_store(store)
    , m_file(file)
    , m_options(options)
{
}

RecordIndex::~RecordIndex()
{
    takeNews();
    const auto head = m_open ? m_columns.head() : std::nullopt;
    if (head && head->count() > m_savedHead) {
        m_file.saveHead(*head);
    }
}

Result<> RecordIndex::open()
{
    if (m_open) {
        return {};
    }
    {
        const std::scoped_lock lock(m_mutex);
        m_collects = true; // Before the head is asked for, so that nothing is missed.
    }
    TRY_ASSIGN(const Position head, m_store.head());
    readmodels::RecordColumns columns(head);
    std::vector<RecordSegment> saved = m_file.finished();
    const auto part = m_file.head();
    // A record that was put back to an earlier state differs at its newest end, if at all.
    const auto newest = std::ranges::max_element(saved, {}, &RecordSegment::number);
    bool ours = true;
    if (newest != saved.end()) {
        TRY_ASSIGN(ours, isOfThisRecord(*newest));
    }
    if (ours && part) {
        TRY_ASSIGN(ours, isOfThisRecord(*part));
    }
    if (newest != saved.end() || part) {
        const Position last = std::max(newest != saved.end() ? newest->last() : Position{},
                                       part ? part->last() : Position{});
        TRY_ASSIGN(const Position erasure, newestErasure(m_store));
        ours = ours && last >= erasure; // Else there are names in it that were erased.
    }
    if (ours) {
        for (RecordSegment& segment : saved) {
            columns.offer(std::move(segment), true);
        }
        if (part) {
            columns.offer(*part, false);
            m_savedHead = part->count();
        }
    } else {
        m_file.clear();
    }
    m_columns = std::move(columns);
    m_open = true;
    return {};
}

Result<bool> RecordIndex::isOfThisRecord(const RecordSegment& segment) const
{
    EventQuery query;
    query.after = {segment.last().value - 1};
    query.upTo = segment.last();
    query.limit = 1;
    TRY_ASSIGN(const QList<StoredEvent> found, m_store.read(query));
    return !found.isEmpty() && found.first().event.id.text().toUtf8() == segment.lastId();
}

qsizetype RecordIndex::add(const QList<StoredEvent>& news)
{
    const std::scoped_lock lock(m_mutex);
    if (m_collects) {
        m_news += news;
    }
    return m_news.size();
}

void RecordIndex::takeNews()
{
    QList<StoredEvent> news;
    {
        const std::scoped_lock lock(m_mutex);
        news.swap(m_news);
    }
    if (!m_open) {
        return;
    }
    // They come in order, and without a hole once they have passed what is known; a process that
    // still reads its way through the record brings old ones first.
    m_columns.append(news);
    save();
}

Result<> RecordIndex::catchUp()
{
    takeNews();
    TRY_ASSIGN(const Position head, m_store.head());
    while (m_columns.upTo() < head) {
        EventQuery query = EventQuery::everything(m_columns.upTo());
        query.upTo = head;
        query.limit = m_options.page;
        query.payloadsOf = readmodels::typesMarkedByPayload();
        TRY_ASSIGN(const QList<StoredEvent> page, m_store.read(query));
        if (page.isEmpty()) {
            break;
        }
        m_columns.append(page);
    }
    save();
    return {};
}

Result<> RecordIndex::lookBack(Clock::time_point deadline)
{
    for (auto gap = m_columns.nextGap(); gap; gap = m_columns.nextGap()) {
        EventQuery query;
        query.after = gap->after;
        query.upTo = gap->upTo;
        query.limit = m_options.page;
        query.backwards = true;
        query.payloadsOf = readmodels::typesMarkedByPayload();
        TRY_ASSIGN(const QList<StoredEvent> page, m_store.read(query));
        m_columns.addOlder(*gap, page, page.size() < m_options.page);
        save();
        if (Clock::now() >= deadline) {
            break;
        }
    }
    return {};
}

void RecordIndex::save()
{
    for (const RecordSegment& segment : m_columns.finish()) {
        if (auto kept = m_file.append(segment)) {
            m_columns.replace(*std::move(kept));
        }
        m_savedHead = 0;
    }
}

Result<> RecordIndex::limitTimes(RecordQuestion& question) const
{
    using std::chrono::milliseconds;
    if (question.filter.recordedFrom) {
        TRY_ASSIGN(question.after,
                   m_store.positionAt(*question.filter.recordedFrom - milliseconds(1)));
    }
    if (question.filter.recordedBefore) {
        TRY_ASSIGN(const Position last,
                   m_store.positionAt(*question.filter.recordedBefore - milliseconds(1)));
        question.upTo = std::min(question.upTo, last);
    }
    return {};
}

Result<RecordAnswer> RecordIndex::matches(const RecordQuestion& asked)
{
    const auto deadline = Clock::now() + m_options.slice;
    TRY(open());
    TRY(catchUp());
    RecordQuestion question = asked;
    TRY(limitTimes(question));
    TRY(lookBack(deadline));
    RecordAnswer answer = m_columns.match(question);
    if (!asked.filter.words.isEmpty()) {
        TRY(readForWords(question, answer, deadline));
    }
    answer.upTo = std::min(m_columns.upTo(), asked.upTo);
    return answer;
}

Result<> RecordIndex::readForWords(const RecordQuestion& question, RecordAnswer& answer,
                                   Clock::time_point deadline) const
{
    WordHits hits(answer);
    const RecordMatches candidates = answer.matches;
    qint64 row = candidates.count();
    bool first = true;
    while (row > 0 && (first || Clock::now() < deadline)) {
        const qint64 from = std::max<qint64>(0, row - ROWS_AT_ONCE);
        QList<Position> positions;
        for (qint64 one = from; one < row; ++one) {
            positions.append(candidates.at(one));
        }
        TRY_ASSIGN(const QList<StoredEvent> rows, readRows(m_store, positions));
        for (const StoredEvent& stored : rows) {
            if (question.filter.matchesWords(stored)) {
                hits.take(stored);
            }
        }
        row = from;
        first = false;
    }
    if (row > 0) {
        answer.searchedBackTo = {candidates.at(row).value - 1};
    }
    hits.finish();
    return {};
}

QStringList RecordIndex::words(const WordQuestion& asked)
{
    if (!open()) {
        return {}; // Whoever asks what matches hears why.
    }
    QStringList words;
    for (const QByteArray& word :
         m_columns.words(asked.prefix.toUtf8(), asked.most, asked.keysOnly)) {
        words.append(QString::fromUtf8(word));
    }
    return words;
}

Result<QList<StoredEvent>> readRows(const EventStore& store, const QList<Position>& positions)
{
    QList<StoredEvent> rows;
    for (qsizetype first = 0; first < positions.size();) {
        qsizetype last = first;
        while (last + 1 < positions.size()
               && positions[last + 1].value - positions[last].value <= BRIDGED) {
            ++last;
        }
        EventQuery query;
        query.after = {positions[first].value - 1};
        query.upTo = positions[last];
        TRY_ASSIGN(const QList<StoredEvent> run, store.read(query));
        std::ranges::copy_if(run, std::back_inserter(rows), [&](const StoredEvent& stored) {
            return std::ranges::binary_search(positions, stored.position);
        });
        first = last + 1;
    }
    return rows;
}

} // namespace tamma::engine
