// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/tamper/tamper_scan.h"

#include "core/gates/tamper/tamper_rules.h"

#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

QString withoutLiterals(const QString& line)
{
    static const QRegularExpression literal(
        uR"re("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![\w.])-?\d[\d_']*(?:\.\d+)?(?:[eE]-?\d+)?\w*)re"_s);
    return QString(line).replace(literal, u"#"_s).simplified();
}

QList<double> numbersIn(const QString& line)
{
    static const QRegularExpression number(
        uR"re((?<![\w.])-?\d[\d_']*(?:\.\d+)?(?:[eE]-?\d+)?)re"_s);
    static const QRegularExpression mark(u"[_']"_s);
    QList<double> numbers;
    for (const auto& match : number.globalMatch(line)) {
        numbers.append(match.captured().remove(mark).toDouble());
    }
    return numbers;
}

QList<events::Finding> tamperingIn(const QList<git::FileDiff>& change)
{
    const ChangeView view(change);
    QList<events::Finding> findings;
    for (const ChangedText& file : view.files) {
        findings += lostTests(view, file);
        findings += weakenedAssertions(view, file);
        findings += loosenedGates(view, file);
        findings += hiddenFaults(view, file);
    }
    return findings;
}

} // namespace tamma::gates
