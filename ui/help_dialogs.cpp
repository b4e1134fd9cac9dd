#include "ui/help_dialogs.h"

#include "ui/actions.h"
#include "ui/language.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextList>
#include <QTextTable>
#include <QTreeWidget>
#include <QUrl>

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

QTextBlockFormat spaced(const QTextBlock& block, const QTextTable* table)
{
    QTextBlockFormat format = block.blockFormat();
    const bool isCode = format.hasProperty(QTextFormat::BlockCodeFence) || format.nonBreakableLines();
    const bool isCrowded = table || block.textList() || isCode;
    format.setNonBreakableLines(false); // else one long line of a program makes the whole page scroll sideways
    format.setLineHeight(isCode ? 115 : 130, QTextBlockFormat::ProportionalHeight);
    format.setTopMargin(format.headingLevel() > 0 ? 20 : 0);
    format.setBottomMargin(isCrowded ? 2 : 8);
    return format;
}

/// Space between paragraphs, quiet tables: Markdown comes without.
void typeset(QTextBrowser& browser)
{
    QTextDocument& document = *browser.document();
    document.setDocumentMargin(16);
    QTextCursor cursor(&document);
    cursor.beginEditBlock(); // one layout for all changes
    QColor line = browser.palette().color(QPalette::Text);
    line.setAlphaF(0.2F);
    for (QTextFrame* frame : document.rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setBorderCollapse(true);
        format.setBorderBrush(line);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorder(1);
        format.setCellPadding(6);
        format.setTopMargin(4);
        format.setBottomMargin(12);
        table->setFormat(format);
    }
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        cursor.setPosition(block.position());
        cursor.setBlockFormat(spaced(block, cursor.currentTable()));
    }
    cursor.endEditBlock();
    browser.moveCursor(QTextCursor::Start);
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
        auto* item = new QTreeWidgetItem(
            tree, {plainText(*action), QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText).replace(QLatin1Char(';'), QStringLiteral("  "))});
        item->setToolTip(0, action->statusTip());
    }
    tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    tree->header()->setStretchLastSection(false);
    return makeDialog(parent, words(QT_TRANSLATE_NOOP("Help", "Keyboard shortcuts")), tree, {560, 620});
}

QDialog* showManual(QWidget* parent)
{
    auto* content = new QWidget;
    auto* browser = new QTextBrowser;
    auto* back = new QPushButton(words(QT_TRANSLATE_NOOP("Help", "Back to the manual")));
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(browser);
    layout->addWidget(back, 0, Qt::AlignLeft);
    back->hide();
    QObject::connect(browser, &QTextBrowser::sourceChanged, browser, [browser] { typeset(*browser); });
    QObject::connect(browser, &QTextBrowser::backwardAvailable, back, &QPushButton::setVisible);
    QObject::connect(back, &QPushButton::clicked, browser, &QTextBrowser::backward);
    const bool isChinese = currentLanguage() == QLatin1String("zh_CN");
    browser->setSource(QUrl(isChinese ? QStringLiteral("qrc:/help/manual_zh_CN.md") : QStringLiteral("qrc:/help/manual.md")));
    return makeDialog(parent, words(QT_TRANSLATE_NOOP("Help", "Manual")), content, {860, 720});
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
