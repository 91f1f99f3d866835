// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/security/secret_rules.h"

#include <QElapsedTimer>
#include <QTest>

using namespace tamma;

namespace {

// Made by a fixed rule, and never written in one piece: no scanner stumbles over this file.
QString letters(int count, const QString& alphabet = "aK3xZ9qLm7RtB2vWd8YhJ5nPc4GsF6uE1iToQ0")
{
    QString text;
    for (int i = 0; i < count; ++i) {
        text += alphabet[(i * 7 + i / alphabet.size()) % alphabet.size()];
    }
    return text;
}

const QString HEX = "0123456789abcdef";
const QString CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

} // namespace

class TestSecretRules : public QObject {
    Q_OBJECT

private slots:
    void findsSecrets_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("rule");
        const auto row = [](const char* name, const QString& line, const char* rule) {
            QTest::newRow(name) << line << QString("secret.") + rule;
        };
        row("AWS", "id = AKIA" + letters(16, CAPITALS), "aws-access-key");
        row("AWS secret", "aws_secret_access_key = " + letters(40), "aws-secret-key");
        row("Google", "AIza" + letters(35), "google-api-key");
        row("Google OAuth", "'GOCSPX-" + letters(28) + "'", "google-oauth");
        row("Azure storage", "AccountName=a;AccountKey=" + letters(86) + "==;",
            "azure-storage-key");
        row("DigitalOcean", "dop_v1_" + letters(64, HEX), "digitalocean-token");
        row("GitHub", "token: ghp_" + letters(36), "github-token");
        row("GitHub in a URL", "https://ghs_" + letters(36) + "@github.com/a/b", "github-token");
        row("GitHub fine-grained", "github_pat_" + letters(82), "github-fine-grained-token");
        row("GitLab", "glpat-" + letters(20), "gitlab-token");
        row("Slack", "xoxb-" + letters(12, HEX) + "-" + letters(24), "slack-token");
        row("Slack webhook", "https://hooks.slack.com/services/T0AB12CD3/B0AB12CD3/" + letters(24),
            "slack-webhook");
        row("Stripe", "sk_live_" + letters(24), "stripe-key");
        row("Anthropic", "sk-ant-api03-" + letters(80), "anthropic-key");
        row("OpenAI", "sk-proj-" + letters(60), "openai-key");
        row("npm", "//registry/:_authToken=npm_" + letters(36), "npm-token");
        row("SendGrid", "SG." + letters(22) + "." + letters(43), "sendgrid-key");
        row("Telegram", "1234509876:AA" + letters(33), "telegram-token");
        row("private key", QString("-----BEGIN RSA ") + "PRIVATE KEY-----", "private-key");
        row("OpenSSH key", QString("-----BEGIN OPENSSH ") + "PRIVATE KEY-----", "private-key");
        row("plain private key", QString("\"-----BEGIN ") + "PRIVATE KEY-----\\nMIIE",
            "private-key");
        row("JSON Web Token", "eyJ" + letters(20) + ".eyJ" + letters(30) + "." + letters(43),
            "json-web-token");
        row("URL", "postgres://app:" + letters(12) + "@db/main", "url-password");
        row("assignment", "const apiKey = \"" + letters(32) + "\";", "assigned-secret");
        row("JSON", "  \"client_secret\": \"" + letters(40) + "\",", "assigned-secret");
        row("environment file", "export DB_PASSWORD=" + letters(24), "assigned-secret");
        row("hex", "SESSION_TOKEN: \"" + letters(40, HEX) + "\"", "assigned-secret");
    }

    void masksWhatIsKnownByItsForm_data() { findsSecrets_data(); }
    void masksWhatIsKnownByItsForm()
    {
        QFETCH(QString, line);
        QFETCH(QString, rule);
        const QString clean = gates::withoutSecrets(line + "\nand more");
        const QStringList guesses{"secret.json-web-token", "secret.url-password",
                                  "secret.assigned-secret"};
        QCOMPARE(clean != line + "\nand more", !guesses.contains(rule));
        QVERIFY(clean.endsWith("and more") || rule == "secret.private-key");
        for (const gates::SecretMatch& match : gates::findSecrets("a.cpp", clean)) {
            QVERIFY2(guesses.contains(match.rule), qPrintable(clean));
        }
    }
    void masksTheEndOfAKeyWhoseBeginningIsElsewhere()
    {
        const QString end = QString("IBADANB\nkqhkiG\n-----END RSA ") + "PRIVATE KEY-----";
        QCOMPARE(gates::withoutSecrets(end + "\nmore"), "\u2026 (a private key)\nmore");
    }
    void findsSecrets()
    {
        QFETCH(QString, line);
        const auto found = gates::findSecrets("src/config.txt", line);
        QCOMPARE(found.size(), 1);
        QTEST(found[0].rule, "rule");
        QVERIFY(!found[0].what.isEmpty());
    }

    void leavesHonestCodeAlone_data()
    {
        QTest::addColumn<QString>("line");
        for (const char* line :
             {"password = os.environ[\"DB_PASSWORD\"]",
              "const token = process.env.API_TOKEN;",
              "api_key: \"${API_KEY_2}\"",
              "password: \"changeme123\"",
              "secret = \"your-secret-key-1\"",
              "token = \"xxxxxxxxxxxxxxxx1\"",
              "AKIAIOSFODNN7EXAMPLE",
              "token = readToken(path1);",
              "std::string password = askFor(\"Password 1\");",
              "if (token == nullptr) return 1;",
              "// The secret of good code is 42 tests.",
              "postgres://user:password@localhost/db",
              "https://example.com/a:b@c",
              "password_hash = \"sha\"",
              "\"token\": \"{{ github.token1 }}\"",
              "secretName: my-app-secret-v2",
              "\"integrity\": \"sha512-aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7bC9==\"",
              "commit 8e488501d0f3a1b2c3d4e5f60718293a4b5c6d7e",
              "key = \"AKIAXXXXXXXXXXXXXXXX\"",
              "TOKEN_PATTERN = \"[a-z0-9]{32}\"",
              "-----BEGIN PUBLIC KEY-----",
              "ghp_short",
              "getPasswordField2().setText(\"\")",
              "\"accessKeyLabel\": \"Type your key 1 here\""}) {
            QTest::newRow(line) << QString::fromUtf8(line);
        }
    }

    void leavesHonestCodeAlone()
    {
        QFETCH(QString, line);
        const auto found = gates::findSecrets("src/config.txt", line);
        QVERIFY2(found.isEmpty(), found.isEmpty() ? "" : qPrintable(found[0].rule));
    }

    void guessesLessInTests_data()
    {
        QTest::addColumn<QString>("path");
        for (const char* path : {"tests/login.py", "src/login_test.go", "web/login.spec.ts",
                                 "src/__tests__/a.js", "tst_login.cpp", "test/fixtures/a.env"}) {
            QTest::newRow(path) << QString(path);
        }
    }

    void guessesLessInTests()
    {
        QFETCH(QString, path);
        const QString guess = "password = \"" + letters(24) + "\"";
        QCOMPARE(gates::findSecrets("src/contest.py", guess).size(), 1);
        QCOMPARE(gates::findSecrets(path, guess).size(), 0);
        QCOMPARE(gates::findSecrets(path, "ghp_" + letters(36)).size(), 1);
    }

    void neverShowsTheSecret()
    {
        const QString secret = "ghp_" + letters(36);
        const auto found = gates::findSecrets("a", "x = \"" + secret + "\"");
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].masked, QString::fromUtf8("ghp_\u2026 (40 characters)"));
        const auto shorter = gates::findSecrets("a", "password = \"" + letters(12) + "\"");
        QCOMPARE(shorter.size(), 1);
        QCOMPARE(shorter[0].masked, QString::fromUtf8("\u2026 (12 characters)"));
    }

    void findsSeveralInOneLine()
    {
        const QString line = "a=AKIA" + letters(16, CAPITALS) + " b=ghp_" + letters(36);
        QCOMPARE(gates::findSecrets("a", line).size(), 2);
    }

    void isQuickOnALongLine()
    {
        QBENCHMARK_ONCE
        {
            QVERIFY(gates::findSecrets("a.min.js", QString(5'000'000, 'a')).isEmpty());
        }
        QString nasty;
        for (int i = 0; i < 8000; ++i) {
            nasty += "token-";
        }
        QElapsedTimer timer;
        timer.start();
        QVERIFY(gates::findSecrets("a.min.js", nasty).isEmpty());
        QVERIFY(timer.elapsed() < 5000);
    }

    void measuresEntropy()
    {
        QCOMPARE(gates::entropyOf("aaaa"), 0.0);
        QCOMPARE(gates::entropyOf("abab"), 1.0);
        QCOMPARE(gates::entropyOf("abcd"), 2.0);
        QCOMPARE(gates::entropyOf(""), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestSecretRules)
#include "tst_secret_rules.moc"
