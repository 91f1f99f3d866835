// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/security/secret_rules.h"

#include <QHash>
#include <QRegularExpression>

#include <cmath>

namespace tamma::gates {

namespace {

// A line of a minified file may be megabytes long; secrets that people paste stand at a start.
constexpr qsizetype LONGEST_LINE = 64 * 1024;

struct Rule {
    const char* id;
    const char* severity;
    const char* what;
    const char* keyword; // Without it in the line (case does not count) the pattern is not tried.
    const char* pattern; // The secret is the first group, or everything.
    double entropy; // Less is a placeholder.
    bool isGuess = false; // Not in tests.
};

constexpr Rule RULES[] = {
    {"aws-access-key", "critical", "AWS access key", "a",
     R"(\b((?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\b)", 2.8},
    {"aws-secret-key", "critical", "AWS secret key", "aws",
     R"((?i)aws[\w.-]{0,20}(?:secret|key)[\w.-]{0,20}["'\s]*[=:]\s*["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+]))",
     3.8},
    {"google-api-key", "high", "Google API key", "aiza",
     R"(\b(AIza[0-9A-Za-z_-]{35})(?![0-9A-Za-z_-]))", 3.2},
    {"google-oauth", "high", "Google OAuth secret", "gocspx-",
     R"(\b(GOCSPX-[A-Za-z0-9_-]{28})(?![0-9A-Za-z_-]))", 3.2},
    {"azure-storage-key", "critical", "Azure storage key", "accountkey",
     R"(AccountKey=([A-Za-z0-9+/]{86}==))", 4},
    {"azure-client-secret", "critical", "Azure client secret", "q~",
     R"((?<![\w~.-])([\w~.-]{3}[0-9]Q~[\w~.-]{31,34})(?![\w~.-]))", 3.5},
    {"digitalocean-token", "critical", "DigitalOcean token", "_v1_",
     R"(\b(do[opr]_v1_[a-f0-9]{64})\b)", 3},
    {"github-token", "critical", "GitHub token", "gh", R"(\b(gh[pousr]_[A-Za-z0-9]{36,255})\b)", 3},
    {"github-fine-grained-token", "critical", "GitHub token", "github_pat_",
     R"(\b(github_pat_[A-Za-z0-9_]{82})\b)", 3},
    {"gitlab-token", "critical", "GitLab token", "gl",
     R"(\b(gl(?:pat|dt|rt|ptt|soat|cbt)-[A-Za-z0-9_-]{20,})(?![A-Za-z0-9_-]))", 3},
    {"slack-token", "high", "Slack token", "xox",
     R"(\b(xox[abeprs]-[A-Za-z0-9-]{20,})(?![A-Za-z0-9-]))", 3},
    {"slack-webhook", "high", "Slack webhook", "hooks.slack.com",
     R"((https://hooks\.slack\.com/(?:services|workflows)/T[A-Z0-9]+/[A-Z0-9]+/[A-Za-z0-9]{16,}))",
     3},
    {"stripe-key", "critical", "Stripe key", "k_live_", R"(\b([rs]k_live_[A-Za-z0-9]{16,})\b)", 3},
    {"anthropic-key", "critical", "Anthropic key", "sk-ant-",
     R"(\b(sk-ant-[a-z0-9]+-[A-Za-z0-9_-]{24,}))", 3.2},
    {"openai-key", "critical", "OpenAI key", "sk-",
     R"(\b(sk-(?:proj-|svcacct-|admin-)?(?!ant-)[A-Za-z0-9_-]{40,}))", 3.5},
    {"huggingface-token", "high", "Hugging Face token", "hf_", R"(\b(hf_[A-Za-z]{34})\b)", 3},
    {"npm-token", "critical", "npm token", "npm_", R"(\b(npm_[A-Za-z0-9]{36})\b)", 3},
    {"pypi-token", "critical", "PyPI token", "pypi-", R"(\b(pypi-[A-Za-z0-9_-]{85,}))", 3.5},
    {"docker-token", "critical", "Docker token", "dckr_pat_", R"(\b(dckr_pat_[A-Za-z0-9_-]{27}))",
     3},
    {"sendgrid-key", "high", "SendGrid key", "sg.",
     R"(\b(SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}))", 3.5},
    {"twilio-key", "high", "Twilio key", "sk", R"(\b(SK[0-9a-f]{32})\b)", 3},
    {"telegram-token", "high", "Telegram bot token", ":aa",
     R"((?<![0-9])([0-9]{8,10}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-]))", 3.2},
    {"shopify-token", "critical", "Shopify token", "shp",
     R"(\b(shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32})\b)", 3},
    {"square-token", "critical", "Square token", "sq0", R"(\b(sq0(?:csp|atp|idp)-[\w-]{22,43}))",
     3},
    {"mailgun-key", "high", "Mailgun key", "key-", R"(\b(key-[0-9a-f]{32})\b)", 3},
    {"new-relic-key", "high", "New Relic key", "nrak-", R"(\b(NRAK-[A-Z0-9]{27})\b)", 3},
    {"grafana-token", "high", "Grafana token", "gl",
     R"(\b(gl(?:sa|c)_[A-Za-z0-9+/]{32,}(?:_[0-9a-f]{8})?))", 3},
    {"sentry-token", "high", "Sentry token", "sntry", R"(\b(sntry[su]_[A-Za-z0-9_+/=-]{40,}))", 3},
    {"databricks-token", "critical", "Databricks token", "dapi", R"(\b(dapi[a-h0-9]{32})\b)", 3},
    {"atlassian-token", "critical", "Atlassian token", "atatt3", R"(\b(ATATT3[\w=-]{120,}))", 3.2},
    {"linear-key", "high", "Linear key", "lin_api_", R"(\b(lin_api_[A-Za-z0-9]{40})\b)", 3},
    {"vault-token", "critical", "Vault token", "hv", R"(\b(hv[sbr]\.[\w-]{24,}))", 3.2},
    {"postman-key", "high", "Postman key", "pmak-", R"(\b(PMAK-[a-f0-9]{24}-[a-f0-9]{34})\b)", 3},
    {"discord-token", "high", "Discord bot token", ".",
     R"((?<![\w.-])([MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38})(?![\w.-]))", 3.8},
    {"discord-webhook", "high", "Discord webhook", "/api/webhooks/",
     R"((https://discord(?:app)?\.com/api/webhooks/[0-9]{15,20}/[\w-]{60,}))", 3},
    {"facebook-token", "high", "Facebook token", "eaa", R"(\b(EAA[A-Za-z0-9]{90,})\b)", 3.5},
    {"mapbox-token", "high", "Mapbox secret token", "sk.eyj",
     R"(\b(sk\.eyJ[\w-]{40,}\.[\w-]{20,}))", 3.5},
    {"openrouter-key", "critical", "OpenRouter key", "sk-or-", R"(\b(sk-or-v1-[0-9a-f]{64})\b)", 3},
    {"groq-key", "critical", "Groq key", "gsk_", R"(\b(gsk_[A-Za-z0-9]{48,56})\b)", 3.5},
    {"doppler-token", "critical", "Doppler token", "dp.",
     R"(\b(dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9._-]{40,}))", 3.2},
    {"planetscale-token", "critical", "PlanetScale token", "pscale_",
     R"(\b(pscale_(?:pw|tkn|oauth)_[\w.=-]{32,64}))", 3.2},
    {"fly-token", "critical", "Fly.io token", "fm", R"(\b(fm[12][ar]?_[A-Za-z0-9+/]{100,}))", 3.5},
    {"putty-key", "critical", "PuTTY private key", "putty-user-key",
     R"((PuTTY-User-Key-File-[0-9]+: \S+))", 0},
    {"private-jwk", "critical", "private JSON Web Key", "\"d\"",
     R"re("kty"\s*:\s*"[A-Z]+".*"d"\s*:\s*"([A-Za-z0-9_-]{32,})")re", 3.5},
    {"private-key", "critical", "private key", "private key",
     R"((-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----))", 0},
    {"age-key", "critical", "age key", "age-secret-key-", R"(\b(AGE-SECRET-KEY-1[A-Z0-9]{58})\b)",
     3},
    {"json-web-token", "medium", "JSON Web Token", "eyj",
     R"(\b(eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{16,}))", 3.5, true},
    {"url-password", "high", "password in a URL", "://",
     R"(\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s:/@"'<>{}$]{0,64}:([^\s:/@"'<>{}$]{6,128})@)", 2.5, true},
    {"auth-header", "high", "credentials in a header", "authorization",
     R"((?i)authorization["']?\s*[:=,]\s*["'`]?(?:bearer|basic|token|apikey)\s+([A-Za-z0-9+/_.~-]{20,}=*))",
     3.2, true},
    {"command-password", "high", "password on a command line", "curl",
     R"(\bcurl\b.*\s(?:-u|--user)[ =]["']?[^\s:"']+:([^\s"'@:$]{8,128}))", 2.8, true},
    {"connection-string", "high", "password in a connection string", "=",
     R"((?i)[;?&](?:password|pwd)=([^\s;&"'<>{}$]{8,128}))", 2.8, true},
    {"markup-secret", "high", "secret in markup", "<",
     R"((?i)(?:password|passwd|secret|token|api[_-]?key)[\w.-]{0,16}["']\s*(?:value\s*=\s*["']|>)([^\s"'<>{}$]{8,200}))",
     3, true},
    {"netrc-password", "high", "password for a machine", "machine",
     R"(\bmachine\s+\S+\s+login\s+\S+\s+password\s+(\S{8,}))", 2.8, true},
    {"assigned-secret", "high", "secret in a call", "",
     R"((?i)["'](?:[\w.-]*(?:password|passwd|secret|token|api[_-]?key))["']\s*,\s*["']([^\s"'`]{12,200})["'])",
     3.2, true},
    {"assigned-secret", "high", "secret in an assignment", "",
     R"((?i)(?:passw(?:or)?d|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?)[\w-]{0,16}["']?\s*(?::\s*[&\w<>' ]{1,24}=|:=|=>|=|:)\s*["'`]([^\s"'`]{10,200})["'`])",
     3.2, true},
    {"assigned-secret", "high", "secret in an assignment", "",
     R"((?i)^\s*(?:export\s+)?[\w.-]{0,40}(?:passw(?:or)?d|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|signing[_-]?key)[\w-]{0,16}\s*[=:]\s*([A-Za-z0-9/+_.~-]{16,200}=*)\s*$)",
     3.6, true},
};

struct CompiledRule {
    const Rule* rule;
    QRegularExpression expression;
};

const QList<CompiledRule>& compiledRules()
{
    static const QList<CompiledRule> rules = [] {
        QList<CompiledRule> list;
        for (const Rule& rule : RULES) {
            list.append({&rule, QRegularExpression(QString::fromLatin1(rule.pattern))});
            list.last().expression.optimize();
        }
        return list;
    }();
    return rules;
}

bool isTest(const QString& path)
{
    static const QRegularExpression test(
        QStringLiteral("(?i)(^|/)(tests?|specs?|__tests__|testdata|fixtures?|mocks?|examples?)/|"
                       "(_test|\\.test|\\.spec|_spec)\\.[a-z]+$|(^|/)(test|tst)_[^/]*$"));
    return test.match(path).hasMatch();
}

// Whatever names itself as no secret, or says where the secret comes from.
bool isPlaceholder(const QString& text)
{
    static const QRegularExpression placeholder(QStringLiteral(
        "(?i)example|placeholder|change[_-]?me|replace[_-]?me|dummy|redacted|not[_-]?a[_-]?secret|"
        "your[_-]|insert[_-]|xxxx|\\*\\*\\*\\*|\\.\\.\\.\\.|1234567|abcdefg|"
        "^<.*>$|\\$\\{|\\$\\(|\\{\\{|%\\(|^\\$[A-Za-z_]|^%[A-Za-z_]+%$|"
        "process\\.env|os\\.environ|getenv|secrets\\.|vault:"));
    return placeholder.match(text).hasMatch();
}

// Code that reads a secret has the same words as code that holds one: names, calls and paths are
// letters in words; secrets mix in digits, or small and capital letters at random.
bool isCode(const QString& text)
{
    static const QRegularExpression digit(QStringLiteral("[0-9]"));
    static const QRegularExpression call(QStringLiteral("[()\\[\\]{};]|::|->"));
    static const QRegularExpression name(
        QStringLiteral("^(?:[A-Z]?[a-z]+\\d{0,3}|[A-Z]+|v?\\d{1,3})"
                       "(?:[-._/:](?:[A-Z]?[a-z]+\\d{0,3}|[A-Z]+|v?\\d{1,3}))+$"));
    if (text.contains(call) || name.match(text).hasMatch()) {
        return true;
    }
    qsizetype switches = 0;
    for (qsizetype i = 1; i < text.size(); ++i) {
        switches += text[i].isUpper() != text[i - 1].isUpper() ? 1 : 0;
    }
    return !text.contains(digit) && switches * 10 < text.size() * 3;
}

QString mask(const QString& secret)
{
    const QString start = secret.size() >= 20 ? secret.first(4) : QString();
    return QStringLiteral("%1\u2026 (%2 characters)").arg(start).arg(secret.size());
}

} // namespace

double entropyOf(const QString& text)
{
    QHash<QChar, int> counts;
    for (const QChar character : text) {
        ++counts[character];
    }
    double bits = 0;
    for (const int count : counts) {
        const double share = static_cast<double>(count) / static_cast<double>(text.size());
        bits -= share * std::log2(share);
    }
    return bits;
}

QList<SecretMatch> findSecrets(const QString& path, const QString& line)
{
    const QString text = line.left(LONGEST_LINE);
    const bool inTest = isTest(path);
    QList<SecretMatch> matches;
    QStringList seen;
    for (const auto& [rule, expression] : compiledRules()) {
        if ((rule->isGuess && inTest)
            || !text.contains(QLatin1StringView(rule->keyword), Qt::CaseInsensitive)) {
            continue;
        }
        for (auto it = expression.globalMatch(text); it.hasNext();) {
            const QString secret = it.next().captured(1);
            const bool isKnown = std::ranges::any_of(seen, [&secret](const QString& other) {
                return other.contains(secret) || secret.contains(other);
            });
            if (isKnown || entropyOf(secret) < rule->entropy || isPlaceholder(secret)
                || (rule->isGuess && isCode(secret))) {
                continue;
            }
            seen.append(secret);
            matches.append({QStringLiteral("secret.") + QLatin1StringView(rule->id),
                            QString::fromLatin1(rule->severity), QString::fromLatin1(rule->what),
                            mask(secret)});
        }
    }
    return matches;
}

QString withoutSecrets(const QString& text)
{
    static const QRegularExpression keyBlock(
        QStringLiteral("(?:-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|^(?=[^-]*-----END "
                       "(?:[A-Z0-9]+ )*PRIVATE KEY))[\\s\\S]*?(?:-----END [^-]*-----|$)"));
    QString clean = text;
    if (clean.contains(QLatin1StringView("PRIVATE KEY"))) {
        clean.replace(keyBlock, QStringLiteral("\u2026 (a private key)"));
    }
    for (const auto& [rule, expression] : compiledRules()) {
        const QLatin1StringView keyword(rule->keyword);
        if (rule->isGuess || !clean.contains(keyword, Qt::CaseInsensitive)) {
            continue;
        }
        qsizetype from = 0;
        for (auto match = expression.match(clean, from); match.hasMatch();
             match = expression.match(clean, from)) {
            const QString secret = match.captured(1);
            from = match.capturedEnd(1);
            if (entropyOf(secret) >= rule->entropy && !isPlaceholder(secret)) {
                const QString masked = mask(secret);
                clean.replace(match.capturedStart(1), secret.size(), masked);
                from = match.capturedStart(1) + masked.size();
            }
        }
    }
    return clean;
}

} // namespace tamma::gates
