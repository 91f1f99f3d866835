// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/action_registry.h"

#include "ui/widgets/icons.h"

namespace tamma::ui {
namespace {

constexpr char CATEGORY[] = "tammaCategory";
constexpr char KEYWORDS[] = "tammaKeywords";
constexpr char WHY_NOT[] = "tammaWhyNot";

} // namespace

QAction* ActionRegistry::add(const ActionSpec& spec, QObject* context, std::function<void()> run)
{
    Q_ASSERT(!find(spec.id));
    auto* action = new QAction(spec.text, this);
    action->setObjectName(spec.id);
    action->setShortcut(spec.shortcut);
    action->setAutoRepeat(spec.repeats);
    action->setProperty(CATEGORY, spec.category);
    action->setProperty(KEYWORDS, spec.keywords);
    // Texts that say "Preferences" or "Quit" would otherwise wander into another menu on macOS.
    action->setMenuRole(QAction::NoRole);
    if (!spec.icon.isEmpty()) {
        action->setIcon(icon(spec.icon));
    }
    connect(action, &QAction::triggered, context, [run = std::move(run)] { run(); });
    m_actions.append(action);
    emit added(action);
    return action;
}

QAction* ActionRegistry::find(const QString& id) const
{
    const auto found = std::ranges::find(m_actions, id, &QAction::objectName);
    return found == m_actions.end() ? nullptr : *found;
}

void ActionRegistry::setAvailable(const QString& id, bool available, const QString& why)
{
    if (QAction* action = find(id)) {
        action->setEnabled(available);
        action->setProperty(WHY_NOT, available ? QString() : why);
        action->setStatusTip(available ? QString() : why);
    }
}

QString ActionRegistry::category(const QAction& action)
{
    return action.property(CATEGORY).toString();
}

QString ActionRegistry::keywords(const QAction& action)
{
    return action.property(KEYWORDS).toString();
}

QString ActionRegistry::whyNot(const QAction& action)
{
    return action.property(WHY_NOT).toString();
}

QString ActionRegistry::plainText(const QAction& action)
{
    QString text = action.text();
    text.remove(u'&').remove(u'…');
    return text.trimmed();
}

} // namespace tamma::ui
