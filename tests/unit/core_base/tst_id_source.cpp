// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/id_source.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <mutex>
#include <thread>
#include <vector>

using namespace tamma;
using namespace Qt::StringLiterals;

namespace {

qint64 millisecondsOf(const QString& id)
{
    return id.left(13).remove(u'-').toLongLong(nullptr, 16);
}

} // namespace

class TestIdSource final : public QObject {
    Q_OBJECT

private slots:
    void makesUuidsOfVersion7();
    void startsWithTheTime();
    void neverRepeatsItself();
};

void TestIdSource::makesUuidsOfVersion7()
{
    static const QRegularExpression shape(
        u"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"_s);
    UuidV7Source ids;
    for (int i = 0; i < 1000; ++i) {
        const QString id = ids.next();
        QVERIFY2(shape.match(id).hasMatch(), qPrintable(id));
    }
}

void TestIdSource::startsWithTheTime()
{
    UuidV7Source ids;
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const qint64 stamp = millisecondsOf(ids.next());
    QVERIFY(before <= stamp && stamp <= QDateTime::currentMSecsSinceEpoch());
}

void TestIdSource::neverRepeatsItself()
{
    UuidV7Source ids;
    std::mutex mutex;
    QSet<QString> seen;
    {
        std::vector<std::jthread> threads;
        for (int n = 0; n < 4; ++n) {
            threads.emplace_back([&] {
                for (int i = 0; i < 5000; ++i) {
                    const QString id = ids.next();
                    const std::scoped_lock lock(mutex);
                    seen.insert(id);
                }
            });
        }
    }
    QCOMPARE(seen.size(), 20'000);
}

QTEST_GUILESS_MAIN(TestIdSource)
#include "tst_id_source.moc"
