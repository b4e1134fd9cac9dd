#include "ui/views/positions_view.h"

#include "core/base/memory_guard.h"
#include "ui/figure/positions_figure.h"
#include "ui/translate.h"
#include "ui/views/figure_view.h"

#include "ui/views/figure_scroll.h"
#include "ui/views/flow_layout.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

namespace hl::ui {

namespace {

constexpr int numberDigits = 2; // significant

} // namespace

QString shuffleSentence(const ShuffleEffect& effect)
{
    const auto number = [](double value) { return formatValue(value, numberDigits); };
    const auto words = [](const char* text) { return QCoreApplication::translate("PositionsView", text); };
    QString text = words(QT_TRANSLATE_NOOP("PositionsView", "Shuffled, with positions the outputs change by up to %1"))
                       .arg(number(effect.withPositions));
    if (effect.withoutPositionsAndMask)
        text += words(QT_TRANSLATE_NOOP("PositionsView", "; without positions still by up to %1, because the causal mask tells the order too; without positions and mask they are only permuted (difference %2)."))
                    .arg(number(effect.withoutPositions), number(*effect.withoutPositionsAndMask));
    else
        text += words(QT_TRANSLATE_NOOP("PositionsView", "; without positions they are only permuted (difference %1)."))
                    .arg(number(effect.withoutPositions));
    return text + QLatin1Char(' ')
           + words(QT_TRANSLATE_NOOP("PositionsView", "The largest output is %1.")).arg(number(effect.largestOutput));
}

PositionsView::PositionsView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_canvas(new FigureView(std::make_unique<PositionsFigure>(), session, settings, this))
    , m_scheme(new QComboBox(this))
    , m_length(new QSpinBox(this))
    , m_dims(new QSpinBox(this))
    , m_shuffle(new QToolButton(this))
    , m_without(new QCheckBox(tr("&Without positions"), this))
    , m_statement(new QLabel(this))
{
    setObjectName(name());
    makeControls();
    const auto deliver = [this](std::uint64_t generation, Result<ShuffleEffect> effect) {
        QMetaObject::invokeMethod(
            this, [this, generation, effect = std::move(effect)] { receive(generation, effect); }, Qt::QueuedConnection);
    };
    m_worker = std::make_unique<LatestWins<RunRequest, Result<ShuffleEffect>>>(
        [](const RunRequest& request, std::stop_token stop) { return orOutOfMemory([&] { return shuffleEffect(request, stop); }); }, deliver);

    connect(m_scheme, &QComboBox::currentIndexChanged, this, &PositionsView::changeOptions);
    connect(m_length, &QSpinBox::valueChanged, this, &PositionsView::changeOptions);
    connect(m_dims, &QSpinBox::valueChanged, this, &PositionsView::changeOptions);
    connect(m_shuffle, &QToolButton::toggled, this, &PositionsView::setShuffled);
    connect(m_without, &QCheckBox::toggled, this, [this](bool isOn) { m_session.setWithoutPositions(isOn); });
    connect(&m_settings, &Settings::optionsChanged, this, &PositionsView::showOptions);
    connect(&m_session, &Session::traceChanged, this, &PositionsView::showSession);
    showOptions();
    showSession();
}

PositionsView::~PositionsView() = default;

void PositionsView::makeControls()
{
    for (const PositionKind scheme : {PositionKind::None, PositionKind::Sinusoidal, PositionKind::Learned,
                                      PositionKind::Rotary, PositionKind::Alibi, PositionKind::T5Relative})
        m_scheme->addItem(schemeName(scheme));
    m_scheme->setAccessibleName(tr("Way to tell positions"));
    m_length->setRange(1, 512);
    m_length->setPrefix(tr("positions: "));
    m_length->setAccessibleName(tr("Number of positions"));
    m_dims->setRange(1, 1024);
    m_dims->setPrefix(tr("dimensions: "));
    m_dims->setAccessibleName(tr("Number of dimensions"));
    m_length->setKeyboardTracking(false);
    m_dims->setKeyboardTracking(false);
    m_shuffle->setText(tr("Shuffle the words"));
    m_shuffle->setAccessibleName(m_shuffle->text());
    m_shuffle->setToolTip(tr("Put the words in another order and compare the outputs; once more to put them back"));
    m_shuffle->setCheckable(true);
    m_without->setToolTip(tr("Run the model without its positional information"));
    m_statement->setWordWrap(true);
    m_statement->setTextFormat(Qt::PlainText);
    m_statement->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* controls = new FlowLayout;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_scheme, m_length, m_dims})
        controls->addWidget(widget);
    controls->addWidget(m_shuffle);
    controls->addWidget(m_without);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(12, 8, 12, 0);
    top->setSpacing(4);
    top->addLayout(controls);
    top->addWidget(m_statement);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(new FigureScroll(m_canvas, m_session, m_settings, this), 1);
}

void PositionsView::setShuffled(bool isShuffled)
{
    if (!isShuffled) {
        m_worker->cancel();
        m_statement->clear();
        m_session.setShuffle({});
        return;
    }
    if (!m_session.model())
        return;
    RunRequest request = m_session.request();
    const auto tokens = tokenizeForRun(*request.model, request.text, request.second);
    if (!tokens) {
        m_statement->setText(translated(tokens.error().message));
        return;
    }
    request.shuffle = shuffledOrder(tokens->source, ++m_seed);
    m_statement->setText(tr("Comparing the outputs…"));
    m_session.setShuffle(request.shuffle);
    m_worker->submit(std::move(request));
}

QString PositionsView::statement() const
{
    return m_statement->text();
}

void PositionsView::receive(std::uint64_t generation, const Result<ShuffleEffect>& effect)
{
    if (generation == m_worker->latest())
        m_statement->setText(effect ? shuffleSentence(*effect) : translated(effect.error().message));
}

void PositionsView::changeOptions()
{
    PictureOptions options = m_settings.options();
    options.positionScheme = static_cast<PositionKind>(m_scheme->currentIndex());
    options.positionLength = m_length->value();
    options.positionDims = m_dims->value();
    m_settings.setOptions(options);
}

void PositionsView::showOptions()
{
    const PictureOptions& options = m_settings.options();
    const QSignalBlocker schemeBlocker(m_scheme);
    const QSignalBlocker lengthBlocker(m_length);
    const QSignalBlocker dimsBlocker(m_dims);
    m_scheme->setCurrentIndex(static_cast<int>(options.positionScheme));
    m_length->setValue(options.positionLength);
    m_dims->setValue(options.positionDims);
}

/// A new text is in its own order again.
void PositionsView::showSession()
{
    const RunRequest& request = m_session.request();
    const QSignalBlocker shuffleBlocker(m_shuffle);
    const QSignalBlocker withoutBlocker(m_without);
    m_shuffle->setEnabled(m_session.model() != nullptr);
    m_without->setEnabled(m_session.model() != nullptr);
    m_without->setChecked(request.withoutPositions);
    if (request.shuffle.empty() && m_shuffle->isChecked()) {
        m_worker->cancel();
        m_statement->clear();
    }
    m_shuffle->setChecked(!request.shuffle.empty());
}

} // namespace hl::ui
