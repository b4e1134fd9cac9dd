#pragma once

#include "ui/figure/export.h"
#include "ui/views/view.h"

#include <functional>

namespace hl::ui {

class StatusLine;

/// Getting the present view out of the window: picture and numbers, to a file or to the clipboard. What went wrong is
/// said in the status line.
class Exporter
{
public:
    /// `sessionOf` gives the session that a picture of this view keeps inside, as JSON.
    Exporter(Session& session, StatusLine& status, std::function<QByteArray(const View&)> sessionOf, QWidget* window);

    void savePicture(const View* view);
    void saveNumbers(const View* view);
    void copyPicture(const View* view);
    void copyValues(const View* view);

    /// The same without a dialog.
    void savePictureTo(const View* view, const QString& path);
    void saveNumbersTo(const View* view, const QString& path);

private:
    [[nodiscard]] ExportOptions optionsFor(const View& view) const;
    [[nodiscard]] bool isReady(const View* view) const;
    [[nodiscard]] bool hasNumbers(const View* view) const;
    [[nodiscard]] QString askForFile(const QString& title, const QString& name, const QStringList& filters);

    Session& m_session;
    StatusLine& m_status;
    std::function<QByteArray(const View&)> m_sessionOf;
    QWidget* m_window;
    QString m_folder;
};

} // namespace hl::ui
