// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/builtin_pages.h"

#include "ui/client/gui_session.h"
#include "ui/pages/attempts/attempts_page.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/pages/inbox/inbox_page.h"
#include "ui/pages/issues/issues_page.h"
#include "ui/pages/loop_detail/loop_detail_page.h"
#include "ui/pages/loops/loops_page.h"
#include "ui/pages/record/record_page.h"
#include "ui/pages/recovered/recovered_page.h"
#include "ui/pages/settings/settings_page.h"

#include <QCoreApplication>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

struct PageTitle {
    Q_DECLARE_TR_FUNCTIONS(PageTitle)
};

template <typename T> Page* make(const PageParts& parts, QWidget* parent)
{
    return new T(parts, parent);
}

} // namespace

PageRegistry builtinPages()
{
    PageRegistry pages;
    pages.add({.id = page::LOOPS,
               .title = PageTitle::tr("Loops"),
               .icon = u"layout-dashboard"_s,
               .make = make<LoopsPage>});
    pages.add({.id = page::LOOP,
               .title = PageTitle::tr("Loop"),
               .icon = u"layout-dashboard"_s,
               .inRail = false,
               .under = page::LOOPS,
               .make = make<LoopDetailPage>});
    pages.add({.id = page::ATTEMPTS,
               .title = PageTitle::tr("Attempts"),
               .icon = u"columns-2"_s,
               .inRail = false,
               .under = page::LOOPS,
               .make = make<AttemptsPage>});
    pages.add({.id = page::INBOX,
               .title = PageTitle::tr("Inbox"),
               .icon = u"inbox"_s,
               .make = make<InboxPage>,
               .badge = &GuiSession::openApprovalCount});
    pages.add({.id = page::ISSUES,
               .title = PageTitle::tr("Issues"),
               .icon = u"circle-dot"_s,
               .make = make<IssuesPage>});
    pages.add({.id = page::RECORD,
               .title = PageTitle::tr("Record"),
               .icon = u"history"_s,
               .make = make<RecordPage>});
    pages.add({.id = page::COMPARE,
               .title = PageTitle::tr("What happened"),
               .icon = u"history"_s,
               .inRail = false,
               .under = page::RECORD,
               .make = make<ComparePage>});
    pages.add({.id = page::RECOVERED,
               .title = PageTitle::tr("Recovered"),
               .icon = u"undo-2"_s,
               .make = make<RecoveredPage>});
    pages.add({.id = page::SETTINGS,
               .title = PageTitle::tr("Settings"),
               .icon = u"settings"_s,
               .make = make<SettingsPage>});
    return pages;
}

} // namespace tamma::ui
