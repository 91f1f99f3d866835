// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notifications/desktop_notifier.h"

#include <QDBusConnection>
#include <QDBusInterface>
#include <QGuiApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace tamma::ui;
using namespace Qt::StringLiterals;

/// A notification service as a desktop has it, that remembers what it was told.
class FakeDesktop final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Shown {
        uint id = 0;
        uint replaces = 0;
        QString title;
        QString body;
        QStringList actions;
        QVariantMap hints;
    };

    QStringList capabilities{u"actions"_s, u"body"_s};
    QList<Shown> shown; ///< Every call of Notify.
    QList<uint> live;

public slots:
    // The parameters are those of the desktop's service.
    // NOLINTNEXTLINE(readability-function-size)
    uint Notify(const QString&, uint replaces, const QString&, const QString& title,
                const QString& body, const QStringList& actions, const QVariantMap& hints, int)
    {
        const uint id = replaces != 0 && live.contains(replaces) ? replaces : ++m_last;
        shown.append({id, replaces, title, body, actions, hints});
        if (!live.contains(id)) {
            live.append(id);
        }
        return id;
    }
    void CloseNotification(uint id)
    {
        live.removeOne(id);
        emit NotificationClosed(id, 3);
    }
    QStringList GetCapabilities() { return capabilities; }

signals:
    void NotificationClosed(uint id, uint reason);
    void ActionInvoked(uint id, const QString& action);
    void ActivationToken(uint id, const QString& token);

private:
    uint m_last = 40;
};

namespace {

/// A bus of its own, as a session has one.
struct Bus {
    QProcess daemon;
    QString address;

    Bus()
    {
        daemon.start(u"dbus-daemon"_s,
                     {u"--session"_s, u"--nofork"_s, u"--nopidfile"_s, u"--print-address=1"_s});
        if (daemon.waitForStarted() && daemon.waitForReadyRead()) {
            address = QString::fromUtf8(daemon.readLine()).trimmed();
        }
    }
    ~Bus()
    {
        daemon.kill();
        daemon.waitForFinished();
    }
    [[nodiscard]] QDBusConnection connection(const QString& name) const
    {
        return QDBusConnection::connectToBus(address, name);
    }
};

/// Both ends of a private bus.
struct Stage {
    Bus bus;
    FakeDesktop desktop;
    QDBusConnection theirs{bus.connection(u"desktop"_s)};
    DesktopNotifier notifier{[this] { return bus.connection(u"tamma"_s); }};

    explicit Stage(bool hasService = true)
    {
        if (hasService) {
            startService();
        }
    }
    ~Stage()
    {
        // A call that is on its way refers to the connection: it goes first.
        theirs.unregisterObject(u"/org/freedesktop/Notifications"_s);
        QCoreApplication::removePostedEvents(&desktop);
        QDBusConnection::disconnectFromBus(u"desktop"_s);
        QDBusConnection::disconnectFromBus(u"tamma"_s);
    }
    void startService()
    {
        QVERIFY(theirs.registerObject(u"/org/freedesktop/Notifications"_s, &desktop,
                                      QDBusConnection::ExportAllSlots
                                          | QDBusConnection::ExportAllSignals));
        QVERIFY(theirs.registerService(u"org.freedesktop.Notifications"_s));
    }
};

const Notice ONE{u"Merge it?"_s, u"#12 Round"_s};
const Notice TWO{u"2 decisions wait for you"_s, u"#12 Round & <b>more</b>"_s};

} // namespace

class TestDesktopNotifier : public QObject {
    Q_OBJECT

private slots:
    void showsTheQuestionWithAWayToOpenIt()
    {
        Stage stage;
        stage.notifier.show(ONE);
        QTRY_COMPARE(stage.desktop.shown.size(), 1);
        const auto& shown = stage.desktop.shown.first();
        QCOMPARE(shown.title, ONE.title);
        QCOMPARE(shown.body, ONE.body);
        QVERIFY(shown.actions.contains(u"open"_s) && shown.actions.contains(u"default"_s));
        QCOMPARE(shown.hints.value(u"desktop-entry"_s).toString(), u"io.github.tamma.Tamma"_s);
    }

    void newerNoticeTakesThePlaceOfTheOlder_data()
    {
        QTest::addColumn<bool>("waits");
        QTest::newRow("after the first one is there") << true;
        QTest::newRow("while the first one is on its way") << false;
    }
    void newerNoticeTakesThePlaceOfTheOlder()
    {
        QFETCH(bool, waits);
        Stage stage;
        stage.notifier.show(ONE);
        if (waits) {
            QTRY_COMPARE(stage.desktop.live.size(), 1);
        }
        stage.notifier.show(TWO);
        QTRY_VERIFY(!stage.desktop.shown.isEmpty()
                    && stage.desktop.shown.last().title == TWO.title);
        QCOMPARE(stage.desktop.live.size(), 1);
    }

    void isWithdrawn_data() { newerNoticeTakesThePlaceOfTheOlder_data(); }
    void isWithdrawn()
    {
        QFETCH(bool, waits);
        Stage stage;
        stage.notifier.show(ONE);
        if (waits) {
            QTRY_COMPARE(stage.desktop.live.size(), 1);
        }
        stage.notifier.withdraw();
        stage.notifier.show(TWO);
        QTRY_COMPARE(stage.desktop.live.size(), 1);
        stage.notifier.withdraw();
        QTRY_COMPARE(stage.desktop.live.size(), 0);
    }

    void bodyIsEscapedWhereTheDesktopReadsMarkup_data()
    {
        QTest::addColumn<bool>("markup");
        QTest::addColumn<QString>("body");
        QTest::newRow("markup") << true << u"#12 Round &amp; &lt;b&gt;more&lt;/b&gt;"_s;
        QTest::newRow("plain") << false << TWO.body;
    }
    void bodyIsEscapedWhereTheDesktopReadsMarkup()
    {
        QFETCH(bool, markup);
        Stage stage;
        if (markup) {
            stage.desktop.capabilities.append(u"body-markup"_s);
        }
        stage.notifier.show(TWO);
        QTRY_COMPARE(stage.desktop.shown.size(), 1);
        QTEST(stage.desktop.shown.first().body, "body");
    }

    void choosingItSaysSoWithTheToken()
    {
        Stage stage;
        QSignalSpy opened(&stage.notifier, &Notifier::opened);
        stage.notifier.show(ONE);
        QTRY_COMPARE(stage.desktop.live.size(), 1);
        const uint id = stage.desktop.live.first();
        emit stage.desktop.ActionInvoked(id + 1, u"open"_s); // Of another program.
        emit stage.desktop.ActivationToken(id, u"token-1"_s);
        emit stage.desktop.ActionInvoked(id, u"open"_s);
        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toString(), u"token-1"_s);
    }

    void puttingItAwaySaysSo()
    {
        Stage stage;
        QSignalSpy dismissed(&stage.notifier, &Notifier::dismissed);
        stage.notifier.show(ONE);
        QTRY_COMPARE(stage.desktop.live.size(), 1);
        const uint id = stage.desktop.live.takeFirst();
        emit stage.desktop.NotificationClosed(id, 2);
        QTRY_COMPARE(dismissed.size(), 1);
        stage.notifier.show(TWO);
        QTRY_COMPARE(stage.desktop.shown.size(), 2);
        QCOMPARE(stage.desktop.shown.last().replaces, 0U);
    }

    void withoutAServiceNothingIsSaidUntilThereIsOne()
    {
        Stage stage(false);
        QTest::failOnWarning();
        stage.notifier.show(ONE);
        stage.notifier.show(TWO);
        stage.notifier.withdraw();
        QDBusInterface bus(u"org.freedesktop.DBus"_s, u"/"_s, u"org.freedesktop.DBus"_s,
                           stage.theirs);
        QVERIFY(bus.call(u"GetId"_s).type() == QDBusMessage::ReplyMessage);
        stage.startService();
        QTRY_VERIFY_WITH_TIMEOUT((stage.notifier.show(ONE), stage.desktop.live.size() == 1), 5000);
    }

    void withoutABusNothingIsSaid()
    {
        QTest::failOnWarning();
        DesktopNotifier notifier([] { return QDBusConnection(u"no such connection"_s); });
        notifier.show(ONE);
        notifier.withdraw();
    }

    void goesWithTheProgram()
    {
        Stage stage;
        {
            DesktopNotifier other([&stage] { return stage.bus.connection(u"other"_s); });
            other.show(ONE);
            QTRY_COMPARE(stage.desktop.live.size(), 1);
            QTRY_VERIFY((other.show(TWO), stage.desktop.shown.last().title == TWO.title));
        }
        QTRY_COMPARE(stage.desktop.live.size(), 0);
        QDBusConnection::disconnectFromBus(u"other"_s);
    }
};

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication app(argc, argv);
    QGuiApplication::setDesktopFileName(u"io.github.tamma.Tamma"_s);
    TestDesktopNotifier test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_desktop_notifier.moc"
