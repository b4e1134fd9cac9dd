#include "ui/views/output_view.h"

#include "core/base/memory_guard.h"
#include "ui/figure/output_figure.h"
#include "ui/translate.h"
#include "ui/views/figure_view.h"

#include "ui/views/figure_scroll.h"
#include "ui/views/flow_layout.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

namespace hl::ui {

/// The figure's widget; lets the view hand it a lens that was worked out in the background.
class OutputCanvas : public FigureView
{
public:
    using FigureView::FigureView;

    void setLens(OutputLens lens)
    {
        static_cast<OutputFigure&>(mutableFigure()).setLens(std::move(lens));
        repaintFigure();
    }
};

namespace {

constexpr int manyTokens = 10;

bool canContinue(const Session& session)
{
    return session.trace() && session.model() && session.model()->tokenizer()
           && session.model()->spec().head.kind == HeadKind::LanguageModel;
}

} // namespace

OutputView::OutputView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_canvas(new OutputCanvas(std::make_unique<OutputFigure>(), session, settings, this))
    , m_appendOne(new QToolButton(this))
    , m_appendMany(new QToolButton(this))
    , m_lens(new QCheckBox(tr("&Layer by layer"), this))
    , m_note(new QLabel(this))
{
    setObjectName(name());
    m_appendOne->setObjectName(QStringLiteral("appendOne"));
    m_appendMany->setText(tr("Add %1").arg(manyTokens));
    m_appendMany->setToolTip(tr("Add %1 tokens one after the other, running the model each time").arg(manyTokens));
    m_appendMany->setAccessibleName(m_appendMany->toolTip());
    m_lens->setToolTip(tr("Show what the model would predict if it ended after each layer (logit lens)"));
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText); // may quote names from elsewhere
    m_note->setContentsMargins(12, 4, 12, 0);
    m_note->hide();

    auto* controls = new FlowLayout;
    controls->setContentsMargins(12, 8, 12, 0);
    controls->addWidget(m_appendOne);
    controls->addWidget(m_appendMany);
    makeSamplingControls();
    for (QWidget* control : std::initializer_list<QWidget*>{m_choice, m_temperature, m_topK, m_topP, m_seed, m_lens})
        controls->addWidget(control);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(controls);
    layout->addWidget(m_note);
    layout->addWidget(new FigureScroll(m_canvas, session, settings, this), 1);

    const auto deliver = [this](std::uint64_t generation, LensResult result) {
        QMetaObject::invokeMethod(
            this, [this, generation, result = std::move(result)] { receiveLens(generation, result); },
            Qt::QueuedConnection);
    };
    m_worker = std::make_unique<LatestWins<LensRequest, LensResult>>(
        [](const LensRequest& request, std::stop_token stop) {
            return LensResult{request, orOutOfMemory([&] { return logitLens(*request.trace, request.position, OutputLens::words, stop); })};
        },
        deliver);

    connect(m_appendOne, &QToolButton::clicked, this, [this] { append(1); });
    connect(m_appendMany, &QToolButton::clicked, this, [this] { append(m_remaining > 0 ? 0 : manyTokens); });
    connect(m_lens, &QCheckBox::toggled, this, [this](bool isOn) {
        PictureOptions options = m_settings.options();
        options.showLens = isOn;
        m_settings.setOptions(options);
    });
    connect(this, &View::cameIntoSight, this, &OutputView::refresh);
    connect(&m_settings, &Settings::optionsChanged, this, &OutputView::showOptions);
    connect(&m_session, &Session::traceChanged, this, &OutputView::continueAppending);
    connect(&m_session.selection(), &Selection::changed, this, &OutputView::refresh);
    for (const auto changed : {&Session::textChanged, &Session::modelChanged}) {
        connect(&m_session, changed, this, [this] {
            if (m_isOurText)
                return;
            m_random = SeededRandom(m_settings.generation().seed);
            m_given = 0;
            stopAppending(QString());
        });
    }
    showOptions();
}

OutputView::~OutputView() = default;

void OutputView::makeSamplingControls()
{
    const GenerateOptions& options = m_settings.generation();
    m_choice = new QComboBox(this);
    m_choice->setObjectName(QStringLiteral("samplingChoice"));
    m_choice->addItems({tr("Most probable"), tr("By chance")});
    m_choice->setAccessibleName(tr("How the next token is chosen"));
    m_choice->setToolTip(tr("Which token is added: the most probable one, or one drawn by chance, each as often as the model finds it probable"));
    m_choice->setCurrentIndex(options.isSampling ? 1 : 0);
    const auto spin = [this](auto* box, const char* name, const QString& prefix, const QString& meaning) {
        box->setObjectName(QLatin1String(name));
        box->setPrefix(prefix + QLatin1Char(' '));
        box->setAccessibleName(prefix);
        box->setToolTip(meaning);
        box->setKeyboardTracking(false);
        return box;
    };
    m_temperature = spin(new QDoubleSpinBox(this), "temperature", tr("temperature"),
                         tr("Logits are divided by this: below 1 the probable ones win more often, above 1 less often"));
    m_temperature->setRange(0.01, 10.0);
    m_temperature->setSingleStep(0.1);
    m_temperature->setValue(options.temperature);
    m_topK = spin(new QSpinBox(this), "topK", tr("top-k"), tr("Only so many of the most probable tokens are drawn from"));
    m_topK->setRange(0, 100'000);
    m_topK->setSpecialValueText(tr("top-k all"));
    m_topK->setValue(options.topK);
    m_topP = spin(new QDoubleSpinBox(this), "topP", tr("top-p"), tr("Only the most probable tokens that together reach this probability are drawn from"));
    m_topP->setRange(0.01, 1.0);
    m_topP->setSingleStep(0.05);
    m_topP->setValue(options.topP);
    m_seed = spin(new QSpinBox(this), "seed", tr("seed"), tr("The same seed draws the same tokens again"));
    m_seed->setRange(0, 1'000'000);
    m_seed->setValue(static_cast<int>(options.seed));
    connect(m_choice, &QComboBox::currentIndexChanged, this, &OutputView::chooseSampling);
    for (QDoubleSpinBox* box : {m_temperature, m_topP})
        connect(box, &QDoubleSpinBox::valueChanged, this, &OutputView::chooseSampling);
    for (QSpinBox* box : {m_topK, m_seed})
        connect(box, &QSpinBox::valueChanged, this, &OutputView::chooseSampling);
    chooseSampling();
}

void OutputView::chooseSampling()
{
    GenerateOptions options = m_settings.generation();
    options.isSampling = m_choice->currentIndex() == 1;
    options.temperature = m_temperature->value();
    options.topK = m_topK->value();
    options.topP = m_topP->value();
    options.seed = static_cast<std::uint64_t>(m_seed->value());
    m_settings.setGeneration(options);
    m_random = SeededRandom(options.seed);
    for (QWidget* control : std::initializer_list<QWidget*>{m_temperature, m_topK, m_topP, m_seed})
        control->setVisible(options.isSampling);
    m_appendOne->setText(options.isSampling ? tr("Add a token by chance") : tr("Add the most probable token"));
    m_appendOne->setToolTip(options.isSampling ? tr("Draw a token by the model's probabilities and put it at the end of the text")
                                               : tr("Put the token the model finds most probable at the end of the text"));
    m_appendOne->setAccessibleName(m_appendOne->text());
}

FigureView* OutputView::figureView() const
{
    return m_canvas;
}

void OutputView::append(int count)
{
    m_remaining = count;
    m_note->clear();
    m_note->hide();
    appendOne();
}

void OutputView::appendOne()
{
    if (m_remaining <= 0 || m_session.isStale() || !canContinue(m_session)) {
        refresh();
        return;
    }
    const TracePtr trace = m_session.trace();
    const Side side = trace->model().spec().outputSide();
    const Tokens& tokens = trace->tokens(side);
    const int longest = maxTokens(trace->model(), side);
    if (longest > 0 && static_cast<int>(tokens.size()) >= longest)
        return stopAppending(tr("The text has as many tokens as this model takes."));
    if (m_given == 0)
        m_given = tokens.size();
    const auto next = nextToken(*trace, m_given, m_settings.generation(), m_random);
    if (!next)
        return stopAppending(translated(next.error().message));
    const TokenId id = next->token.id;
    const QString shownToken = QString::fromStdString(m_session.model()->tokenizer()->displayPiece(id));
    if (next->isEnd)
        return stopAppending(tr("The model ends the text here, with “%1”.").arg(shownToken));
    const bool isTarget = side == Side::Decoder;
    const QString before = isTarget ? m_session.secondText().value_or(QString()) : m_session.text();
    const auto longer =
        continuedText(*m_session.model()->tokenizer(), before.toStdString(), tokens, id);
    if (!longer)
        return stopAppending(tr("The next token is “%1”, which cannot be typed: the text ends here.").arg(shownToken));
    --m_remaining;
    m_isFollowing = true;
    m_isOurText = true;
    if (isTarget)
        m_session.setSecondText(QString::fromStdString(*longer));
    else
        m_session.setText(QString::fromStdString(*longer));
    m_isOurText = false;
    refresh();
}

void OutputView::continueAppending()
{
    if (m_isFollowing && m_session.trace()) {
        m_isFollowing = false;
        Place place = m_session.selection().place(); // the prediction after the new last token is shown
        place.side = m_session.trace()->model().spec().outputSide();
        place.isCross = false;
        place.query = static_cast<Index>(m_session.trace()->tokens(place.side).size()) - 1;
        m_session.selection().setPlace(place);
        appendOne();
    }
    refresh();
}

void OutputView::stopAppending(const QString& why)
{
    m_remaining = 0;
    m_note->setText(why);
    m_note->setVisible(!why.isEmpty());
    refresh();
}

void OutputView::showOptions()
{
    const QSignalBlocker blocker(m_lens);
    m_lens->setChecked(m_settings.options().showLens);
    refresh();
}

void OutputView::refresh()
{
    const bool isPossible = canContinue(m_session);
    m_appendOne->setEnabled(isPossible && m_remaining == 0);
    m_appendMany->setEnabled(isPossible);
    m_appendMany->setText(m_remaining > 0 ? tr("Stop (%1 left)").arg(m_remaining) : tr("Add %1").arg(manyTokens));
    const Scene scene = m_canvas->scene();
    // Reads the whole vocabulary for every layer: not for a view that nobody sees.
    if (!isSeen() || !scene.trace || !scene.options.showLens || scene.trace->model().spec().head.kind == HeadKind::None
        || !isLensSlow(scene.trace->model().spec()))
        return;
    const Index position = shownPosition(scene);
    if (m_lensTrace.lock() == scene.trace && m_lensPosition == position)
        return;
    m_lensTrace = scene.trace;
    m_lensPosition = position;
    m_worker->submit({scene.trace, position});
}

void OutputView::receiveLens(std::uint64_t generation, const LensResult& result)
{
    if (generation == m_worker->latest())
        m_canvas->setLens({result.request.trace, result.request.position, result.layers});
}

} // namespace hl::ui
