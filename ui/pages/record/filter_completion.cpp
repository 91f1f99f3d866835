// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/filter_completion.h"

#include "core/events/catalog.h"
#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"
#include "ui/models/filter_text.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QStringListModel>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

const QString TYPE_PREFIX = u"type:"_s;

/// "type:" before each, and once with a star for all that begin alike: "type:GATE.*".
QStringList typeWords(const QStringList& types)
{
    QStringList words;
    for (const QString& type : types) {
        words.append(TYPE_PREFIX + type.section(u'.', 0, 0) + u".*"_s);
        words.append(TYPE_PREFIX + type);
    }
    return words;
}

} // namespace

FilterCompletion::FilterCompletion(GuiSession& session, QLineEdit* edit)
    : QObject(edit)
    , m_session(session)
    , m_edit(edit)
    , m_words(new QStringListModel(this))
    , m_completer(new QCompleter(m_words, this))
{
    m_completer->setWidget(edit); // Not the edit's own: only the part at the cursor is completed.
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setMaxVisibleItems(12);
    m_completer->popup()->setObjectName(u"recordFilterCompletions"_s);
    m_completer->popup()->setAccessibleName(tr("Completions"));
    connect(edit, &QLineEdit::textEdited, this, &FilterCompletion::offer);
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this,
            &FilterCompletion::complete);
}

QString FilterCompletion::typedPart() const
{
    const QString before = m_edit->text().first(m_edit->cursorPosition());
    const QList<FilterPart> parts = filterParts(before);
    return parts.isEmpty() || parts.last().end < before.size() ? QString()
                                                               : before.sliced(parts.last().start);
}

void FilterCompletion::offer()
{
    const QString typed = typedPart();
    ++m_generation;
    if (typed.isEmpty() || typed.startsWith(u'"')) {
        m_completer->popup()->hide();
        return;
    }
    engine::WordQuestion question;
    QStringList known;
    if (typed.startsWith(TYPE_PREFIX)) {
        known = typeWords(events::catalog::allTypes());
        question.prefix = u':' + typed.sliced(TYPE_PREFIX.size()).toUpper();
    } else if (typed.startsWith("since:"_L1) || typed.startsWith("until:"_L1)) {
        for (const auto* time : {"15m", "1h", "today", "yesterday", "7d", "30d"}) {
            known.append(typed.first(6) + QLatin1StringView(time));
        }
        show(typed, known);
        return;
    } else if (typed.contains(u':')) {
        question.prefix = typed;
    } else {
        known = {TYPE_PREFIX, u"since:"_s, u"until:"_s};
        question.keysOnly = true;
    }
    whenDone(m_session.engine().recordWords(question), this,
             [this, generation = m_generation, typed, known](const QStringList& found) {
                 if (generation != m_generation) {
                     return;
                 }
                 const bool types = typed.startsWith(TYPE_PREFIX);
                 QStringList plain = found;
                 if (types) {
                     plain.replaceInStrings(QRegularExpression(u"^:"_s), {});
                 }
                 show(typed, known + (types ? typeWords(plain) : plain));
             });
}

void FilterCompletion::show(const QString& typed, QStringList words)
{
    words.removeDuplicates();
    words.sort(Qt::CaseInsensitive);
    words.removeOne(typed); // There is nothing left to complete.
    m_words->setStringList(words);
    m_completer->setCompletionPrefix(typed);
    if (m_completer->completionCount() == 0 || !m_edit->hasFocus()) {
        m_completer->popup()->hide();
        return;
    }
    QRect place = m_edit->rect();
    place.setWidth(std::min(place.width(), 420));
    m_completer->complete(place);
}

void FilterCompletion::complete(const QString& chosen)
{
    const QString typed = typedPart();
    const qsizetype cursor = m_edit->cursorPosition();
    const QString before = m_edit->text().first(cursor - typed.size());
    const QString after = m_edit->text().sliced(cursor);
    const qsizetype colon = chosen.indexOf(u':');
    const bool keyOnly = colon == chosen.size() - 1;
    const QString written
        = keyOnly ? chosen : partText(chosen.first(colon), chosen.sliced(colon + 1)) + u' ';
    m_edit->setText(before + written + after);
    m_edit->setCursorPosition(static_cast<int>(before.size() + written.size()));
    if (keyOnly) {
        offer(); // On with its values.
    }
}

} // namespace tamma::ui
