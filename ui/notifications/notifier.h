// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

namespace tamma::ui {

/// What a notification says. Plain text.
struct Notice {
    QString title; ///< Enough by itself.
    QString body;

    friend bool operator==(const Notice&, const Notice&) = default;
};

/// The one notification that Tamma has on the desktop.
///
/// Errors   None: where nothing can be shown, nothing is.
/// Threads  GUI thread only; never waits.
class Notifier : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Shows a notice in the place of the one before.
    virtual void show(const Notice& notice) = 0;

    /// Takes the notice away.
    virtual void withdraw() = 0;

signals:
    /// A person chose it; with the token, a window may come to the front.
    void opened(const QString& activationToken);
    /// A person put it away.
    void dismissed();
};

} // namespace tamma::ui
