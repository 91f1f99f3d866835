// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/indexed_record.h"
#include "tests/bench/record_page/figures.h"
#include "tests/bench/record_page/synthetic_record.h"
#include "tests/bench/ui/samples.h"
#include "tests/support/fake_engine/fake_engine.h"
#include "ui/client/frame_scheduler.h"
#include "ui/client/gui_session.h"
#include "ui/client/settings_gateway.h"
#include "ui/models/record_strip.h"
#include "ui/pages/record/record_list.h"
#include "ui/pages/record/record_page.h"
#include "ui/pages/record/record_source.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/window_state.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/theme.h"

#include <QEventLoop>
#include <QLineEdit>
#include <QTest>
#include <QTimer>

namespace tamma::bench {

using namespace Qt::StringLiterals;
using ui::bench::paintPending;
using ui::bench::percentile;
using ui::bench::Sample;
using ui::bench::timed;

namespace {

constexpr int LIVE = 83; // 5,000 events a second, 60 frames a second.

/// An engine that answers for the record from columns, in its own threads.
class MillionsEngine final : public FakeEngine {
public:
    MillionsEngine(const events::EventStore& store, const QString& file)
        : m_record(store, file)
    {
    }
    [[nodiscard]] QFuture<Result<readmodels::RecordAnswer>>
    recordMatches(readmodels::RecordQuestion question) override
    {
        return m_record.recordMatches(std::move(question));
    }
    [[nodiscard]] QFuture<Result<QList<events::StoredEvent>>>
    recordRows(QList<Position> positions) override
    {
        return m_record.recordRows(std::move(positions));
    }

private:
    engine::IndexedRecord m_record;
};

/// Settings that nobody asks for.
class NoSettings final : public ui::SettingsGateway {
public:
    [[nodiscard]] QFuture<Result<config::Settings>> load() override { return {}; }
    [[nodiscard]] QFuture<Result<>> save(config::Settings) override { return {}; }
    [[nodiscard]] Paths paths() const override { return {}; }
    [[nodiscard]] QStringList recordings() const override { return {}; }
};

class QuietShell final : public ui::Shell {
public:
    void open(const ui::Place&) override { }
    void notify(const QString&) override { }
    void offerUndo(ui::UndoOffer) override { }
};

/// The page in a window of its own, over ten million events.
class OpenPage {
public:
    explicit OpenPage(const Bench& bench)
        : m_record(bench.events)
        , m_engine(m_record, bench.columnsFile())
        , m_state(bench.folder + u"/window.ini"_s)
        , m_theme(*qApp, ui::ThemeChoice::Dark)
        , m_session({m_engine, m_engine.feed, m_frames, m_clock})
    {
        // As in the window: the columns were opened when somebody first came here.
        (void)m_engine.recordMatches({}).result();
    }

    void open()
    {
        m_page = std::make_unique<ui::RecordPage>(
            ui::PageParts{m_session, m_actions, m_shell, m_settings, m_state, m_theme}, nullptr);
        m_page->resize(1920, 1080);
        m_page->show();
        waitForRows();
    }
    void close() { m_page.reset(); }

    /// Waits until every row in view is there, and paints it.
    void waitForRows()
    {
        QEventLoop loop;
        QTimer::singleShot(std::chrono::seconds(10), &loop, [] { qFatal("no rows ever came"); });
        const auto look = [&] {
            if (areReady()) {
                loop.quit();
            }
        };
        QObject::connect(&source(), &ui::RowSource::changed, &loop, look);
        QObject::connect(&source(), &ui::RowSource::replaced, &loop, look);
        paintPending();
        if (!areReady()) {
            loop.exec();
        }
        paintPending();
    }
    [[nodiscard]] bool areReady()
    {
        const qint64 first = list().firstVisibleRow();
        const qint64 end = std::min(list().endOfVisibleRows(), list().rowCount());
        for (qint64 row = first; row < end; ++row) {
            if (!source().ready(row)) {
                return false;
            }
        }
        return end > first && source().isCurrent();
    }
    /// Says how long the page takes for `count` new events.
    Sample append(int count)
    {
        engine::ReadModelChange change;
        for (int number = 0; number < count; ++number) {
            change.events.append(SyntheticRecord::eventAt(++m_last));
        }
        change.upTo = {m_last};
        const Sample sample = timed([&] { emit m_session.changed(change); });
        paintPending();
        return sample;
    }
    void startAppending(qint64 last) { m_last = last; }

    [[nodiscard]] ui::RecordPage& page() { return *m_page; }
    [[nodiscard]] ui::RecordList& list()
    {
        return *m_page->findChild<ui::RecordList*>(u"recordList"_s);
    }
    [[nodiscard]] ui::RecordSource& source()
    {
        return static_cast<ui::RecordSource&>(*list().source());
    }

private:
    SyntheticRecord m_record;
    MillionsEngine m_engine;
    SystemClock m_clock;
    NoSettings m_settings;
    ui::WindowState m_state;
    ui::Theme m_theme;
    ui::FrameScheduler m_frames;
    ui::GuiSession m_session;
    ui::ActionRegistry m_actions;
    QuietShell m_shell;
    std::unique_ptr<ui::RecordPage> m_page;
    qint64 m_last = 0;
};

void print(const Bench& bench, const QString& name, const Sample& sample, double most)
{
    for (const auto& [clock, value] :
         {std::pair{u"wall"_s, sample.wall}, std::pair{u"GUI thread CPU"_s, sample.cpu}}) {
        bench.report.figure({u"%1 (%2)"_s.arg(name, clock), value, u"ms"_s, u"-"_s, 0,
                             u"<= %1 ms"_s.arg(most), value <= most});
    }
}

std::vector<Sample> frames(int count, const std::function<void(int)>& move)
{
    std::vector<Sample> samples;
    for (int frame = 0; frame < count; ++frame) {
        samples.push_back(timed([&] {
            move(frame);
            paintPending();
        }));
        if (!QTest::qWaitFor([turn = 0]() mutable { return ++turn > 2; })) {
            qFatal("no time passes"); // Answers arrive between frames.
        }
    }
    return samples;
}

void measureScrolling(const Bench& bench, OpenPage& open)
{
    const int count = bench.events < 1'000'000 ? 20 : 600;
    ui::RecordList& list = open.list();
    const qint64 start = list.rowCount() / 3 * ui::metrics::DENSE_ROW;
    list.setScrollTop(start);
    open.waitForRows();
    print(bench, u"scroll by 3 rows, frame p99"_s,
          percentile(frames(count,
                            [&](int frame) {
                                list.setScrollTop(start + 3LL * ui::metrics::DENSE_ROW * frame);
                            }),
                     0.99),
          8);
    print(bench, u"drag the thumb, frame p99"_s,
          percentile(frames(count,
                            [&](int frame) {
                                const qint64 row
                                    = qint64{frame} * 7'368'787 % (list.rowCount() - 100);
                                list.setScrollTop(row * ui::metrics::DENSE_ROW);
                            }),
                     0.99),
          8);
    open.waitForRows();
}

void measureLive(const Bench& bench, OpenPage& open)
{
    const int count = bench.events < 1'000'000 ? 10 : 300;
    open.startAppending(bench.events);
    open.list().setScrollTop(open.list().rowCount() / 2 * ui::metrics::DENSE_ROW);
    open.waitForRows();
    std::vector<Sample> samples;
    for (int round = 0; round < count; ++round) {
        samples.push_back(open.append(1));
    }
    print(bench, u"live append of an event, p99"_s, percentile(samples, 0.99), 1);
    samples.clear();
    for (int round = 0; round < count; ++round) {
        samples.push_back(open.append(LIVE));
    }
    print(bench, u"live append of 83 events, p99"_s, percentile(samples, 0.99), 1);
}

void measureFiltering(const Bench& bench, OpenPage& open)
{
    auto* filter = open.page().findChild<QLineEdit*>(u"recordFilter"_s);
    std::vector<Sample> samples;
    for (int round = 0; round < 9; ++round) {
        const QString text = round % 2 == 0
            ? u"userId:user-%1"_s.arg(round)
            : u"loopId:"_s + SyntheticRecord::loopAt(bench.events / (round + 1));
        samples.push_back(timed([&] {
            filter->setText(text);
            QTest::keyClick(filter, Qt::Key_Return);
            open.waitForRows();
        }));
    }
    print(bench, u"Return in the filter to its painted rows, median"_s, percentile(samples, 0.5),
          100);
}

} // namespace

void measurePage(const Bench& bench)
{
    OpenPage open(bench);
    std::vector<Sample> samples;
    for (int round = 0; round < (bench.events < 1'000'000 ? 1 : 7); ++round) {
        open.close();
        samples.push_back(timed([&] { open.open(); }));
    }
    print(bench, u"record page, made and painted with its rows, median"_s, percentile(samples, 0.5),
          60);
    measureScrolling(bench, open);
    measureFiltering(bench, open);
    auto* filter = open.page().findChild<QLineEdit*>(u"recordFilter"_s);
    filter->clear();
    QTest::keyClick(filter, Qt::Key_Return);
    if (!QTest::qWaitFor([&] { return open.list().rowCount() == bench.events; })) {
        qFatal("the filter was never cleared");
    }
    std::vector<Sample> strips;
    for (int round = 0; round < 9; ++round) {
        strips.push_back(timed([&] { (void)ui::RecordStrip(open.source().answer(), 840).size(); }));
    }
    print(bench, u"density strip of 840 columns, median"_s, percentile(strips, 0.5), 8);
    measureLive(bench, open);
}

} // namespace tamma::bench
