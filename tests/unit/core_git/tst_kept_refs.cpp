// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/kept_refs.h"
#include "tests/unit/core_git/loop_place.h"

#include <QTest>

using namespace tamma;
using namespace tamma::git;
using namespace tamma::tests;

class TestOfKeptRefs : public QObject {
    Q_OBJECT

private slots:
    void tellsWhatWasKeptAndWhy()
    {
        const LoopPlace place;
        auto worktree = place.create().value();
        write(worktree, "a.txt", "first\n");
        const QString first = worktree.commitAll("First", TAMMA).value();
        write(worktree, "a.txt", "second\n");
        write(worktree, "new.txt", "12345678");
        const QString reset = worktree.resetTo(place.base, TAMMA).value();

        const auto all = keptWork(place.repository);
        QVERIFY2(all, all ? "" : qPrintable(all.error().detail));
        QCOMPARE(all->size(), 1);
        const KeptWork& kept = all->first();
        QCOMPARE(kept.ref, reset);
        QCOMPARE(kept.loop, "loop-1");
        QCOMPARE(kept.because, KeptBecause::Reset);
        QCOMPARE(kept.keptAt, TAMMA.when);
        QCOMPARE(kept.against, place.base);
        QCOMPARE(kept.files, 2);
        QCOMPARE(kept.sizeBytes, qint64(sizeof("second\n") - 1 + 8));
        QCOMPARE(place.user.head(kept.commit + "^"), first);
        QVERIFY(!kept.isAttempt());
        QCOMPARE(findKeptWork(place.repository, reset).value(), kept);
        QCOMPARE(findKeptWork(place.repository, "120000123").value(), kept);
        QCOMPARE(findKeptWork(place.repository, "nothing").error().code, errors::NOT_FOUND);
        QCOMPARE(findKeptWork(place.repository, "").error().code, errors::NOT_FOUND);
    }

    void listsTheNewestFirstWithAttempts()
    {
        const LoopPlace place;
        auto worktree = place.create().value();
        write(worktree, "a.txt", "try 1\n");
        const QString first = worktree.commitAll("Try 1", TAMMA, 1).value();
        QCOMPARE(place.user.head("refs/tamma/attempts/loop-1/1"), first);
        write(worktree, "a.txt", "try 2\n");
        const QString second = worktree.commitAll("Try 2", later(1min)).value();
        QVERIFY(worktree.keepAttempt(2, second, later(1min)));
        write(worktree, "a.txt", "unfinished\n");
        const QString ended = worktree.keepWork(KeptBecause::SessionEnded, later(2min)).value();

        const auto all = keptWork(place.repository).value();
        QCOMPARE(
            refsOf(all),
            QStringList({ended, "refs/tamma/attempts/loop-1/2", "refs/tamma/attempts/loop-1/1"}));
        QCOMPARE(all[0].because, KeptBecause::SessionEnded);
        QCOMPARE(all[1].attempt, 2);
        QCOMPARE(all[1].commit, second);
        QCOMPARE(all[1].against, first);
        QVERIFY(all[1].isAttempt());
        QCOMPARE(findKeptWork(place.repository, "loop-1").error().code, errors::INVALID_ARGUMENT);
    }

    void keepsTheSameEditsOnce()
    {
        const LoopPlace place;
        auto worktree = place.create().value();
        QCOMPARE(worktree.keepWork(KeptBecause::SessionEnded, TAMMA).value(), "");
        write(worktree, "a.txt", "edit\n");
        const QString kept = worktree.keepWork(KeptBecause::SessionEnded, TAMMA).value();
        QVERIFY(!kept.isEmpty());
        QCOMPARE(worktree.keepWork(KeptBecause::LoopOver, later(48h)).value(), kept);
        QCOMPARE(read(worktree, "a.txt"), "edit\n");
        QCOMPARE(worktree.head().value(), place.base);
        QCOMPARE(worktree.resetTo(place.base, later(1h)).value(), kept);
        QCOMPARE(keptWork(place.repository)->size(), 1);
    }

    void keepsTheSameEditsAgainWhenTheyDisappearLater()
    {
        const LoopPlace place;
        auto worktree = place.create().value();
        write(worktree, "a.txt", "edit\n");
        const QString first = worktree.resetTo(place.base, TAMMA).value();
        write(worktree, "a.txt", "edit\n");
        const QString second = worktree.resetTo(place.base, later(29 * 24h)).value();
        QVERIFY(second != first);
        QVERIFY(expireKeptWork(place.repository, {.now = later(31 * 24h).when}));
        QCOMPARE(refsOf(keptWork(place.repository).value()), QStringList{second});
    }

    void anAttemptThatIsMadeAgainKeepsTheFirst()
    {
        const LoopPlace place;
        auto worktree = place.create().value();
        write(worktree, "a.txt", "once\n");
        const QString once = worktree.commitAll("Once", TAMMA).value();
        QVERIFY(worktree.keepAttempt(1, once, TAMMA));
        QVERIFY(worktree.keepAttempt(1, once, TAMMA));
        QCOMPARE(keptWork(place.repository)->size(), 1);
        place.user.commitOn("other", {{"a.txt", "again\n"}});
        const QString again = place.user.head("other");
        QVERIFY(worktree.keepAttempt(1, again, later(1min)));

        const auto all = keptWork(place.repository).value();
        QCOMPARE(all.size(), 2);
        const auto replaced = std::ranges::find(all, KeptBecause::Replaced, &KeptWork::because);
        QVERIFY(replaced != all.end());
        QCOMPARE(place.user.git({"show", replaced->commit + ":a.txt"}), "once");
        QCOMPARE(place.user.head("refs/tamma/attempts/loop-1/1"), again);
        QCOMPARE(worktree.keepAttempt(3, "beef", TAMMA).error().code, errors::NOT_FOUND);
    }

    void keepsIgnoredTextsOfARemovedWorktree()
    {
        const LoopPlace place;
        auto worktree = place.create().value();
        write(worktree, "notes.log", "what I found\n");
        write(worktree, "sub/deep.log", "deeper\n");
        write(worktree, "binary.log", QByteArray("a\0b", 3));
        write(worktree, "large.log", QByteArray(64 * 1024 + 1, 'x'));
        write(worktree, "build/out.txt", "built\n");
        QVERIFY(QFile::link("notes.log", worktree.path() + "/link.log"));
        const QString removed = place.factory.remove(worktree, TAMMA).value();
        QVERIFY(!removed.isEmpty());
        QCOMPARE(place.user.git({"diff", "--name-only", place.base, removed}),
                 "notes.log\nsub/deep.log");
        const auto all = keptWork(place.repository).value();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all.first().because, KeptBecause::Removed);
        QCOMPARE(all.first().files, 2);
    }

    void readsWhatAnOlderTammaKept()
    {
        const LoopPlace place;
        const QString old = "refs/tamma/recovery/loop-0/20250102T030405006Z";
        place.user.commitOn("old", {{"a.txt", "old\n"}});
        place.user.git({"update-ref", old, "old"});
        const auto all = keptWork(place.repository).value();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all.first().because, KeptBecause::Unknown);
        QCOMPARE(all.first().against, place.base);
        QCOMPARE(all.first().keptAt, fromIso8601("2025-01-02T03:04:05.006Z").value());
    }

    void forgetsByTimeAlone()
    {
        const LoopPlace place;
        auto worktree = place.create().value();
        write(worktree, "a.txt", "1st\n");
        const QString commit = worktree.commitAll("Try", TAMMA).value();
        QVERIFY(worktree.keepAttempt(1, commit, TAMMA));
        const QString old = worktree.resetTo(place.base, TAMMA).value();
        write(worktree, "a.txt", "2nd\n");
        const QString young = worktree.resetTo(place.base, later(24h)).value();
        place.user.git({"update-ref", "refs/tamma/recovery/loop-1/someday", commit});

        QCOMPARE(expireKeptWork(place.repository, {.now = TAMMA.when + KEPT_FOR - 1s}).value(),
                 QStringList());
        const Timestamp then = TAMMA.when + KEPT_FOR + std::chrono::milliseconds(1);
        QCOMPARE(expireKeptWork(place.repository, {.now = then, .livingLoops = {"loop-1"}}).value(),
                 QStringList{old});
        QCOMPARE(expireKeptWork(place.repository, {.now = then}).value(),
                 QStringList{"refs/tamma/attempts/loop-1/1"});
        QCOMPARE(refsOf(keptWork(place.repository).value()).contains(young), true);
        QCOMPARE(expireKeptWork(place.repository, {.now = then + std::chrono::years(10)}).value(),
                 QStringList{young});
        QCOMPARE(refsOf(keptWork(place.repository).value()),
                 QStringList{"refs/tamma/recovery/loop-1/someday"});
    }

    void survivesTheGarbageCollectionOfGit()
    {
        const LoopPlace place;
        auto worktree = place.create().value();
        write(worktree, "a.txt", "precious\n");
        const QString removed = place.factory.remove(worktree, TAMMA).value();
        place.user.git({"branch", "-D", place.wanted.branch});
        place.user.git({"reflog", "expire", "--expire=now", "--all"});
        place.user.git({"gc", "--quiet", "--prune=now"});
        QCOMPARE(place.user.git({"show", removed + ":a.txt"}), "precious");
        QCOMPARE(keptWork(place.repository)->size(), 1); // From packed-refs now.
        QCOMPARE(expireKeptWork(place.repository, {.now = later(24h * 31).when})->size(), 1);
        QVERIFY(keptWork(place.repository)->isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestOfKeptRefs)
#include "tst_kept_refs.moc"
