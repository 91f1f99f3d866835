// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/notifications/notifier.h"

#include <QDBusConnection>

#include <functional>
#include <optional>

namespace tamma::ui {

/// Notifications by the service of the desktop, org.freedesktop.Notifications.
///
/// Shape    One call at a time: what is wanted meanwhile is done when the answer is there, so that
///          every notice replaces the one before.
class DesktopNotifier final : public Notifier {
    Q_OBJECT

public:
    /// `bus` is asked for its connection when there is something to say, not at the start.
    explicit DesktopNotifier(std::function<QDBusConnection()> bus, QObject* parent = nullptr);
    ~DesktopNotifier() override;

    void show(const Notice& notice) override;
    void withdraw() override;

private slots:
    void onClosed(uint id, uint reason);
    void onAction(uint id, const QString& action);
    void onToken(uint id, const QString& token);

private:
    [[nodiscard]] QDBusConnection& bus();
    void proceed();
    void askWhatItCan();
    void send(const Notice& notice);
    void close();
    void forget();

    std::function<QDBusConnection()> m_connect;
    std::optional<QDBusConnection> m_bus;
    std::optional<bool> m_readsMarkup; // Unknown until the service answered.
    std::optional<Notice> m_wanted;
    std::optional<Notice> m_shown;
    uint m_id = 0; // That the service gave; 0: nothing is shown.
    bool m_waits = false; // For an answer.
    QString m_token;
};

} // namespace tamma::ui
