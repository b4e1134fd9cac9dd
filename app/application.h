#pragma once

#include <QApplication>

namespace hl {

/// The application of the window: survives a lack of memory in a handler, and quits when the system asks it to.
class Application final : public QApplication
{
    Q_OBJECT

public:
    Application(int& argc, char** argv);

    bool notify(QObject* receiver, QEvent* event) override;

    /// Closes the windows and quits on SIGINT and SIGTERM.
    void quitOnSignals();

signals:
    /// What was being done did not fit into memory; everything that was there before still is.
    void ranOutOfMemory();
};

/// Name, version and icon, the same for the window and for pictures of it.
void setIdentity();

} // namespace hl
