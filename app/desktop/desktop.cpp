// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop.h"

#include "app/composition.h"
#include "app/desktop/file_settings.h"
#include "app/desktop/late_engine.h"
#include "core/base/log.h"
#include "ui/client/frame_scheduler.h"
#include "ui/client/gui_session.h"
#include "ui/notifications/decision_notices.h"
#include "ui/notifications/desktop_notifier.h"
#include "ui/pages/builtin_pages.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/first_paint.h"
#include "ui/shell/main_window.h"
#include "ui/shell/window_state.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QCryptographicHash>
#include <QIcon>
#include <kdsingleapplication.h>

namespace tamma::desktop {

using namespace Qt::StringLiterals;

namespace {

/// One instance for each record: another TAMMA_HOME or database is another Tamma.
QString instanceName(const Paths& paths)
{
    const QByteArray place = QCryptographicHash::hash(
        (paths.data + u'\n' + paths.database).toUtf8(), QCryptographicHash::Sha256);
    return u"tamma-"_s + QString::fromLatin1(place.toHex().left(16));
}

void bringToFront(QWidget& window, const QByteArray& activationToken)
{
    if (!activationToken.isEmpty()) {
        qputenv("XDG_ACTIVATION_TOKEN", activationToken); // Wayland lets nobody raise itself.
    }
    window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.show();
    window.raise();
    window.activateWindow();
}

/// Starts the demo once it is known that the record has nothing of the user's own.
void startDemoWhenEmpty(ui::GuiSession& session)
{
    const auto start = [&session] {
        if (session.phase() == ui::GuiSession::Phase::Ready && session.issues().isEmpty()) {
            (void)session.engine().submit(engine::StartDemo{});
        }
    };
    QObject::connect(&session, &ui::GuiSession::phaseChanged, &session, start);
    start();
}

/// A settings file that cannot be read is told by the engine; it begins with the same file.
QString nameOfUser(const Paths& paths)
{
    return userName(config::loadSettings(settingsFile(paths)).value_or(config::Settings()));
}

void introduceApplication()
{
    QApplication::setApplicationName(u"tamma"_s);
    QApplication::setApplicationDisplayName(u"Tamma"_s);
    QApplication::setApplicationVersion(QStringLiteral(TAMMA_VERSION));
    QGuiApplication::setDesktopFileName(u"io.github.tamma.Tamma"_s);
    QApplication::setWindowIcon(QIcon(u":/tamma/icons/app/tamma.svg"_s));
}

/// What the program was started with.
struct Arguments {
    bool demo = false;
    bool reportPaint = false;
    QString database;
};

Arguments readArguments(const QApplication& app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QApplication::translate("desktop",
                                "Hands issues to coding agents and asks you before "
                                "anything is merged."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption demo(
        u"demo"_s,
        QApplication::translate("desktop", "start the demo when there is nothing else yet"));
    parser.addOption(demo);
    const QCommandLineOption reportPaint(
        u"report-paint"_s,
        QApplication::translate("desktop",
                                "write \"painted\" when the window has its first frame"));
    parser.addOption(reportPaint);
    const QCommandLineOption database(
        u"database"_s,
        QApplication::translate("desktop", "the record is in the database at this URL"), u"URL"_s);
    parser.addOption(database);
    parser.process(app);
    return {parser.isSet(demo), parser.isSet(reportPaint), parser.value(database)};
}

/// A notice goes when somebody looks, and opens what it speaks of.
void connectNotices(const QApplication& app, ui::DecisionNotices& notices, ui::MainWindow& window)
{
    QObject::connect(&app, &QGuiApplication::applicationStateChanged, &notices,
                     [&notices](Qt::ApplicationState now) {
                         if (now == Qt::ApplicationActive) {
                             notices.seen();
                         }
                     });
    QObject::connect(&notices, &ui::DecisionNotices::openWanted, &window,
                     [&window](const ApprovalId& id, const QString& token) {
                         window.open({ui::page::INBOX, id.text()});
                         bringToFront(window, token.toUtf8());
                     });
}

} // namespace

int runDesktop(int argc, char** argv)
{
    ui::paintWithoutWaiting();
    QApplication app(argc, argv);
    introduceApplication();
    const Arguments arguments = readArguments(app);

    Paths paths = Paths::fromEnvironment();
    paths.database = arguments.database.isEmpty() ? paths.database : arguments.database;
    KDSingleApplication instance(instanceName(paths),
                                 KDSingleApplication::Option::IncludeUsernameInSocketName);
    if (!instance.isPrimaryInstance()) {
        instance.sendMessageWithTimeout(qgetenv("XDG_ACTIVATION_TOKEN"), 2000);
        return 0;
    }
    log::openFile(paths.state + u"/tamma-desktop.log"_s, u"tamma-desktop"_s);

    const SystemClock clock;
    ui::WindowState state(paths.state + u"/window.ini"_s);
    ui::Theme theme(app, state.theme());
    engine::ReadModelFeed feed;
    LateEngine engine(paths, feed);
    FileSettings settings(paths);
    ui::FrameScheduler frames;
    ui::GuiSession session({engine, feed, frames, clock, nameOfUser(paths)});
    const ui::PageRegistry pages = ui::builtinPages();
    ui::ActionRegistry actions;
    ui::MainWindow window({session, actions, settings, state, theme, frames, pages});
    ui::DesktopNotifier notifier(&QDBusConnection::sessionBus);
    ui::DecisionNotices notices(
        {session, state, notifier, clock, [&window] { return window.isActiveWindow(); }});
    connectNotices(app, notices, window);
    QObject::connect(&instance, &KDSingleApplication::messageReceived, &window,
                     [&window](const QByteArray& token) { bringToFront(window, token); });
    if (arguments.demo) {
        startDemoWhenEmpty(session);
    }
    if (arguments.reportPaint) {
        ui::reportFirstPaint(window);
    }
    window.show();
    return QApplication::exec();
}

} // namespace tamma::desktop
