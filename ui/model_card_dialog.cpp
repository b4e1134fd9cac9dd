#include "ui/model_card_dialog.h"

#include "core/model/model_facts.h"
#include "ui/model_menus.h"
#include "ui/translate.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QCoreApplication>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTreeWidget>

#include <utility>
#include <vector>

namespace hl::ui {

namespace {

using Line = std::pair<QString, QString>;

QString words(const char* text)
{
    return QCoreApplication::translate("ModelCard", text);
}

QString joined(const std::vector<Message>& value)
{
    QStringList parts;
    for (const Message& part : value)
        parts.append(translated(part));
    return parts.join(QStringLiteral(", "));
}

std::vector<Line> linesOf(const Model& model, const QString& nameOrFolder)
{
    std::vector<Line> lines;
    for (const ModelFact& fact : factsOf(model))
        lines.emplace_back(translated(fact.label), joined(fact.value));
    if (const QFileInfo info(nameOrFolder); info.isAbsolute()) {
        lines.emplace_back(words(QT_TRANSLATE_NOOP("ModelCard", "opened from")), QDir::toNativeSeparators(nameOrFolder));
        if (const auto licence = licenceOf(QFile::encodeName(nameOrFolder).toStdString()))
            lines.emplace_back(translated(licence->label), joined(licence->value));
    }
    return lines;
}

QTreeWidget* makeTable(const QStringList& header, const std::vector<Line>& lines, QWidget* parent)
{
    auto* table = new QTreeWidget(parent);
    table->setHeaderLabels(header);
    table->setRootIsDecorated(false);
    table->setUniformRowHeights(false);
    table->setWordWrap(true);
    table->setTextElideMode(Qt::ElideMiddle);
    for (const auto& [left, right] : lines) {
        auto* item = new QTreeWidgetItem(table, {left, right});
        item->setToolTip(1, right.toHtmlEscaped());
    }
    table->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    table->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    return table;
}

QStringList notesOf(const Model& model)
{
    QStringList notes;
    for (const Message& note : model.notes())
        notes.append(translated(note));
    return notes;
}

} // namespace

QString modelCardText(const Model& model, const QString& nameOrFolder)
{
    QStringList text;
    for (const auto& [label, value] : linesOf(model, nameOrFolder))
        text.append(label + QStringLiteral(": ") + value);
    for (const QString& note : notesOf(model))
        text.append(words(QT_TRANSLATE_NOOP("ModelCard", "Warning")) + QStringLiteral(": ") + note);
    return text.join(QLatin1Char('\n'));
}

QDialog* showModelCard(const std::shared_ptr<const Model>& model, const QString& nameOrFolder, QWidget* parent)
{
    auto* dialog = new QDialog(parent);
    dialog->setObjectName(QStringLiteral("modelCard"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(words(QT_TRANSLATE_NOOP("ModelCard", "Model card: %1")).arg(modelTitle(nameOrFolder)));
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    const QStringList notes = notesOf(*model);
    if (!notes.isEmpty()) {
        auto* warnings = new QLabel(notes.join(QStringLiteral("\n\n")), dialog);
        warnings->setObjectName(QStringLiteral("modelWarnings"));
        warnings->setAccessibleName(words(QT_TRANSLATE_NOOP("ModelCard", "Warning")));
        warnings->setTextFormat(Qt::PlainText);
        warnings->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        warnings->setWordWrap(true);
        layout->addWidget(warnings);
    }
    std::vector<Line> tensors;
    for (const Tensor& tensor : model->tensors())
        tensors.emplace_back(QString::fromStdString(tensor.name()), QString::fromStdString(shapeText(tensor)));
    auto* facts = makeTable({words(QT_TRANSLATE_NOOP("ModelCard", "Fact")), words(QT_TRANSLATE_NOOP("ModelCard", "Value"))},
                            linesOf(*model, nameOrFolder), dialog);
    facts->setObjectName(QStringLiteral("modelFacts"));
    facts->setAccessibleName(words(QT_TRANSLATE_NOOP("ModelCard", "What this model is")));
    auto* tabs = new QTabWidget(dialog);
    tabs->setDocumentMode(true);
    tabs->addTab(facts, words(QT_TRANSLATE_NOOP("ModelCard", "Facts")));
    if (!tensors.empty()) {
        auto* list = makeTable({words(QT_TRANSLATE_NOOP("ModelCard", "Tensor")), words(QT_TRANSLATE_NOOP("ModelCard", "Shape"))}, tensors, dialog);
        list->setAccessibleName(words(QT_TRANSLATE_NOOP("ModelCard", "Its weights")));
        tabs->addTab(list, words(QT_TRANSLATE_NOOP("ModelCard", "Tensors (%1)")).arg(tensors.size()));
    }
    layout->addWidget(tabs, 1);
    auto* buttons = new QHBoxLayout;
    auto* copy = new QPushButton(words(QT_TRANSLATE_NOOP("ModelCard", "&Copy")), dialog);
    copy->setToolTip(words(QT_TRANSLATE_NOOP("ModelCard", "Copy the facts and warnings as text")));
    QObject::connect(copy, &QPushButton::clicked, dialog, [model, nameOrFolder] {
        QApplication::clipboard()->setText(modelCardText(*model, nameOrFolder));
    });
    auto* close = new QPushButton(words(QT_TRANSLATE_NOOP("ModelCard", "Close")), dialog);
    close->setDefault(true);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::accept);
    buttons->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(close);
    layout->addLayout(buttons);
    dialog->resize(620, 560);
    dialog->open();
    return dialog;
}

} // namespace hl::ui
