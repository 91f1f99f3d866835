// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/toasts.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace tamma::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A window with toasts, and what became of the offers.
struct Offers {
    QWidget window;
    QLineEdit elsewhere{&window}; // Has the focus: an offer whose button has it does not expire.
    Toasts toasts{&window};
    QStringList log;

    Offers()
    {
        window.resize(600, 400);
        elsewhere.setFocus();
        window.show();
    }
    void offer(const QString& name, std::chrono::seconds time = 60s)
    {
        toasts.offer({name, time, [this, name] { log.append(u"undo "_s + name); },
                      [this, name] { log.append(u"keep "_s + name); }});
    }
    [[nodiscard]] QString shown() const
    {
        for (const auto* label : window.findChildren<QLabel*>(u"toastText"_s)) {
            if (label->isVisible()) {
                return label->text();
            }
        }
        return {};
    }
};

} // namespace

class TestToasts : public QObject {
    Q_OBJECT

private slots:
    void undoTakesBackOnce();
    void timeOverKeeps();
    void everyOfferHasItsOwnTime();
    void theOldestOfManyCountsAtOnce();
    void messageDoesNotEndAnOffer();
    void keepNowDoesItOnce();
};

void TestToasts::undoTakesBackOnce()
{
    Offers offers;
    offers.offer(u"a"_s);
    QVERIFY(offers.toasts.canUndo());
    offers.window.findChild<QPushButton*>(u"toastUndo"_s)->click();
    offers.toasts.undo();
    offers.toasts.keepNow();
    QCOMPARE(offers.log, QStringList{u"undo a"_s});
    QVERIFY(!offers.toasts.canUndo());
}

void TestToasts::timeOverKeeps()
{
    Offers offers;
    offers.offer(u"a"_s, 1s);
    QTRY_COMPARE(offers.log, QStringList{u"keep a"_s});
    QVERIFY(!offers.toasts.canUndo());
}

void TestToasts::everyOfferHasItsOwnTime()
{
    Offers offers;
    offers.offer(u"a"_s);
    offers.offer(u"b"_s, 1s);
    offers.offer(u"c"_s);
    QTRY_COMPARE(offers.log, QStringList{u"keep b"_s});
    offers.toasts.undo();
    offers.toasts.undo();
    QCOMPARE(offers.log, (QStringList{u"keep b"_s, u"undo c"_s, u"undo a"_s}));
    QVERIFY(!offers.toasts.canUndo());
}

void TestToasts::theOldestOfManyCountsAtOnce()
{
    Offers offers;
    for (int i = 1; i <= 5; ++i) {
        offers.offer(QString::number(i));
    }
    QCOMPARE(offers.log, QStringList{u"keep 1"_s});
    offers.toasts.keepNow(); // And nothing is offered that was done.
    QCOMPARE(offers.log.size(), 5);
    QVERIFY(!offers.toasts.canUndo());
    for (const auto* shown : offers.window.findChildren<QWidget*>(u"toast"_s)) {
        QVERIFY(!shown->isVisible());
    }
}

void TestToasts::messageDoesNotEndAnOffer()
{
    Offers offers;
    offers.toasts.say(u"hello"_s);
    QCOMPARE(offers.shown(), u"hello"_s);
    offers.offer(u"a"_s);
    offers.toasts.say(u"later"_s);
    QCOMPARE(offers.shown(), u"a"_s);
    QVERIFY(offers.log.isEmpty());
    offers.toasts.undo();
    QCOMPARE(offers.shown(), u"later"_s);
}

void TestToasts::keepNowDoesItOnce()
{
    Offers offers;
    offers.offer(u"a"_s, 1s);
    offers.toasts.keepNow();
    QCOMPARE(offers.log, QStringList{u"keep a"_s});
    offers.offer(u"b"_s, 2s); // The countdown of the first must not touch the second.
    QTRY_COMPARE(offers.log, (QStringList{u"keep a"_s, u"keep b"_s}));
}

QTEST_MAIN(TestToasts)
#include "tst_toasts.moc"
