#include "ui/export_actions.h"

#include "ui/figure/export.h"
#include "ui/figure/numbers.h"
#include "ui/status_line.h"
#include "ui/translate.h"
#include "ui/views/figure_view.h"

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QStandardPaths>

namespace hl::ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Exporter", text);
}

/// "heads" for the view, with the step it shows where it shows one: "stage-blocks.0.attn.1.pattern".
QString fileNameFor(const View& view)
{
    const Scene scene = view.figureView()->scene();
    const Figure& figure = view.figureView()->figure();
    const auto steps = figure.shownSteps(scene);
    if (const auto tables = figure.tables(scene); steps.size() == 1 && !tables.empty())
        return view.name() + QLatin1Char('-') + QString::fromStdString(tables.front().name);
    return steps.size() == 1 ? view.name() + QLatin1Char('-') + QString::fromStdString(nameOf(steps.front())) : view.name();
}

} // namespace

Exporter::Exporter(Session& session, StatusLine& status, std::function<QByteArray(const View&)> sessionOf, QWidget* window)
    : m_session(session)
    , m_status(status)
    , m_sessionOf(std::move(sessionOf))
    , m_window(window)
    , m_folder(QStandardPaths::writableLocation(QStandardPaths::PicturesLocation))
{}

ExportOptions Exporter::optionsFor(const View& view) const
{
    ExportOptions options;
    options.text = m_session.text();
    options.session = m_sessionOf(view);
    return options;
}

bool Exporter::isReady(const View* view) const
{
    if (!view || !view->figureView() || !m_session.trace()) {
        m_status.complain(words(QT_TRANSLATE_NOOP("Exporter", "There is nothing to export yet; type a sentence first.")));
        return false;
    }
    return true;
}

bool Exporter::hasNumbers(const View* view) const
{
    if (!isReady(view))
        return false;
    const FigureView& figure = *view->figureView();
    if (hl::ui::hasNumbers(figure.figure(), figure.scene()))
        return true;
    m_status.complain(words(QT_TRANSLATE_NOOP("Exporter", "There are no numbers to copy or save: %1")).arg(view->title()));
    return false;
}

QString Exporter::askForFile(const QString& title, const QString& name, const QStringList& filters)
{
    QFileDialog dialog(m_window, title, m_folder);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilters(filters);
    dialog.selectFile(name);
    const auto suffixOf = [](const QString& filter) { return filter.section(QLatin1String("*."), 1).chopped(1); };
    dialog.setDefaultSuffix(suffixOf(filters.front()));
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog,
                     [&dialog, suffixOf](const QString& filter) { dialog.setDefaultSuffix(suffixOf(filter)); });
    if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty())
        return {};
    m_folder = QFileInfo(dialog.selectedFiles().constFirst()).path();
    return dialog.selectedFiles().constFirst();
}

void Exporter::savePicture(const View* view)
{
    if (!isReady(view))
        return;
    const QString path = askForFile(words(QT_TRANSLATE_NOOP("Exporter", "Save the picture")), fileNameFor(*view),
                                    {words(QT_TRANSLATE_NOOP("Exporter", "PNG picture")) + QLatin1String(" (*.png)"),
                                     words(QT_TRANSLATE_NOOP("Exporter", "SVG drawing")) + QLatin1String(" (*.svg)"),
                                     words(QT_TRANSLATE_NOOP("Exporter", "PDF page")) + QLatin1String(" (*.pdf)")});
    if (!path.isEmpty())
        savePictureTo(view, path);
}

void Exporter::savePictureTo(const View* view, const QString& path)
{
    if (!isReady(view))
        return;
    const QString suffix = QFileInfo(path).suffix();
    const auto format = pictureFormat(suffix);
    if (!format) {
        m_status.complain(words(QT_TRANSLATE_NOOP("Exporter", "%1: a picture's name ends in .png, .svg or .pdf.")).arg(path));
        return;
    }
    const FigureView& figure = *view->figureView();
    const auto bytes = exportFigure(figure.figure(), figure.scene(), *format, optionsFor(*view));
    const Result<void> saved = bytes ? saveExport(path, *bytes) : tl::unexpected(bytes.error());
    if (saved)
        m_status.tell(words(QT_TRANSLATE_NOOP("Exporter", "Saved %1")).arg(QDir::toNativeSeparators(path)));
    else
        m_status.complain(translated(saved.error().message));
}

void Exporter::saveNumbers(const View* view)
{
    if (!hasNumbers(view))
        return;
    const QString path = askForFile(words(QT_TRANSLATE_NOOP("Exporter", "Save the numbers")), fileNameFor(*view),
                                    {words(QT_TRANSLATE_NOOP("Exporter", "Table")) + QLatin1String(" (*.csv)"),
                                     words(QT_TRANSLATE_NOOP("Exporter", "NumPy arrays")) + QLatin1String(" (*.npz)"),
                                     words(QT_TRANSLATE_NOOP("Exporter", "JSON")) + QLatin1String(" (*.json)")});
    if (!path.isEmpty())
        saveNumbersTo(view, path);
}

void Exporter::saveNumbersTo(const View* view, const QString& path)
{
    if (!hasNumbers(view))
        return;
    const FigureView& figure = *view->figureView();
    const auto saved = hl::ui::saveNumbers(figure.figure(), figure.scene(), path);
    if (saved)
        m_status.tell(words(QT_TRANSLATE_NOOP("Exporter", "Saved %1")).arg(QDir::toNativeSeparators(path)));
    else
        m_status.complain(translated(saved.error().message));
}

void Exporter::copyPicture(const View* view)
{
    if (!isReady(view))
        return;
    const FigureView& figure = *view->figureView();
    auto data = pictureForClipboard(figure.figure(), figure.scene(), optionsFor(*view));
    if (!data) {
        m_status.complain(translated(data.error().message));
        return;
    }
    QApplication::clipboard()->setMimeData(data->release());
    m_status.tell(words(QT_TRANSLATE_NOOP("Exporter", "Copied the picture: %1")).arg(view->title()));
}

void Exporter::copyValues(const View* view)
{
    if (!hasNumbers(view))
        return;
    const FigureView& figure = *view->figureView();
    auto* data = new QMimeData;
    data->setText(valuesAsText(figure.figure(), figure.scene()));
    data->setData(QStringLiteral("text/tab-separated-values"), data->text().toUtf8());
    QApplication::clipboard()->setMimeData(data);
    m_status.tell(words(QT_TRANSLATE_NOOP("Exporter", "Copied the numbers: %1")).arg(view->title()));
}

} // namespace hl::ui
