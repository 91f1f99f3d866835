// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/catalog.h"
#include "core/events/identity_tags.h"
#include "core/events/payload_fields.h"
#include "core/workflow/standard_workflow.h"

#include <random>

namespace tamma::test {

/// A record of random events of every type, about a few issues, loops and approvals that meet again
/// and again: for laws that must hold for any record, sensible or not.
class RandomRecord {
public:
    explicit RandomRecord(unsigned seed)
        : m_random(seed)
    {
    }

    [[nodiscard]] QList<events::StoredEvent> events(qsizetype count)
    {
        QList<events::StoredEvent> result;
        while (result.size() < count) {
            result.append(next());
        }
        return result;
    }

private:
    /// Fills every field of a payload: ids from a small choice, texts and numbers at random.
    struct Filler {
        RandomRecord& record;

        template <typename T> void operator()(const char*, T& value) { fill(value); }

        void fill(bool& value) { value = record.below(2) == 0; }
        template <std::integral T> void fill(T& value) { value = static_cast<T>(record.below(9)); }
        void fill(double& value) { value = record.below(100) / 8.0; }
        void fill(QString& value) { value = record.text(); }
        void fill(StepId& id)
        {
            const auto plan = workflow::standardPlan({});
            id = plan.at(record.below(static_cast<int>(plan.size()))).id;
        }
        template <typename Tag> void fill(StrongId<Tag>& id)
        {
            id = StrongId<Tag>(QString::number(record.below(6)));
        }
        void fill(QMap<QString, QString>& map) { map = {{record.text(), record.text()}}; }
        template <typename T> void fill(QList<T>& list)
        {
            list.resize(record.below(4));
            for (T& item : list) {
                fill(item);
            }
        }
        template <events::HasFields T> void fill(T& value) { fields(*this, value); }
    };

    int below(int end) { return std::uniform_int_distribution(0, end - 1)(m_random); }
    QString text()
    {
        static const QStringList words{
            QString(),
            QStringLiteral("merge"),
            QStringLiteral("escalation"),
            QStringLiteral("playback"),
            QStringLiteral("GATE_FAILED"),
            QStringLiteral("Straßenzug \u00e9\u4e2d"),
            QStringLiteral("a line\nand another"),
        };
        return words.at(below(static_cast<int>(words.size())));
    }

    events::StoredEvent next()
    {
        const QStringList types = events::catalog::allTypes();
        const int choice = below(static_cast<int>(types.size()) + 2);
        events::Payload payload = choice < types.size()
            ? events::catalog::emptyPayload(types.at(choice))
            : events::Payload(events::OpaquePayload{below(2) == 0
                                                        ? QStringLiteral("PLUGIN.EXECUTED")
                                                        : QStringLiteral("PLUGIN.INSTALLED")});
        std::visit(
            [this](auto& alternative) {
                if constexpr (events::HasFields<std::remove_reference_t<decltype(alternative)>>) {
                    Filler{*this}.fill(alternative);
                }
            },
            static_cast<events::PayloadVariant&>(payload));
        if (auto* start = std::get_if<events::LoopStarted>(&payload)) {
            start->plan = workflow::standardPlan({});
        }
        events::Tags tags = events::identityTags(payload);
        tags.insert(events::tag::LOOP, QString::number(below(6)));
        tags.insert(events::tag::ISSUE, QString::number(below(6)));
        tags.insert(QStringLiteral("pluginName"), QString::number(below(3)));
        m_position += 1 + below(2);
        m_time += std::chrono::milliseconds(below(10'000'000));
        return {Position{m_position},
                {EventId(QString::number(m_position)), m_time, tags, {}, payload},
                m_time};
    }

    std::mt19937 m_random;
    qint64 m_position = 0;
    Timestamp m_time{std::chrono::milliseconds(1'764'936'000'000)};
};

} // namespace tamma::test
