// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bench_report.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace tamma {

BenchReport::BenchReport(int argc, char** argv)
    : m_json(std::any_of(argv, argv + argc, [](std::string_view a) { return a == "--json"; }))
{
}

void BenchReport::figure(const BenchFigure& figure)
{
    m_missed = m_missed || !figure.ok;
    QByteArray line;
    if (m_json) {
        const QJsonObject object{
            {QStringLiteral("name"), figure.name},   {QStringLiteral("value"), figure.value},
            {QStringLiteral("unit"), figure.unit},   {QStringLiteral("against"), figure.against},
            {QStringLiteral("ratio"), figure.ratio}, {QStringLiteral("goal"), figure.goal},
            {QStringLiteral("ok"), figure.ok}};
        line = QJsonDocument(object).toJson(QJsonDocument::Compact);
    } else {
        const auto row = [](const QStringList& c) {
            return QStringLiteral("%1 %2 %3  %4 %5  %6  %7")
                .arg(c[0], -44)
                .arg(c[1], 12)
                .arg(c[2], -5)
                .arg(c[3], -36)
                .arg(c[4], 8)
                .arg(c[5], -12)
                .arg(c[6])
                .toUtf8();
        };
        if (!m_headed) {
            m_headed = true;
            std::puts(row({QStringLiteral("what"), QStringLiteral("value"), QStringLiteral("unit"),
                           QStringLiteral("measured against"), QStringLiteral("ratio"),
                           QStringLiteral("goal"), QStringLiteral("ok")})
                          .constData());
        }
        line = row({figure.name, QString::number(figure.value, 'f', 2), figure.unit, figure.against,
                    QString::number(figure.ratio, 'f', 2), figure.goal,
                    figure.ok ? QStringLiteral("ok") : QStringLiteral("MISSED")});
    }
    std::puts(line.constData());
    std::fflush(stdout);
}

} // namespace tamma
