#include "ui/views/lines_view.h"

#include "ui/views/lines_canvas.h"

#include "ui/views/figure_scroll.h"
#include "ui/views/flow_layout.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

namespace hl::ui {

LinesView::LinesView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_canvas(new LinesCanvas(session, settings, this))
    , m_rule(new QComboBox(this))
    , m_amount(new QSlider(Qt::Horizontal, this))
    , m_words(new QLabel(this))
{
    setObjectName(name());
    m_rule->addItem(tr("Share of each row"));
    m_rule->addItem(tr("Smallest weight"));
    m_rule->setAccessibleName(tr("Which lines are drawn"));
    m_rule->setToolTip(tr("Draw the strongest lines of each row up to a share of its attention, or every line above a weight"));
    m_amount->setRange(0, 100);
    m_amount->setFixedWidth(160);
    m_amount->setAccessibleName(tr("How many lines are drawn"));
    m_words->setBuddy(m_amount);

    auto* controls = new FlowLayout;
    controls->setContentsMargins(12, 8, 12, 0);
    controls->addWidget(m_rule);
    controls->addWidget(m_amount);
    controls->addWidget(m_words);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(controls);
    layout->addWidget(new FigureScroll(m_canvas, session, settings, this), 1);

    connect(m_rule, &QComboBox::currentIndexChanged, this, &LinesView::setRule);
    connect(m_amount, &QSlider::valueChanged, this, &LinesView::setAmount);
    connect(&m_settings, &Settings::optionsChanged, this, &LinesView::showOptions);
    showOptions();
}

FigureView* LinesView::figureView() const
{
    return m_canvas;
}

void LinesView::showOptions()
{
    const PictureOptions& options = m_settings.options();
    const QSignalBlocker ruleBlocker(m_rule);
    const QSignalBlocker amountBlocker(m_amount);
    const double amount = options.lineThresholdByValue ? options.lineThreshold : options.lineMass;
    const int percent = qRound(100.0 * amount);
    m_rule->setCurrentIndex(options.lineThresholdByValue ? 1 : 0);
    m_amount->setValue(percent);
    m_words->setText(options.lineThresholdByValue
                         ? tr("lines of weight %1 or more").arg(amount, 0, 'f', 2)
                         : tr("lines carrying %1 % of each row").arg(percent));
}

void LinesView::setRule(int index)
{
    PictureOptions options = m_settings.options();
    options.lineThresholdByValue = index == 1;
    m_settings.setOptions(options);
}

void LinesView::setAmount(int percent)
{
    PictureOptions options = m_settings.options();
    (options.lineThresholdByValue ? options.lineThreshold : options.lineMass) = percent / 100.0;
    m_settings.setOptions(options);
}

} // namespace hl::ui
