#include "app/application.h"

#include <QIcon>
#include <QSocketNotifier>

#include <csignal>
#include <new>
#include <sys/socket.h>
#include <unistd.h>

namespace hl {

namespace {

// A signal's handler may do next to nothing: it writes one byte, and the event loop reads it.
int signalPipe[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(signalPipe[0], &byte, 1);
}

} // namespace

Application::Application(int& argc, char** argv)
    : QApplication(argc, argv)
{
    setIdentity();
}

bool Application::notify(QObject* receiver, QEvent* event)
{
    try {
        return QApplication::notify(receiver, event);
    } catch (const std::bad_alloc&) {
        QMetaObject::invokeMethod(this, &Application::ranOutOfMemory, Qt::QueuedConnection);
        return true;
    }
}

void Application::quitOnSignals()
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, signalPipe) != 0)
        return;
    auto* notifier = new QSocketNotifier(signalPipe[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [notifier] {
        notifier->setEnabled(false);
        closeAllWindows();
        quit();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

void setIdentity()
{
    QCoreApplication::setApplicationName(QStringLiteral("headlight"));
    QCoreApplication::setApplicationVersion(QStringLiteral(HEADLIGHT_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.headlight.Headlight"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/headlight.svg")));
}

} // namespace hl
