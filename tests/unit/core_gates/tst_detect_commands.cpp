// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/detect_commands.h"

#include <QFile>
#include <QMap>
#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using Files = QMap<QString, QByteArray>;

class TestDetectCommands : public QObject {
    Q_OBJECT

private slots:
    void knowsTheBuildSystems_data()
    {
        QTest::addColumn<Files>("files");
        QTest::addColumn<QString>("system");
        QTest::addColumn<QString>("build");
        QTest::addColumn<QString>("test");
        const QString cmake
            = "cmake -S . -B build-tamma && cmake --build build-tamma -j \"$(nproc)\"";
        const QString ctest
            = "ctest --test-dir build-tamma --output-on-failure --no-tests=error -j \"$(nproc)\"";
        row("CMake with tests", {{"CMakeLists.txt", "project(a)\nenable_testing()\n"}},
            {"CMake", cmake, ctest});
        row("CMake with CTest", {{"CMakeLists.txt", "include( CTest )\n"}},
            {"CMake", cmake, ctest});
        row("CMake without tests", {{"CMakeLists.txt", "project(a)\n# enable_testing()\n"}},
            {"CMake", cmake, ""});
        row("CMake that includes something", {{"CMakeLists.txt", "include(Other)\n"}},
            {"CMake", cmake, ""});
        row("CMake with a tracked build folder", {{"CMakeLists.txt", ""}, {"build", ""}},
            {"CMake", cmake, ""});
        row("CMake beside npm", {{"CMakeLists.txt", ""}, {"package.json", "{}"}},
            {"CMake", cmake, ""});
        row("npm",
            {{"package.json",
              "{\"scripts\":{\"build\":\"tsc\",\"test\":\"node "
              "--test\"},\"devDependencies\":{\"a\":\"1\"}}"},
             {"package-lock.json", ""}},
            {"npm", "npm ci --prefer-offline --no-audit --no-fund && npm run build", "npm test"});
        row("npm without dependencies",
            {{"package.json", "{\"scripts\":{\"test\":\"node --test\"}}"}},
            {"npm", "", "npm test"});
        row("npm with the test of npm init",
            {{"package.json",
              "{\"scripts\":{\"test\":\"echo \\\"Error: no test specified\\\" && exit 1\"}}"}},
            {"npm", "", ""});
        row("npm with a broken file", {{"package.json", "{"}}, {"npm", "", ""});
        row("pnpm", {{"package.json", "{\"scripts\":{\"build\":\"tsc\"}}"}, {"pnpm-lock.yaml", ""}},
            {"pnpm", "pnpm run build", ""});
        row("yarn", {{"package.json", "{\"scripts\":{\"test\":\"jest\"}}"}, {"yarn.lock", ""}},
            {"yarn", "", "yarn test"});
        addOtherSystems();
    }

    void knowsTheBuildSystems()
    {
        QFETCH(Files, files);
        const auto read = [files](const QString& name) { return files.value(name); };
        const QStringList folders{files.contains("tests") ? "tests" : ""};
        const auto commands = gates::detectCommands({files.keys(), read, folders});
        QTEST(commands.system, "system");
        QTEST(commands.build, "build");
        QTEST(commands.test, "test");
    }

    void readsAFolderButNoLinksOutOfIt()
    {
        const QTemporaryDir folder;
        const auto write = [](const QString& path, const QByteArray& text) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        };
        write(folder.filePath("Makefile"), "test:\n");
        QCOMPARE(gates::detectCommands(gates::projectFilesIn(folder.path())).test, "make test");
        const QTemporaryDir other;
        write(other.filePath("secret"), "test:\n");
        QVERIFY(QFile::remove(folder.filePath("Makefile")));
        QVERIFY(QFile::link(other.filePath("secret"), folder.filePath("Makefile")));
        QCOMPARE(gates::detectCommands(gates::projectFilesIn(folder.path())).test, "");
        QCOMPARE(gates::detectCommands(gates::projectFilesIn("/no/such/folder")),
                 gates::DetectedCommands());
    }

private:
    // `expected` is the system, its build command and its test command.
    static void row(const char* name, const Files& files, const QStringList& expected)
    {
        QTest::newRow(name) << files << expected[0] << expected[1] << expected[2];
    }

    static void addOtherSystems()
    {
        row("Cargo", {{"Cargo.toml", ""}}, {"Cargo", "cargo build --all-targets", "cargo test"});
        row("Go", {{"go.mod", ""}, {"Makefile", "test:\n"}},
            {"Go", "go build ./...", "go test ./..."});
        row("Maven", {{"pom.xml", ""}},
            {"Maven", "mvn -B -ntp -DskipTests package", "mvn -B -ntp test"});
        row("Maven with its wrapper", {{"pom.xml", ""}, {"mvnw", ""}},
            {"Maven", "./mvnw -B -ntp -DskipTests package", "./mvnw -B -ntp test"});
        row("Gradle", {{"build.gradle", ""}, {"gradlew", ""}},
            {"Gradle", "./gradlew --no-daemon assemble", "./gradlew --no-daemon test"});
        row("Gradle in Kotlin", {{"build.gradle.kts", ""}},
            {"Gradle", "gradle --no-daemon assemble", "gradle --no-daemon test"});
        row("Meson", {{"meson.build", "project('a')\ntest('t', e)\n"}},
            {"Meson",
             "{ test -f build-tamma/build.ninja || meson setup build-tamma; } && meson compile -C "
             "build-tamma",
             "meson test -C build-tamma --print-errorlogs"});
        row("pytest", {{"pyproject.toml", "[tool.pytest.ini_options]\n"}},
            {"Python", "", "python3 -m pytest"});
        row("pytest among the requirements", {{"requirements.txt", "pytest==8\n"}},
            {"Python", "", "python3 -m pytest"});
        row("unittest", {{"setup.py", ""}, {"tests", ""}},
            {"Python", "", "python3 -m unittest discover -s tests -t ."});
        row("Python without tests", {{"setup.py", ""}}, {"Python", "", ""});
        row("make with a test", {{"Makefile", "all:\n\ncheck: all\n\t./t\n"}},
            {"make", "make -j \"$(nproc)\"", "make check"});
        row("make without a test", {{"Makefile", "all:\ntest := 1\ntests:\n"}},
            {"make", "make -j \"$(nproc)\"", ""});
        row("nothing known", {{"README.md", ""}}, {"", "", ""});
        row("empty", {}, {"", "", ""});
    }
};

QTEST_GUILESS_MAIN(TestDetectCommands)
#include "tst_detect_commands.moc"
