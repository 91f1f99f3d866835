// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the lines of an export, and as a Zstandard stream: stored whole or refused.
#include "core/store/record_transfer.h"

#include <QByteArrayList>

using namespace tamma;
using namespace tamma::store;

namespace {

/// A record that keeps nothing.
class NoRecord final : public Record {
public:
    Result<events::AppendReceipt> append(const QList<events::Event>&,
                                         const events::AppendGuard&) override
    {
        return failure(errors::STORE_UNAVAILABLE);
    }
    Result<QList<events::StoredEvent>> read(const events::EventQuery&) const override
    {
        return QList<events::StoredEvent>();
    }
    Result<Position> head() const override { return Position{}; }
    Result<Position> positionAt(Timestamp) const override { return Position{}; }
    std::unique_ptr<events::Subscription> subscribe(Position, Listener) override { return {}; }
    const std::optional<Error>& readOnlyBecause() const override { return m_nothing; }
    using Record::verify;
    Result<RecordReport> verify(const std::stop_token&,
                                const std::function<void(qint64)>&) const override
    {
        return RecordReport();
    }
    Result<> rebuildIndex() override { return {}; }
    Result<> eachRow(const RowSink&, const std::stop_token&) const override { return {}; }
    Result<> restore(const RowFeed& feed) override
    {
        RowDecoder decoder;
        return feed([&decoder](const StoredRow& stored) {
            QList<events::StoredEvent> events;
            return decoder.appendTo(events, stored);
        });
    }
    Result<RecordStatistics> statistics() const override { return RecordStatistics(); }
    Result<> backUp(const QString&) const override { return {}; }
    Result<qint64> archive(Position, const std::stop_token&) override { return 0; }

private:
    std::optional<Error> m_nothing;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    QByteArrayList lines = bytes.split('\n');
    NoRecord record;
    const auto next = [&lines]() -> Result<std::optional<QByteArray>> {
        return lines.isEmpty() ? std::nullopt : std::optional(lines.takeFirst());
    };
    (void)importRecord(record, next);
    Decompressor decompressor;
    (void)decompressor.feed(bytes, [](QByteArrayView) { return Result<>(); });
    return 0;
}
