// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/gate_config.h"

#include <QRegularExpression>

namespace tamma::config {

namespace {

using namespace Qt::StringLiterals;

constexpr int LONGEST_SECONDS = 24 * 60 * 60;

GateRetry readRetry(YamlMap& gate)
{
    GateRetry retry;
    std::optional<YamlMap> map = gate.map(u"retry"_s);
    if (!map) {
        return retry;
    }
    const auto seconds = [&map](const QString& key, std::chrono::seconds fallback) {
        return std::chrono::seconds(
            map->number(key, static_cast<int>(fallback.count()), 0, LONGEST_SECONDS));
    };
    retry.attempts = map->number(u"attempts"_s, retry.attempts, 1, 10);
    retry.baseDelay = seconds(u"baseDelay"_s, retry.baseDelay);
    retry.maxDelay = seconds(u"maxDelay"_s, retry.maxDelay);
    retry.jitter = map->number(u"jitterPercent"_s, 20, 0, 100) / 100.0;
    if (retry.maxDelay < retry.baseDelay) {
        map->complain(u"maxDelay"_s, u"\"maxDelay\" must not be below \"baseDelay\""_s);
    }
    map->refuseOtherKeys();
    return retry;
}

// One of two words, the first of which means true.
bool readChoice(YamlMap& map, const QString& key, const std::pair<QString, QString>& words,
                bool fallback)
{
    const QString word = map.text(key, fallback ? words.first : words.second);
    if (word != words.first && word != words.second) {
        map.complain(key, u"\"%1\" must be \"%2\" or \"%3\""_s.arg(key, words.first, words.second));
    }
    return word == words.first;
}

QStringList readExpressions(YamlMap& gate, const QString& key)
{
    const QStringList expressions = gate.list(key);
    for (const QString& text : expressions) {
        if (const QRegularExpression expression(text); !expression.isValid()) {
            gate.complain(
                key, u"\"%1\" is no regular expression: %2"_s.arg(text, expression.errorString()));
        }
    }
    return expressions;
}

GateConfig readGate(YamlMap& gate, const QString& name)
{
    GateConfig config;
    config.command = gate.text(u"command"_s).trimmed();
    if (const int seconds = gate.number(u"timeout"_s, 0, 1, LONGEST_SECONDS); seconds > 0) {
        config.timeout = std::chrono::seconds(seconds);
    }
    config.retry = readRetry(gate);
    if (name == u"test"_s) {
        config.repeatsFailure = gate.flag(u"repeat"_s, config.repeatsFailure);
        config.flakyPasses = readChoice(gate, u"flaky"_s, {u"pass"_s, u"fail"_s}, false);
    }
    if (name == u"quality"_s) {
        config.wholeFiles = readChoice(gate, u"scope"_s, {u"files"_s, u"lines"_s}, false);
    }
    if (name == u"security"_s) {
        config.allow = readExpressions(gate, u"allow"_s);
    }
    config.ignore = gate.list(u"ignore"_s);
    config.reports = gate.list(u"reports"_s);
    gate.refuseOtherKeys();
    return config;
}

} // namespace

GateChain readGates(YamlMap& root)
{
    GateChain chain;
    std::optional<YamlMap> map = root.map(u"gates"_s);
    if (!map) {
        return chain;
    }
    const QStringList known = chain.order;
    for (const QString& name : known) {
        if (std::optional<YamlMap> gate = map->map(name)) {
            chain.gates.insert(name, readGate(*gate, name));
        }
    }
    if (const QStringList order = map->list(u"order"_s); !order.isEmpty()) {
        for (const QString& name : order) {
            if (!known.contains(name)) {
                map->complain(
                    u"order"_s,
                    u"There is no gate \"%1\"; known are: %2"_s.arg(name, known.join(u", "_s)));
            } else if (order.count(name) > 1) {
                map->complain(u"order"_s, u"\"%1\" is in the order twice"_s.arg(name));
            }
        }
        chain.order = order;
    }
    map->refuseOtherKeys();
    return chain;
}

} // namespace tamma::config
