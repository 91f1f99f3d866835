// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/filter_menus.h"

#include "core/events/catalog.h"
#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"
#include "ui/models/filter_text.h"
#include "ui/pages/record/menu_button.h"
#include "ui/text/status_text.h"
#include "ui/widgets/icons.h"

#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QRegularExpression>
#include <QToolButton>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int MOST_LOOPS = 20;
constexpr int MOST_VALUES = 25;
constexpr int LONGEST_LABEL = 60;

/// A menu takes "&" for a mnemonic, and grows as wide as its longest line.
QString menuText(const QString& text)
{
    const QString cut = text.size() > LONGEST_LABEL ? text.first(LONGEST_LABEL - 1) + u'…' : text;
    return QString(cut).replace(u'&', u"&&"_s);
}

} // namespace

FilterMenus::FilterMenus(GuiSession& session, WindowState& state, QLineEdit* edit)
    : QObject(edit)
    , m_session(session)
    , m_filters(state)
    , m_edit(edit)
    , m_type(makeButton(u"recordType"_s, tr("Type"), &FilterMenus::fillTypes))
    , m_tag(makeButton(u"recordTag"_s, tr("Tag"), &FilterMenus::fillTags))
    , m_time(makeButton(u"recordTime"_s, tr("Time"), &FilterMenus::fillTimes))
    , m_loop(makeButton(u"recordLoop"_s, tr("Loop"), &FilterMenus::fillLoops))
    , m_saved(makeButton(u"recordSaved"_s, tr("Saved"), &FilterMenus::fillSaved))
{
    connect(edit, &QLineEdit::textChanged, this, &FilterMenus::showCounts);
    showCounts();
}

QToolButton* FilterMenus::makeButton(const QString& name, const QString& text,
                                     void (FilterMenus::*fill)(QMenu&))
{
    auto* button = new MenuButton(name, text, m_edit->parentWidget());
    auto* menu = new QMenu(button);
    menu->setObjectName(name + u"Menu"_s);
    menu->setToolTipsVisible(true);
    button->setAccessibleName(tr("Filter by %1").arg(text));
    button->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu, fill] {
        menu->clear();
        (this->*fill)(*menu);
    });
    return button;
}

void FilterMenus::setText(const QString& text)
{
    m_edit->setText(text);
}

void FilterMenus::addToggle(QMenu& menu, const QString& label, const QString& key,
                            const QString& value)
{
    QAction* action = menu.addAction(menuText(label));
    action->setCheckable(true);
    action->setChecked(hasPart(m_edit->text(), key, value));
    action->setToolTip(partText(key, value));
    connect(action, &QAction::triggered, this,
            [this, key, value] { setText(withPartToggled(m_edit->text(), key, value)); });
}

void FilterMenus::fillTypes(QMenu& menu)
{
    QStringList types = events::catalog::allTypes();
    const auto fill = [this](QMenu* target, QStringList all) {
        all.removeDuplicates();
        all.sort();
        QMenu* group = nullptr;
        QString before;
        for (const QString& type : std::as_const(all)) {
            const QString first = type.section(u'.', 0, 0);
            if (std::exchange(before, first) != first) {
                group = target->addMenu(menuText(first));
                addToggle(*group, tr("All of %1").arg(first), u"type"_s, first + u".*"_s);
                group->addSeparator();
            }
            addToggle(*group, type, u"type"_s, type);
        }
    };
    fill(&menu, types);
    const QPointer<QAction> end = menu.addSeparator(); // Gone when the menu is made anew.
    whenDone(m_session.engine().recordWords({u":"_s}), &menu,
             [fill, types, end, target = &menu](QStringList found) {
                 found.replaceInStrings(QRegularExpression(u"^:"_s), {});
                 found.removeIf([&](const QString& type) { return types.contains(type); });
                 if (end != nullptr) {
                     fill(target, found); // Types of plugins.
                 }
             });
}

void FilterMenus::fillTags(QMenu& menu)
{
    const QPointer<QAction> wait = menu.addAction(tr("Reading the record …"));
    wait->setEnabled(false);
    whenDone(m_session.engine().recordWords({{}, true}), &menu,
             [this, target = &menu, wait](const QStringList& keys) {
                 if (wait == nullptr) {
                     return; // The menu was made anew.
                 }
                 target->removeAction(wait);
                 for (const QString& key : keys) {
                     const QString name = key.chopped(1);
                     QMenu* values = target->addMenu(menuText(name));
                     connect(values, &QMenu::aboutToShow, this, [this, values, name] {
                         if (values->isEmpty()) {
                             fillValues(*values, name);
                         }
                     });
                 }
                 if (keys.isEmpty()) {
                     target->addAction(tr("No event has tags"))->setEnabled(false);
                 }
             });
}

void FilterMenus::fillValues(QMenu& menu, const QString& key)
{
    QAction* wait = menu.addAction(tr("Reading the record …"));
    wait->setEnabled(false); // It is filled once.
    engine::WordQuestion question;
    question.prefix = key + u':';
    question.most = MOST_VALUES;
    whenDone(m_session.engine().recordWords(question), &menu,
             [this, key, target = &menu, wait](const QStringList& words) {
                 target->removeAction(wait);
                 for (const QString& word : words) {
                     const QString value = word.sliced(key.size() + 1);
                     addToggle(*target, value, key, value);
                 }
                 if (words.size() >= MOST_VALUES) {
                     target->addAction(tr("Type “%1:” for more").arg(key))->setEnabled(false);
                 }
             });
}

void FilterMenus::fillTimes(QMenu& menu)
{
    const auto add = [&](const QString& label, const QString& since, const QString& until) {
        QAction* action = menu.addAction(label);
        connect(action, &QAction::triggered, this, [this, since, until] {
            setText(withOnly(withOnly(m_edit->text(), u"since"_s, since), u"until"_s, until));
        });
    };
    add(tr("Last 15 minutes"), u"15m"_s, {});
    add(tr("Last hour"), u"1h"_s, {});
    add(tr("Today"), u"today"_s, {});
    add(tr("Yesterday"), u"yesterday"_s, u"yesterday"_s);
    add(tr("Last 7 days"), u"7d"_s, {});
    menu.addSeparator();
    add(tr("Any time"), {}, {});
    menu.addSeparator();
    QAction* hint = menu.addAction(tr("Or type since:13:00 until:2025-12-31"));
    hint->setEnabled(false);
}

void FilterMenus::fillLoops(QMenu& menu)
{
    const auto& loops = m_session.loops();
    int shown = 0;
    for (auto loop = loops.crbegin(); loop != loops.crend() && shown < MOST_LOOPS; ++loop) {
        addToggle(menu, issueLabel(loop->issueNumber) + u' ' + loop->title, events::tag::LOOP,
                  loop->id.text());
        ++shown;
    }
    if (shown == 0) {
        menu.addAction(tr("No loop has run yet"))->setEnabled(false);
    }
}

void FilterMenus::fillSaved(QMenu& menu)
{
    QAction* save = menu.addAction(icon(u"plus"_s), tr("Save this filter…"));
    save->setObjectName(u"recordSaveFilter"_s);
    save->setEnabled(!m_edit->text().trimmed().isEmpty());
    connect(save, &QAction::triggered, this, &FilterMenus::askForName);
    const QList<SavedFilter> filters = m_filters.all();
    if (filters.isEmpty()) {
        return;
    }
    menu.addSeparator();
    for (const SavedFilter& filter : filters) {
        QAction* use = menu.addAction(menuText(filter.name));
        use->setToolTip(filter.text);
        connect(use, &QAction::triggered, this, [this, filter] { setText(filter.text); });
    }
    menu.addSeparator();
    QMenu* forget = menu.addMenu(icon(u"trash-2"_s), tr("Remove"));
    for (const SavedFilter& filter : filters) {
        QAction* remove = forget->addAction(menuText(filter.name));
        connect(remove, &QAction::triggered, this, [this, filter] {
            m_filters.remove(filter.name);
            emit removed(filter);
        });
    }
}

void FilterMenus::askForName()
{
    auto* dialog = new QInputDialog(m_edit->window());
    dialog->setObjectName(u"recordSaveDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save filter"));
    dialog->setLabelText(tr("A name for “%1”").arg(m_edit->text().trimmed()));
    dialog->setOkButtonText(tr("Save"));
    const QString text = m_edit->text();
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, text](const QString& name) { m_filters.put({name, text}); });
    dialog->open();
}

void FilterMenus::showCounts()
{
    int types = 0;
    int times = 0;
    int loops = 0;
    int tags = 0;
    for (const FilterPart& part : filterParts(m_edit->text())) {
        const bool time = part.key == u"since"_s || part.key == u"until"_s;
        (part.key == u"type"_s               ? types
             : time                          ? times
             : part.key == events::tag::LOOP ? loops
                                             : tags)
            += part.key.isEmpty() ? 0 : 1;
    }
    const auto label = [](QToolButton* button, const QString& text, int count) {
        button->setText(count == 0 ? text : text + u" · "_s + QLocale().toString(count));
        button->updateGeometry();
    };
    label(m_type, tr("Type"), types);
    label(m_tag, tr("Tag"), tags);
    label(m_time, tr("Time"), times);
    label(m_loop, tr("Loop"), loops);
}

} // namespace tamma::ui
