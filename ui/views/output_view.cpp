#include "ui/views/output_view.h"

#include "ui/figure/output_figure.h"
#include "ui/translate.h"
#include "ui/views/figure_view.h"

#include "ui/views/figure_scroll.h"
#include "ui/views/flow_layout.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

namespace hl::ui {

/// The figure's widget; lets the view hand it a lens that was worked out in the background.
class OutputCanvas : public FigureView
{
public:
    using FigureView::FigureView;

    void setLens(OutputFigure::Lens lens)
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
    m_appendOne->setText(tr("Add the most probable token"));
    m_appendOne->setToolTip(tr("Put the token the model finds most probable at the end of the text"));
    m_appendOne->setAccessibleName(m_appendOne->text());
    m_appendMany->setText(tr("Add %1").arg(manyTokens));
    m_appendMany->setToolTip(tr("Add the most probable token %1 times, running the model each time").arg(manyTokens));
    m_appendMany->setAccessibleName(m_appendMany->toolTip());
    m_lens->setToolTip(tr("Show what the model would predict if it ended after each layer (logit lens)"));
    m_note->setWordWrap(true);
    m_note->setContentsMargins(12, 4, 12, 0);
    m_note->hide();

    auto* controls = new FlowLayout;
    controls->setContentsMargins(12, 8, 12, 0);
    controls->addWidget(m_appendOne);
    controls->addWidget(m_appendMany);
    controls->addWidget(m_lens);
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
            return LensResult{request, logitLens(*request.trace, request.position, OutputFigure::lensWords, stop)};
        },
        deliver);

    connect(m_appendOne, &QToolButton::clicked, this, [this] { append(1); });
    connect(m_appendMany, &QToolButton::clicked, this, [this] { append(m_remaining > 0 ? 0 : manyTokens); });
    connect(m_lens, &QCheckBox::toggled, this, [this](bool isOn) {
        PictureOptions options = m_settings.options();
        options.showLens = isOn;
        m_settings.setOptions(options);
    });
    connect(&m_settings, &Settings::optionsChanged, this, &OutputView::showOptions);
    connect(&m_session, &Session::traceChanged, this, &OutputView::continueAppending);
    connect(&m_session.selection(), &Selection::changed, this, &OutputView::refresh);
    connect(&m_session, &Session::textChanged, this, [this] {
        if (!m_isOurText)
            stopAppending(QString());
    });
    showOptions();
}

OutputView::~OutputView() = default;

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
    const auto top = topCandidates(*trace, static_cast<Index>(tokens.size()) - 1, 1);
    if (!top || top->empty())
        return stopAppending(top ? QString() : translated(top.error().message));
    const bool isTarget = side == Side::Decoder;
    const QString before = isTarget ? m_session.secondText().value_or(QString()) : m_session.text();
    const auto longer =
        continuedText(*m_session.model()->tokenizer(), before.toStdString(), tokens, top->front().id);
    if (!longer)
        return stopAppending(tr("The most probable token is “%1”, which cannot be typed: the text ends here.")
                                 .arg(QString::fromStdString(m_session.model()->tokenizer()->displayPiece(top->front().id))));
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
    if (!scene.trace || !scene.options.showLens || scene.trace->model().spec().head.kind == HeadKind::None
        || !OutputFigure::isLensSlow(scene.trace->model().spec()))
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
