#include "ui/views/mistakes_view.h"

#include "core/analysis/attention_problem.h"
#include "core/check/report.h"
#include "ui/figure/mistakes_figure.h"
#include "ui/translate.h"
#include "ui/views/figure_scroll.h"
#include "ui/views/figure_view.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QFileInfo>
#include <QListWidget>
#include <QSignalBlocker>
#include <QTextBrowser>
#include <QToolButton>

#include <iterator>

namespace hl::ui {

namespace {

constexpr int nameRole = Qt::UserRole;

QString nameOfMistake(const Mistake& mistake)
{
    return QString::fromLatin1(mistake.name.data(), static_cast<qsizetype>(mistake.name.size()));
}

/// A sentence whose arguments may be texts of the core, too.
QString wholly(const Message& message)
{
    Message told = message;
    for (std::string& arg : told.args)
        arg = translated(arg.c_str()).toStdString();
    return translated(told);
}

Result<CheckReport> checkAll(const QStringList& paths, const Session& session, QString& comparedWith)
{
    GivenArrays arrays;
    for (const QString& path : paths) {
        auto read = readGiven(path.toStdString());
        if (!read)
            return tl::unexpected(read.error());
        arrays.insert(arrays.end(), std::make_move_iterator(read->begin()), std::make_move_iterator(read->end()));
    }
    const auto given = readingsOf(arrays);
    if (!given)
        return tl::unexpected(given.error());
    CheckReport report = check(*given);
    if (report.verdict != Verdict::Nothing || !session.trace() || session.isStale())
        return report;
    const StepRef head = session.selection().place().refOf(Step::Pattern);
    auto problem = attentionProblemOf(*session.trace(), head);
    if (!problem)
        return report;
    const Truth truth{std::move(*problem), nameOf(head)};
    const auto against = readingsOf(arrays, &truth);
    if (!against)
        return report;
    comparedWith = QString::fromStdString(truth.place);
    return check(*against);
}

QString reportOf(const CheckedNumbers& checked)
{
    if (!checked.found)
        return translated(checked.found.error().message);
    QStringList sentences{checked.files.join(QStringLiteral(", "))};
    if (!checked.comparedWith.isEmpty())
        sentences.append(MistakesView::tr("Compared with %1 of the model.").arg(checked.comparedWith));
    for (const Message& sentence : sentencesOf(*checked.found))
        sentences.append(wholly(sentence));
    return sentences.join(QStringLiteral("\n\n"));
}

} // namespace

MistakesView::MistakesView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_canvas(new FigureView(std::make_unique<MistakesFigure>(), session, settings, this))
    , m_list(new QListWidget(this))
    , m_check(new QToolButton(this))
    , m_close(new QToolButton(this))
    , m_report(new QTextBrowser(this))
{
    setObjectName(name());
    m_canvas->setWalkedAfterClick(true);
    m_list->setObjectName(QStringLiteral("mistakesList"));
    m_list->setAccessibleName(tr("Usual mistakes"));
    m_list->setToolTip(tr("Choose a mistake: it is made on the selected head, beside the truth"));
    m_list->setWordWrap(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // lines are broken for the width beside it
    m_list->viewport()->installEventFilter(this);
    for (const Mistake& mistake : mistakes()) {
        auto* item = new QListWidgetItem(translated(mistake.title), m_list);
        item->setData(nameRole, nameOfMistake(mistake));
        item->setToolTip(translated(mistake.title) + QLatin1Char('\n') + translated(mistake.shows));
    }
    m_check->setObjectName(QStringLiteral("checkNumbers"));
    m_check->setText(tr("Check &numbers…"));
    m_check->setToolTip(tr("Tell whether your own numbers of attention are right, or which mistake gives them (NPZ, NPY, JSON, CSV)"));
    m_close->setObjectName(QStringLiteral("closeReport"));
    m_close->setText(tr("Close &report"));
    m_close->setToolTip(tr("Hide what was found in your numbers"));
    m_close->hide();
    m_report->setObjectName(QStringLiteral("checkReport"));
    m_report->setAccessibleName(tr("What was found in your numbers"));
    m_report->setTabChangesFocus(true);
    m_report->hide();

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_check);
    buttons->addWidget(m_close);
    buttons->addStretch();
    auto* left = new QVBoxLayout;
    left->setSpacing(8);
    left->addLayout(buttons);
    left->addWidget(m_list, 3);
    left->addWidget(m_report, 4);
    auto* all = new QHBoxLayout(this);
    all->setContentsMargins(12, 8, 0, 8);
    all->setSpacing(12);
    all->addLayout(left, 2);
    all->addWidget(new FigureScroll(m_canvas, session, settings, this), 5);

    connect(m_list, &QListWidget::currentRowChanged, this, &MistakesView::choose);
    connect(m_check, &QToolButton::clicked, this, &MistakesView::chooseFiles);
    connect(m_close, &QToolButton::clicked, this, [this] { showChecked(std::nullopt); });
    connect(&m_settings, &Settings::optionsChanged, this, &MistakesView::showChoice);
    showChoice();
}

void MistakesView::choose(int row)
{
    if (row < 0)
        return;
    PictureOptions options = m_settings.options();
    options.mistake = m_list->item(row)->data(nameRole).toString().toStdString();
    m_settings.setOptions(options);
}

void MistakesView::showChoice()
{
    const QSignalBlocker blocker(m_list);
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(nameRole).toString().toStdString() == m_settings.options().mistake)
            m_list->setCurrentRow(row);
    }
}

void MistakesView::chooseFiles()
{
    const QStringList paths = QFileDialog::getOpenFileNames(this, tr("Check numbers of attention"), QString(),
                                                            tr("Arrays (*.npz *.npy *.json *.csv *.tsv *.txt)"));
    if (!paths.isEmpty())
        checkFiles(paths);
}

void MistakesView::checkFiles(const QStringList& paths)
{
    QStringList names;
    for (const QString& path : paths)
        names.append(QFileInfo(path).fileName());
    QString comparedWith;
    auto found = checkAll(paths, m_session, comparedWith);
    showChecked(CheckedNumbers{names, comparedWith, std::move(found)});
    m_report->setFocus(Qt::OtherFocusReason);
    const auto& report = m_checked->found;
    if (report && !report->fits.empty() && report->fits.front().first) {
        PictureOptions options = m_settings.options();
        options.mistake = std::string(report->fits.front().first->name);
        m_settings.setOptions(options);
    }
}

void MistakesView::showChecked(const std::optional<CheckedNumbers>& checked)
{
    m_checked = checked;
    m_report->setPlainText(checked ? reportOf(*checked) : QString());
    m_report->setVisible(checked.has_value());
    m_close->setVisible(checked.has_value());
}

/// The choice stays in sight while the list gets its room, or gives some to a report.
bool MistakesView::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize) // when the list knows how far it can scroll
        QMetaObject::invokeMethod(this, [this] { m_list->scrollToItem(m_list->currentItem()); }, Qt::QueuedConnection);
    return View::eventFilter(watched, event);
}

} // namespace hl::ui
