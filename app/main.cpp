#include "app/application.h"
#include "app/commands/commands.h"
#include "app/screenshots.h"
#include "core/model/builtin.h"
#include "ui/desktop_appearance.h"
#include "ui/main_window.h"
#include "ui/samples.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <future>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

constexpr const char* noDisplay = "headlight: there is no display to open a window on; pictures still work: "
                                  "headlight render --help\n";

bool isSet(const char* variable)
{
    const char* value = std::getenv(variable);
    return value && *value;
}

bool hasDisplay()
{
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM");
}

/// Qt ends the program with an abort if the display it was told of cannot be reached.
void sayInsteadOfAborting(QtMsgType type, const QMessageLogContext&, const QString& text)
{
    if (type == QtFatalMsg) {
        std::fputs(text.contains(QLatin1String("platform plugin")) ? noDisplay
                                                                   : qPrintable(QStringLiteral("headlight: %1\n").arg(text)),
                   stderr);
        std::_Exit(1);
    }
    if (type == QtCriticalMsg || type == QtWarningMsg)
        std::fprintf(stderr, "%s\n", qPrintable(text));
}

/// A head start only: who needs the model opens it, or hears why that is not possible.
std::future<void> readAhead(const std::string& model)
{
    try {
        return std::async(std::launch::async, [model] { (void)hl::builtinModel(model); });
    } catch (const std::exception&) { // no thread, or no memory for one
        return {};
    }
}

int openWindow(int argc, char** argv)
{
    qInstallMessageHandler(sayInsteadOfAborting);
    hl::Application application(argc, argv);
    const QStringList args = QCoreApplication::arguments().mid(1); // without Qt's own
    if (args.size() > 1 || (args.size() == 1 && args.front().startsWith(QLatin1Char('-')))) {
        std::fprintf(stderr, "headlight: usage: headlight [MODEL_DIR | SESSION], or headlight COMMAND ...; headlight --help lists them\n");
        return 2;
    }
    hl::ui::Settings settings;
    const QColor ground = QGuiApplication::palette().color(QPalette::Window);
    settings.setDesktopDark(ground.lightness() < 128);
    hl::ui::DesktopAppearance desktop;
    QObject::connect(&desktop, &hl::ui::DesktopAppearance::changed, &settings, &hl::ui::Settings::setDesktopDark);
    desktop.ask();
    const QString settingsFile = hl::ui::Settings::defaultFile();
    const QString lastSession = QFileInfo(settingsFile).dir().filePath(QStringLiteral("last.headlight"));
    settings.keepIn(settingsFile);
    std::future<void> ahead; // reads the model of the first picture while the window is made
    if (args.isEmpty() && !QFileInfo::exists(lastSession))
        ahead = readAhead(hl::ui::samples().front().model.toStdString());
    hl::ui::MainWindow window(settings);
    window.keepSessionIn(lastSession);
    QObject::connect(&application, &hl::Application::ranOutOfMemory, &window, [&window] {
        window.statusLine().complain(hl::ui::MainWindow::tr("There is not enough memory for this; shorten the text."));
    });
    application.quitOnSignals();
    if (args.isEmpty()) // a thread of its own reads the model while the window is laid out
        window.openLast();
    else
        window.open(args.front());
    window.show();
    QCoreApplication::sendPostedEvents(); // docks find their sizes in several rounds: all of them before the first picture
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> args(argv + (argc > 0 ? 1 : 0), argv + argc);
    if (args.size() == 2 && args[0] == "--screenshots")
        return hl::writeScreenshots(args[1]);
    if (!args.empty() && hl::isCommand(args[0]))
        return hl::runCommand(args);
    if (!hasDisplay()) {
        std::fputs(noDisplay, stderr);
        return 1;
    }
    return openWindow(argc, argv);
}
