#include "ui/help_dialogs.h"

#include "ui/actions.h"
#include "ui/language.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QDialog>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTextBrowser>
#include <QTreeWidget>

#include <Eigen/Core>

namespace hl::ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Help", text);
}

QDialog* makeDialog(QWidget* parent, const QString& title, QWidget* content, QSize size)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto* close = new QPushButton(words(QT_TRANSLATE_NOOP("Help", "Close")), dialog);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::accept);
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(content);
    layout->addWidget(close, 0, Qt::AlignRight);
    dialog->resize(size);
    dialog->open();
    return dialog;
}

/// What the machine can do, as the maths is compiled for it.
QString processorLevel()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        return QStringLiteral("x86-64 (AVX-512)");
    if (__builtin_cpu_supports("avx2"))
        return QStringLiteral("x86-64 (AVX2)");
    return QStringLiteral("x86-64");
#else
    return QSysInfo::currentCpuArchitecture();
#endif
}

} // namespace

QDialog* showShortcuts(const Actions& actions, QWidget* parent)
{
    auto* tree = new QTreeWidget;
    tree->setHeaderLabels({words(QT_TRANSLATE_NOOP("Help", "Action")), words(QT_TRANSLATE_NOOP("Help", "Keys"))});
    tree->setRootIsDecorated(false);
    tree->setSelectionMode(QAbstractItemView::NoSelection);
    for (const QAction* action : actions.all()) {
        if (action->shortcuts().isEmpty())
            continue;
        QString text = action->text();
        text.remove(QLatin1Char('&'));
        auto* item = new QTreeWidgetItem(
            tree, {text, QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText).replace(QLatin1Char(';'), QStringLiteral("  "))});
        item->setToolTip(0, action->statusTip());
    }
    tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    tree->header()->setStretchLastSection(false);
    return makeDialog(parent, words(QT_TRANSLATE_NOOP("Help", "Keyboard shortcuts")), tree, {560, 620});
}

QDialog* showManual(QWidget* parent)
{
    auto* browser = new QTextBrowser;
    const bool isChinese = currentLanguage() == QLatin1String("zh_CN");
    QFile file(isChinese ? QStringLiteral(":/help/manual_zh_CN.md") : QStringLiteral(":/help/manual.md"));
    if (file.open(QIODevice::ReadOnly))
        browser->setMarkdown(QString::fromUtf8(file.readAll()));
    browser->setOpenLinks(false);
    return makeDialog(parent, words(QT_TRANSLATE_NOOP("Help", "Manual")), browser, {720, 640});
}

QDialog* showAbout(QWidget* parent)
{
    auto* content = new QWidget;
    auto* layout = new QHBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    auto* picture = new QLabel;
    picture->setPixmap(QIcon(QStringLiteral(":/icons/headlight.svg")).pixmap(64, 64));
    layout->addWidget(picture, 0, Qt::AlignTop);
    auto* text = new QLabel;
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setText(words(QT_TRANSLATE_NOOP(
                         "Help", "Headlight %1\nShows with real numbers how attention works in a transformer.\n\n"
                                 "Free software under the GNU General Public License, version 3 or later.\n\n"
                                 "Qt %2 · Eigen %3.%4.%5 · QCustomPlot 2.1\nProcessor: %6"))
                      .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()))
                      .arg(EIGEN_WORLD_VERSION)
                      .arg(EIGEN_MAJOR_VERSION)
                      .arg(EIGEN_MINOR_VERSION)
                      .arg(processorLevel()));
    layout->addWidget(text, 1);
    return makeDialog(parent, words(QT_TRANSLATE_NOOP("Help", "About Headlight")), content, {480, 260});
}

} // namespace hl::ui
