// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/kept_refs.h"
#include "core/git/restore.h"
#include "core/git/worktree_factory.h"

#include <QCoreApplication>
#include <QHash>

#include <cstdio>
#include <cstdlib>
#include <functional>

// One thing that Tamma does to a repository, in a process of its own that can be killed. Prints
// "ready" just before it begins.
namespace tamma::git {

namespace {

struct Order {
    QStringList words; // deed repository root loop branch base time [argument] [crash]

    [[nodiscard]] QString deed() const { return words.value(1); }
    [[nodiscard]] QString loop() const { return words.value(4); }
    [[nodiscard]] QString branch() const { return words.value(5); }
    [[nodiscard]] QString base() const { return words.value(6); }
    [[nodiscard]] QString argument() const { return words.value(8); }
    [[nodiscard]] bool crashes() const { return words.value(9) == QLatin1String("crash"); }
    [[nodiscard]] Author author() const
    {
        return {"Tamma", "tamma@localhost",
                Timestamp(std::chrono::milliseconds(words.value(7).toLongLong()))};
    }
};

Result<> attempt(const Order& order, Worktree& worktree)
{
    const int number = order.argument().toInt();
    const auto commit = worktree.commitAll("Attempt " + order.argument(), order.author(), number);
    if (order.crashes()) {
        std::abort(); // Committed, and nobody knows.
    }
    const bool nothingDone = !commit && commit.error().code == errors::NOTHING_DONE;
    return nothingDone ? Result<>() : commit.transform([](const QString&) { });
}

Result<> keptOf(const Order& order, const Repository& repository,
                const std::function<Result<>(const KeptWork&)>& use)
{
    TRY_ASSIGN(const auto all, keptWork(repository));
    return all.isEmpty() ? Result<>()
                         : use(all.at(order.author().when.time_since_epoch().count() % all.size()));
}

Result<> doIt(const Order& order)
{
    TRY_ASSIGN(const auto repository, Repository::open(order.words.value(2)));
    const WorktreeFactory factory(order.words.value(3));
    const auto inWorktree = [&](const auto& act) -> Result<> {
        TRY_ASSIGN(auto worktree,
                   factory.createForLoop(repository, {order.loop(), order.branch(), order.base()}));
        return act(worktree);
    };
    const auto dropped = [](auto result) { return result.transform([](const auto&) { }); };
    using Act = std::function<Result<>()>;
    const QHash<QString, Act> deeds{
        {"create", [&] { return inWorktree([](Worktree&) { return Result<>(); }); }},
        {"attempt", [&] { return inWorktree([&](Worktree& w) { return attempt(order, w); }); }},
        {"reset",
         [&] {
             return inWorktree(
                 [&](Worktree& w) { return dropped(w.resetTo(order.argument(), order.author())); });
         }},
        {"cancel",
         [&] {
             return inWorktree([&](Worktree& w) {
                 return dropped(w.keepWork(KeptBecause::SessionEnded, order.author()));
             });
         }},
        {"remove",
         [&] {
             return inWorktree(
                 [&](Worktree& w) { return dropped(factory.remove(w, order.author())); });
         }},
        {"gate",
         [&] { return dropped(factory.cleanCheckout(repository, order.loop(), order.base())); }},
        {"expire",
         [&] { return dropped(expireKeptWork(repository, {.now = order.author().when})); }},
        {"restoreFolder",
         [&] {
             return keptOf(order, repository, [&](const KeptWork& kept) {
                 return restoreToFolder(repository, kept, order.argument());
             });
         }},
        {"restoreBranch",
         [&] {
             return keptOf(order, repository, [&](const KeptWork& kept) {
                 return restoreToBranch(repository, kept, order.argument());
             });
         }},
    };
    return deeds.value(order.deed())();
}

} // namespace
} // namespace tamma::git

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    std::puts("ready");
    std::fflush(stdout);
    const auto done = tamma::git::doIt({QCoreApplication::arguments()});
    if (!done) {
        std::fprintf(stderr, "%s: %s\n", qPrintable(done.error().code.text()),
                     qPrintable(done.error().detail));
    }
    return done ? 0 : 1;
}
