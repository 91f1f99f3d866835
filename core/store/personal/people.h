// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_query.h"
#include "core/store/personal/person_keys.h"

#include <QHash>

#include <chrono>
#include <shared_mutex>

namespace tamma::store {

/// What a reader sees where the key of a person is gone.
inline const QString ERASED = QStringLiteral("[erased]");

/// Seals what people wrote on its way into the record, and opens it on its way out.
///
/// Shape    Names (in personal fields, the tag userId, the actor) are replaced by pseudonyms, texts
///          of personal fields by texts that are sealed with the key of who wrote them, bound to
///          the id of the event. A sealed event carries one more tag, PERSON, for each person in
///          it; readers do not see it. Other events are not touched.
/// Errors   Those of PersonKeys, when somebody has to be looked up.
/// Threads  Any. A key that another process destroyed is used for FRESH at most.
class People {
public:
    static constexpr std::chrono::milliseconds FRESH{1000};
    static inline const QString PERSON = QStringLiteral("tamma.person");

    explicit People(std::unique_ptr<PersonKeys> keys)
        : m_keys(std::move(keys))
    {
    }

    /// Whether sealed() would change the event.
    [[nodiscard]] static bool concerns(const events::Event& event);

    [[nodiscard]] Result<QList<events::Event>> sealed(QList<events::Event> batch);

    /// Opens what can be opened; the rest says ERASED.
    [[nodiscard]] Result<> open(QList<events::StoredEvent>& events);

    /// Returns queries that together match, in the record, what `query` matches for its readers.
    [[nodiscard]] Result<QList<events::EventQuery>> asStored(const events::EventQuery& query);
    [[nodiscard]] Result<events::AppendGuard> asStored(events::AppendGuard guard);

    /// Returns a person by name or pseudonym; nullopt when there is none.
    [[nodiscard]] Result<std::optional<PersonKey>> find(const QString& name);

    [[nodiscard]] Result<> destroy(const QString& pseudonym);

    [[nodiscard]] PersonKeys& keys() { return *m_keys; }

private:
    [[nodiscard]] Result<> refresh();
    [[nodiscard]] Result<> load();
    [[nodiscard]] Result<PersonKey> personNamed(const QString& name);
    [[nodiscard]] Result<> seal(events::Event& event);
    void open(events::Event& event) const;
    [[nodiscard]] QString nameOf(const QString& stored) const;
    [[nodiscard]] QString wordsOf(const QString& stored, const QByteArray& context) const;
    [[nodiscard]] QList<events::QueryItem> asStored(const QList<events::QueryItem>& items) const;

    std::unique_ptr<PersonKeys> m_keys;
    std::shared_mutex m_mutex;
    QHash<QString, PersonKey> m_byName;
    QHash<QString, PersonKey> m_byPseudonym;
    std::chrono::steady_clock::time_point m_loaded{};
};

} // namespace tamma::store
