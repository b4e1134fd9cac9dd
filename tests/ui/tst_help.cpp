#include "core/model/load.h"
#include "core/model/own_format.h"
#include "ui/actions.h"
#include "ui/help_dialogs.h"
#include "ui/language.h"

#include <QDialog>
#include <QFile>
#include <QMainWindow>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QTextDocument>

using namespace hl;
using namespace hl::ui;

namespace {

QString read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class TestHelp : public QObject
{
    Q_OBJECT

private slots:
    void manualOpensInTheLanguageShown_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("heading");
        QTest::newRow("English") << QStringLiteral("en") << QStringLiteral("The first minute");
        QTest::newRow("Chinese") << QStringLiteral("zh_CN") << QStringLiteral("最初一分钟");
    }

    void manualOpensInTheLanguageShown()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, heading);
        setLanguage(*QCoreApplication::instance(), language);
        QWidget window;
        QDialog* dialog = showManual(&window);
        auto* browser = dialog->findChild<QTextBrowser*>();
        QVERIFY(browser != nullptr);
        QVERIFY(browser->toPlainText().contains(heading));

        browser->setSource(QUrl(QStringLiteral("steps.md"))); // as a click on its link does
        QVERIFY(browser->toPlainText().contains(QStringLiteral("softmax.exp")));
        browser->backward();
        QVERIFY(browser->toPlainText().contains(heading));
        setLanguage(*QCoreApplication::instance(), QStringLiteral("en"));
    }

    void namesInListsHaveNoMnemonic()
    {
        QAction action;
        action.setText(QStringLiteral("&Quit"));
        QCOMPARE(plainText(action), QStringLiteral("Quit"));
        action.setText(QStringLiteral("打开模型文件夹(&O)…"));
        QCOMPARE(plainText(action), QStringLiteral("打开模型文件夹…"));
    }

    void manualNamesEveryChoiceOfTheOwnFormat()
    {
        for (const char* name : {"manual.md", "manual_zh_CN.md"}) {
            const QString text = read(QStringLiteral(":/help/") + QLatin1String(name));
            for (const auto& names : {ownNames::positions(), ownNames::norms(), ownNames::placements(), ownNames::activations(),
                                      ownNames::heads()}) {
                for (const std::string_view choice : names) {
                    const QString quoted = QStringLiteral("`%1`").arg(QString::fromUtf8(choice.data(), static_cast<int>(choice.size())));
                    QVERIFY2(text.contains(quoted), qPrintable(QLatin1String(name) + QStringLiteral(" lacks ") + quoted));
                }
            }
        }
    }

    void everyFileThatTheReadmeShowsIsThere()
    {
        const QDir root(QStringLiteral(HEADLIGHT_TEST_DATA "/../.."));
        const QString text = read(root.filePath(QStringLiteral("README.md")));
        static const QRegularExpression link(QStringLiteral("\\]\\(([^)#:]+)[)#]"));
        int count = 0;
        for (auto matches = link.globalMatch(text); matches.hasNext(); ++count) {
            const QString file = matches.next().captured(1);
            QVERIFY2(QFileInfo::exists(root.filePath(file)), qPrintable(file));
        }
        QVERIFY(count > 10);
    }

    void programOfTheManualWritesAModel()
    {
        const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
        if (python.isEmpty())
            QSKIP("skipped: python3 is not installed");
        for (const char* name : {"manual.md", "manual_zh_CN.md"}) {
            const QString text = read(QStringLiteral(":/help/") + QLatin1String(name));
            static const QRegularExpression program(QStringLiteral("```python\n(import json, os.*?)```"), QRegularExpression::DotMatchesEverythingOption);
            const auto match = program.match(text);
            QVERIFY2(match.hasMatch(), name);
            const QTemporaryDir folder;
            QProcess process;
            process.setWorkingDirectory(folder.path());
            process.start(python, {QStringLiteral("-c"), match.captured(1)});
            QVERIFY2(process.waitForFinished() && process.exitCode() == 0, process.readAllStandardError().constData());
            const auto model = loadModel(folder.filePath(QStringLiteral("my-model")).toStdString());
            QVERIFY2(model.has_value(), model ? "" : model.error().english().c_str());
            QVERIFY((*model)->tokenizer() != nullptr);
            QVERIFY((*model)->notes().empty());
        }
    }
};

QTEST_MAIN(TestHelp)
#include "tst_help.moc"
