// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace tamma::events {

/// What an event is about: a set of key:value pairs, open for any key (DCB). One key may have
/// several values (an event that touches two issues). Keys hold no colon.
///
/// Shape    Sorted by key, then value; no pair twice.
class Tags {
public:
    Tags() = default;
    Tags(std::initializer_list<std::pair<QString, QString>> pairs);

    /// Takes pairs as another Tags gave them; others are put in order.
    [[nodiscard]] static Tags fromPairs(QList<std::pair<QString, QString>> pairs);

    /// Adds the pair; an empty value adds nothing, so optional ids can be passed as they are.
    void insert(const QString& key, const QString& value);

    /// Returns the first value of `key`, or an empty text.
    [[nodiscard]] QString value(const QString& key) const;
    [[nodiscard]] QStringList values(const QString& key) const;
    [[nodiscard]] bool contains(const QString& key, const QString& value) const;
    [[nodiscard]] bool containsAll(const Tags& other) const;
    [[nodiscard]] bool isEmpty() const { return m_pairs.isEmpty(); }
    [[nodiscard]] const QList<std::pair<QString, QString>>& pairs() const { return m_pairs; }

    friend bool operator==(const Tags&, const Tags&) = default;

private:
    QList<std::pair<QString, QString>> m_pairs;
};

/// The keys that Tamma itself writes; anybody may add others.
namespace tag {
inline const QString ISSUE = QStringLiteral("issueId");
inline const QString LOOP = QStringLiteral("loopId");
inline const QString STEP = QStringLiteral("stepId");
inline const QString PULL_REQUEST = QStringLiteral("prId");
inline const QString APPROVAL = QStringLiteral("approvalId");
inline const QString USER = QStringLiteral("userId");
inline const QString PROVIDER = QStringLiteral("provider");
inline const QString SESSION = QStringLiteral("sessionId");
inline const QString GATE = QStringLiteral("gateId");
inline const QString REPOSITORY = QStringLiteral("repository");
inline const QString WORKFLOW = QStringLiteral("workflowName");
inline const QString MODE = QStringLiteral("mode");
inline const QString ITERATION = QStringLiteral("loopIteration");
} // namespace tag

} // namespace tamma::events
