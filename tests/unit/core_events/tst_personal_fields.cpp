// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/personal_fields.h"

#include "tests/unit/core_events/full_payload.h"

#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

/// Finds the fields that name a person by how they are called, and looks what is in them.
struct NameFinder {
    QStringList values;

    template <typename T> void operator()(const char*, T&) { }
    void operator()(const char* name, QString& value)
    {
        static const QByteArrayList NAMES{"by", "author", "userId", "requestedBy"};
        if (NAMES.contains(QByteArray(name))) {
            values.append(value);
        }
    }
};

QStringList namesIn(Payload payload)
{
    NameFinder finder;
    std::visit(
        [&finder]<typename T>(T& known) {
            if constexpr (!std::same_as<T, OpaquePayload>) {
                fields(finder, known);
            }
        },
        payload);
    return finder.values;
}

} // namespace

/// Nobody adds an event with a person in it and forgets to say so.
class TestPersonalFields final : public QObject {
    Q_OBJECT

private slots:
    void everyPersonIsDeclared_data();
    void everyPersonIsDeclared();
    void whatIsVisitedIsDeclared_data() { everyPersonIsDeclared_data(); }
    void whatIsVisitedIsDeclared();
    void partsOfTammaAreNoPeople();
};

void TestPersonalFields::everyPersonIsDeclared_data()
{
    QTest::addColumn<QString>("type");
    for (const QString& type : catalog::allTypes()) {
        QTest::newRow(qPrintable(type)) << type;
    }
}

void TestPersonalFields::everyPersonIsDeclared()
{
    QFETCH(QString, type);
    Payload payload = fullPayload(type);
    visitPersonalFields(payload, {[](QString& name) { name = u"hidden"_s; }, [](QString&) {}});
    const QStringList names = namesIn(payload);
    QCOMPARE(names, QStringList(names.size(), u"hidden"_s));
}

void TestPersonalFields::whatIsVisitedIsDeclared()
{
    QFETCH(QString, type);
    Payload payload = fullPayload(type);
    int visited = 0;
    visitPersonalFields(payload, {[&](QString&) { ++visited; }, [&](QString&) { ++visited; }});
    QCOMPARE(hasPersonalFields(payload), visited > 0);
}

void TestPersonalFields::partsOfTammaAreNoPeople()
{
    QVERIFY(isPerson(u"mia"_s));
    for (const QString& part : {u""_s, u"engine"_s, u"agent"_s}) {
        QVERIFY(!isPerson(part));
    }
}

QTEST_GUILESS_MAIN(TestPersonalFields)
#include "tst_personal_fields.moc"
