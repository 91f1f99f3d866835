// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/record.h"

#include <memory>
#include <stop_token>

namespace tamma::store {

class People;
class PersonKeys;
struct PersonKey;

/// What an erasure made unreadable.
struct Erasure {
    QString pseudonym; ///< What stands in the record for the person.
    QMap<QString, qint64> eventsOfType;

    [[nodiscard]] qint64 events() const;
};

/// A record in which the names of people and what they wrote lie sealed, with one key a person, so
/// that a person can be erased from it (crypto-shredding). Whoever appends, reads or subscribes
/// sees them as they are; eachRow(), restore(), export and archive carry the sealed bytes, which
/// the chain of hashes is made of: it stays right when a key is destroyed.
///
/// Shape    What is personal is declared in events/personal_fields.h; beside it the tag userId and
///          the actor of every event. What was stored before there were keys stays as it is.
/// Errors   As Record, and as PersonKeys.
/// Threads  As Record.
class SealedRecord final : public Record {
public:
    SealedRecord(std::unique_ptr<Record> record, std::unique_ptr<PersonKeys> keys);
    ~SealedRecord() override;

    /// Counts what is sealed for a person, who is named by name or pseudonym. Fails with NOT_FOUND
    /// when the record has no key of theirs.
    [[nodiscard]] Result<Erasure> wouldErase(const QString& person) const;

    /// Appends the fact (PersonErased) with the id, time and metadata of `stamp`, then destroys the
    /// key of the person: whoever keeps what was folded makes it anew. Fails as wouldErase(), and
    /// can be repeated until both are done.
    [[nodiscard]] Result<Erasure> erase(const QString& person, const events::Event& stamp);

    /// The keys of all people, to be kept beside an export; and back into a record that has none of
    /// the same name.
    [[nodiscard]] Result<QList<PersonKey>> personKeys() const;
    [[nodiscard]] Result<> addPersonKeys(const QList<PersonKey>& people);

    /// Returns the pseudonyms of people whose keys are neither here nor were destroyed by an
    /// erasure: the file with them is not the one that belongs to this record.
    [[nodiscard]] Result<QStringList> peopleWithoutKeys() const;

    [[nodiscard]] const std::optional<Error>& readOnlyBecause() const override;
    [[nodiscard]] Result<events::AppendReceipt> append(const QList<events::Event>& batch,
                                                       const events::AppendGuard& guard) override;
    [[nodiscard]] Result<QList<events::StoredEvent>>
    read(const events::EventQuery& query) const override;
    [[nodiscard]] Result<Position> head() const override;
    [[nodiscard]] Result<Position> positionAt(Timestamp moment) const override;
    [[nodiscard]] std::unique_ptr<events::Subscription> subscribe(Position after,
                                                                  Listener listener) override;

    using Record::verify;
    [[nodiscard]] Result<RecordReport>
    verify(const std::stop_token& stop, const std::function<void(qint64)>& progress) const override;
    [[nodiscard]] Result<> rebuildIndex() override;
    [[nodiscard]] Result<> eachRow(const RowSink& sink, const std::stop_token& stop) const override;
    [[nodiscard]] Result<> restore(const RowFeed& feed) override;
    [[nodiscard]] Result<RecordStatistics> statistics() const override;
    /// The keys go into a file of their own beside the copy.
    [[nodiscard]] Result<> backUp(const QString& file) const override;
    [[nodiscard]] Result<qint64> archive(Position upTo, const std::stop_token& stop) override;

private:
    [[nodiscard]] bool openInTime(QList<events::StoredEvent>& events,
                                  const std::stop_token& stop) const;

    std::unique_ptr<People> m_people;
    std::stop_source m_ending; // Of those that wait for keys.
    std::unique_ptr<Record> m_record; // Last: its tail calls listeners, which ask the people.
};

/// Where the keys of a record in a file are.
[[nodiscard]] QString personKeysFile(const QString& recordFile);

} // namespace tamma::store
