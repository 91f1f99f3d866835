// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notifications/desktop_notifier.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>
#include <QVariantMap>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

const QString SERVICE = u"org.freedesktop.Notifications"_s;
const QString PATH = u"/org/freedesktop/Notifications"_s;

constexpr uint CLOSED_BY_PERSON = 2;
constexpr int AS_THE_SERVICE_LIKES = -1;

QDBusMessage call(const QString& method)
{
    return QDBusMessage::createMethodCall(SERVICE, PATH, SERVICE, method);
}

} // namespace

DesktopNotifier::DesktopNotifier(std::function<QDBusConnection()> bus, QObject* parent)
    : Notifier(parent)
    , m_connect(std::move(bus))
{
}

QDBusConnection& DesktopNotifier::bus()
{
    if (!m_bus) {
        m_bus = m_connect();
        // By path and interface: naming the service would wait for the bus to say who owns it.
        m_bus->connect({}, PATH, SERVICE, u"NotificationClosed"_s, this,
                       SLOT(onClosed(uint, uint)));
        m_bus->connect({}, PATH, SERVICE, u"ActionInvoked"_s, this, SLOT(onAction(uint, QString)));
        m_bus->connect({}, PATH, SERVICE, u"ActivationToken"_s, this, SLOT(onToken(uint, QString)));
    }
    return *m_bus;
}

DesktopNotifier::~DesktopNotifier()
{
    close(); // Nobody could answer it any more.
}

void DesktopNotifier::show(const Notice& notice)
{
    m_wanted = notice;
    proceed();
}

void DesktopNotifier::withdraw()
{
    m_wanted.reset();
    proceed();
}

void DesktopNotifier::proceed()
{
    if (m_waits || m_wanted == m_shown) {
        return;
    }
    if (!m_wanted) {
        close();
    } else if (!bus().isConnected()) {
        m_wanted.reset();
    } else if (!m_readsMarkup) {
        askWhatItCan();
    } else {
        send(*m_wanted);
    }
}

void DesktopNotifier::askWhatItCan()
{
    m_waits = true;
    auto* watcher = new QDBusPendingCallWatcher(bus().asyncCall(call(u"GetCapabilities"_s)), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QStringList> reply = *watcher;
        watcher->deleteLater();
        m_waits = false;
        if (reply.isError()) {
            m_wanted.reset(); // Nobody there. The next notice asks again.
            return;
        }
        m_readsMarkup = reply.value().contains(u"body-markup"_s);
        proceed();
    });
}

void DesktopNotifier::send(const Notice& notice)
{
    const QVariantMap hints{{u"desktop-entry"_s, QGuiApplication::desktopFileName()},
                            {u"urgency"_s, QVariant::fromValue(uchar(1))}};
    auto message = call(u"Notify"_s);
    message << QGuiApplication::applicationDisplayName() << m_id
            << QGuiApplication::desktopFileName() << notice.title
            << (*m_readsMarkup ? notice.body.toHtmlEscaped() : notice.body)
            << QStringList{u"default"_s, tr("Open"), u"open"_s, tr("Open")} << hints
            << AS_THE_SERVICE_LIKES;
    m_waits = true;
    auto* watcher = new QDBusPendingCallWatcher(bus().asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, notice] {
        const QDBusPendingReply<uint> reply = *watcher;
        watcher->deleteLater();
        m_waits = false;
        if (reply.isError()) {
            m_readsMarkup.reset();
            m_wanted.reset();
            return;
        }
        m_id = reply.value();
        m_shown = notice;
        proceed();
    });
}

void DesktopNotifier::close()
{
    if (m_id != 0) {
        auto message = call(u"CloseNotification"_s);
        message << m_id;
        bus().send(message);
        forget();
    }
}

void DesktopNotifier::forget()
{
    m_id = 0;
    m_shown.reset();
}

void DesktopNotifier::onClosed(uint id, uint reason)
{
    if (id != m_id || id == 0) {
        return;
    }
    const bool wanted = m_wanted == m_shown;
    forget();
    if (wanted) {
        m_wanted.reset();
        if (reason == CLOSED_BY_PERSON) {
            emit dismissed();
        }
    }
}

void DesktopNotifier::onToken(uint id, const QString& token)
{
    if (id == m_id) {
        m_token = token;
    }
}

void DesktopNotifier::onAction(uint id, const QString& action)
{
    if (id == m_id && id != 0 && (action == "default"_L1 || action == "open"_L1)) {
        emit opened(std::exchange(m_token, {}));
    }
}

} // namespace tamma::ui
