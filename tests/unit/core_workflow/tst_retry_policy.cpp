// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/retry_policy.h"

#include <QTest>

using namespace tamma;
using namespace tamma::workflow;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRetryPolicy : public QObject {
    Q_OBJECT

private slots:
    void doublesTheWaitUpToTheMost()
    {
        const RetryPolicy policy{1s, 10s, 0};
        QCOMPARE(policy.delay(1, 0.5), 1s);
        QCOMPARE(policy.delay(2, 0.5), 2s);
        QCOMPARE(policy.delay(4, 0.5), 8s);
        QCOMPARE(policy.delay(5, 0.5), 10s);
        QCOMPARE(policy.delay(1'000'000, 0.5), 10s);
    }

    void jitterStaysWithinItsShare()
    {
        const RetryPolicy policy{10s, 1h, 0.25};
        QCOMPARE(policy.delay(1, 0), 7500ms);
        QCOMPARE(policy.delay(1, 0.5), 10s);
        QVERIFY(policy.delay(1, 0.999) < 12500ms && policy.delay(1, 0.999) > 12400ms);
    }

    void readsTheSettingsOfAStepAndNothingElse()
    {
        QCOMPARE(retryPolicy({}), RetryPolicy());
        const QMap<QString, QString> settings{{u"retryBaseSeconds"_s, u"0.5"_s},
                                              {u"retryMaxSeconds"_s, u"60"_s},
                                              {u"retryJitter"_s, u"7"_s}};
        QCOMPARE(retryPolicy(settings), (RetryPolicy{500ms, 60s, 1}));
        QCOMPARE(retryPolicy({{u"retryBaseSeconds"_s, u"soon"_s}}), RetryPolicy());
        QCOMPARE(retryPolicy({{u"retryBaseSeconds"_s, u"-1"_s}}), RetryPolicy());
    }
};

QTEST_APPLESS_MAIN(TestRetryPolicy)
#include "tst_retry_policy.moc"
