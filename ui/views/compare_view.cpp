#include "ui/views/compare_view.h"

#include "core/base/memory_guard.h"
#include "core/model/builtin.h"
#include "ui/figure/compare_figure.h"
#include "ui/figure/labels.h"
#include "ui/translate.h"
#include "ui/views/figure_scroll.h"
#include "ui/views/figure_view.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>

namespace hl::ui {

/// The figure's widget; lets the view hand it the other side.
class CompareCanvas : public FigureView
{
public:
    using FigureView::FigureView;

    void setCounterpart(std::shared_ptr<const Counterpart> counterpart, const QString& sentence)
    {
        static_cast<CompareFigure&>(mutableFigure()).setCounterpart(std::move(counterpart), sentence);
        updateGeometry();
        repaintFigure();
    }

    [[nodiscard]] std::shared_ptr<const Counterpart> counterpart() const
    {
        return static_cast<const CompareFigure&>(figure()).counterpart();
    }
};

namespace {

using Kind = CompareWith::Kind;

/// Whether the other side is made by a run of its own.
bool needsRun(Kind kind)
{
    return kind == Kind::Text || kind == Kind::Model || kind == Kind::BeforeChanges;
}

bool isSameRun(const RunRequest& a, const RunRequest& b)
{
    return a.model == b.model && a.text == b.text && a.second == b.second && a.picture == b.picture && a.sound == b.sound
           && a.shuffle == b.shuffle && a.withoutPositions == b.withoutPositions && a.edits == b.edits && a.mask.mode == b.mask.mode
           && a.mask.custom.has_value() == b.mask.custom.has_value() && a.keep == b.keep && a.keptLayer == b.keptLayer;
}

} // namespace

CompareView::CompareView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_canvas(new CompareCanvas(std::make_unique<CompareFigure>(), session, settings, this))
    , m_kind(new QComboBox(this))
    , m_choice(new QStackedWidget(this))
    , m_head(new QComboBox(this))
    , m_step(new QComboBox(this))
    , m_text(new QLineEdit(this))
    , m_model(new QComboBox(this))
    , m_pin(new QToolButton(this))
    , m_file(new QToolButton(this))
    , m_hint(new QLabel(this))
{
    setObjectName(name());
    m_canvas->setWalkedAfterClick(true);
    m_kind->setObjectName(QStringLiteral("compareKind"));
    m_kind->setAccessibleName(tr("Compare with"));
    m_kind->setToolTip(tr("What stands beside the selected step"));
    // In the order of CompareWith::Kind.
    for (const QString& text : {tr("another head"), tr("another step"), tr("another text"), tr("another model"), tr("before the changes"),
                                tr("what is pinned"), tr("a file")})
        m_kind->addItem(text);
    m_head->setObjectName(QStringLiteral("compareHead"));
    m_head->setAccessibleName(tr("The other head"));
    m_step->setObjectName(QStringLiteral("compareStep"));
    m_step->setAccessibleName(tr("The other step"));
    m_text->setObjectName(QStringLiteral("compareText"));
    m_text->setAccessibleName(tr("The other text"));
    m_text->setPlaceholderText(tr("Type the other sentence"));
    m_text->setMinimumWidth(fontMetrics().averageCharWidth() * 40);
    m_model->setObjectName(QStringLiteral("compareModel"));
    m_model->setAccessibleName(tr("The other model"));
    m_pin->setText(tr("&Pin this step"));
    m_pin->setToolTip(tr("Keep the present step as it is; then change the text, the model, the head or a number (Ctrl+D)"));
    m_file->setText(tr("&Open…"));
    m_file->setToolTip(tr("An NPZ file with an array named as the step, as “headlight trace” and the export of numbers write it"));
    for (QWidget* page : {static_cast<QWidget*>(m_head), static_cast<QWidget*>(m_step), static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_model),
                          static_cast<QWidget*>(m_hint), static_cast<QWidget*>(m_pin), static_cast<QWidget*>(m_file)}) {
        auto* row = new QWidget(m_choice);
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(page);
        layout->addStretch();
        m_choice->addWidget(row);
    }
    m_choice->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* controls = new QHBoxLayout;
    controls->setContentsMargins(12, 8, 12, 0);
    controls->setSpacing(8);
    controls->addWidget(m_kind);
    controls->addWidget(m_choice, 1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(controls);
    all->addWidget(new FigureScroll(m_canvas, session, settings, this), 1);

    const auto deliver = [this](std::uint64_t generation, Made made) {
        QMetaObject::invokeMethod(this, [this, generation, made = std::move(made)] { receive(generation, made); }, Qt::QueuedConnection);
    };
    m_worker = std::make_unique<LatestWins<Job, Made>>(
        [](const Job& job, std::stop_token stop) { return orOutOfMemory([&] { return makeCounterpart(job.request, job.with, std::move(stop)); }); },
        deliver);

    connect(m_kind, &QComboBox::currentIndexChanged, this, &CompareView::chooseKind);
    connect(m_head, &QComboBox::currentIndexChanged, this, [this](int index) {
        const QPoint at = m_head->itemData(index).toPoint();
        CompareWith with{.kind = Kind::Head, .layer = at.x(), .head = at.y()};
        compareWith(with);
    });
    connect(m_step, &QComboBox::currentIndexChanged, this, [this](int index) {
        compareWith({.kind = Kind::Step, .step = static_cast<Step>(m_step->itemData(index).toInt())});
    });
    connect(m_text, &QLineEdit::textChanged, this, [this](const QString& text) {
        compareWith({.kind = Kind::Text, .text = text.toStdString()});
    });
    connect(m_model, &QComboBox::currentIndexChanged, this, [this](int index) { m_loader.load(m_model->itemData(index).toString(), true); });
    connect(&m_loader, &ModelLoader::loaded, this, [this](const std::shared_ptr<const Model>& model, const QString&) {
        if (m_kind->currentIndex() == static_cast<int>(Kind::Model))
            compareWith({.kind = Kind::Model, .model = model});
    });
    connect(&m_loader, &ModelLoader::failed, this, [this](const QString& sentence) {
        if (m_kind->currentIndex() == static_cast<int>(Kind::Model))
            await(Kind::Model, sentence);
    });
    connect(m_pin, &QToolButton::clicked, this, &CompareView::pin);
    connect(m_file, &QToolButton::clicked, this, &CompareView::chooseFile);
    connect(&m_session, &Session::modelChanged, this, &CompareView::showModel);
    connect(&m_session, &Session::traceChanged, this, &CompareView::refresh);
    connect(&m_settings, &Settings::recentModelsChanged, this, &CompareView::fillChoices);
    showModel();
}

CompareView::~CompareView() = default;

FigureView* CompareView::figureView() const
{
    return m_canvas;
}

std::shared_ptr<const Counterpart> CompareView::counterpart() const
{
    return m_canvas->counterpart();
}

void CompareView::showModel()
{
    fillChoices();
    chooseKind(m_kind->currentIndex());
}

/// The lists of the present model. What was chosen stays chosen where the list still has it.
void CompareView::fillChoices()
{
    const QVariant chosenHead = m_head->currentData();
    const QVariant chosenStep = m_step->currentData();
    const QVariant chosenModel = m_model->currentData();
    const auto choose = [](QComboBox* box, const QVariant& wanted) {
        if (const int index = box->findData(wanted); wanted.isValid() && index >= 0)
            box->setCurrentIndex(index);
    };
    const QSignalBlocker heads(m_head);
    const QSignalBlocker steps(m_step);
    const QSignalBlocker models(m_model);
    m_head->clear();
    m_step->clear();
    m_model->clear();
    for (const BuiltinInfo& info : builtinModels()) {
        const QString id = QString::fromUtf8(info.name.data(), static_cast<qsizetype>(info.name.size()));
        if (id != m_session.modelName())
            m_model->addItem(translated(info.title), id);
    }
    for (const QString& recent : m_settings.recentModels()) {
        if (m_model->findData(recent) < 0 && recent != m_session.modelName())
            m_model->addItem(QFileInfo(recent).fileName(), recent);
    }
    choose(m_model, chosenModel);
    if (!m_session.model())
        return;
    const ModelSpec& spec = m_session.model()->spec();
    const StackSpec& stack = spec.stack(spec.outputSide());
    for (int layer = 0; layer < stack.layers; ++layer) {
        for (int head = 0; head < stack.attention.heads; ++head)
            m_head->addItem(tr("Head %1").arg(headName(layer, head)), QPoint(layer, head));
    }
    for (const StepRef& ref : stepsOf(spec.withAllStacks())) {
        const StepInfo& info = infoOf(ref.step);
        if (m_step->findData(static_cast<int>(ref.step)) < 0 && ref.step != Step::Tokens)
            m_step->addItem(QString::fromUtf8(info.name.data(), static_cast<qsizetype>(info.name.size())), static_cast<int>(ref.step));
    }
    choose(m_head, chosenHead);
    choose(m_step, chosenStep);
}

void CompareView::chooseKind(int index)
{
    m_choice->setCurrentIndex(index);
    switch (static_cast<Kind>(index)) {
    case Kind::Head: emit m_head->currentIndexChanged(m_head->currentIndex()); break;
    case Kind::Step: emit m_step->currentIndexChanged(m_step->currentIndex()); break;
    case Kind::Text: emit m_text->textChanged(m_text->text()); break;
    case Kind::Model:
        await(Kind::Model, tr("Opening the other model…"));
        m_loader.load(m_model->currentData().toString(), true);
        break;
    case Kind::BeforeChanges: compareWith({.kind = Kind::BeforeChanges}); break;
    case Kind::Pinned:
        if (m_pinned)
            showPinned(m_pinned);
        else
            await(Kind::Pinned, tr("Nothing is pinned yet: go to a step and choose Pin this step."));
        break;
    case Kind::File:
        if (!m_filePath.empty())
            compareWith({.kind = Kind::File, .file = m_filePath});
        else
            await(Kind::File, tr("Open a file with numbers to set beside this step."));
        break;
    }
}

/// There is no other side of this kind until the user does more: what was compared with before is forgotten, and the sentence
/// says what to do.
void CompareView::await(Kind kind, const QString& sentence)
{
    m_with = {.kind = kind};
    m_isAwaited = false;
    m_canvas->setCounterpart(nullptr, sentence);
}

void CompareView::compareWith(const CompareWith& with)
{
    if (static_cast<int>(with.kind) != m_kind->currentIndex()) {
        const QSignalBlocker blocker(m_kind);
        m_kind->setCurrentIndex(static_cast<int>(with.kind));
        m_choice->setCurrentIndex(static_cast<int>(with.kind));
    }
    m_with = with;
    m_isNewWith = true;
    refresh();
}

void CompareView::pin()
{
    const TracePtr trace = m_session.trace();
    if (!trace)
        return;
    auto counterpart = std::make_shared<Counterpart>();
    counterpart->with = {.kind = Kind::Pinned};
    counterpart->trace = trace;
    counterpart->pinned = m_session.selection().place().ref();
    showPinned(std::move(counterpart));
}

void CompareView::showPinned(std::shared_ptr<const Counterpart> pinned)
{
    if (!pinned)
        return;
    m_pinned = std::move(pinned);
    compareWith(m_pinned->with);
    m_isAwaited = false;
    m_canvas->setCounterpart(m_pinned, QString());
}

void CompareView::openFile(const QString& path)
{
    m_filePath = path.toStdString();
    compareWith({.kind = Kind::File, .file = m_filePath});
}

QString CompareView::told() const
{
    const auto word = [](const char* name, const QString& value) { return value.isEmpty() ? QString() : QLatin1String(name) + value; };
    switch (static_cast<Kind>(m_kind->currentIndex())) {
    case Kind::Head: {
        const QPoint at = m_head->currentData().toPoint();
        return QStringLiteral("head=%1.%2").arg(at.x()).arg(at.y());
    }
    case Kind::Step: return word("step=", m_step->currentText());
    case Kind::Text: return word("text=", m_text->text());
    case Kind::Model: return word("model=", m_model->currentData().toString());
    case Kind::BeforeChanges: return QStringLiteral("edits");
    case Kind::Pinned: break;
    case Kind::File: return word("file=", QString::fromStdString(m_with.file.string()));
    }
    return {};
}

void CompareView::tell(const QString& text)
{
    const QString kind = text.section(QLatin1Char('='), 0, 0);
    const QString value = text.section(QLatin1Char('='), 1);
    const auto choose = [this](Kind wanted, QComboBox* box, int index) {
        if (index < 0)
            return;
        const QSignalBlocker boxBlocker(box);
        const QSignalBlocker kindBlocker(m_kind);
        box->setCurrentIndex(index);
        m_kind->setCurrentIndex(static_cast<int>(wanted));
        chooseKind(static_cast<int>(wanted));
    };
    if (kind == QLatin1String("head")) {
        choose(Kind::Head, m_head, m_head->findData(QPoint(value.section(QLatin1Char('.'), 0, 0).toInt(), value.section(QLatin1Char('.'), 1).toInt())));
    } else if (kind == QLatin1String("step")) {
        choose(Kind::Step, m_step, m_step->findText(value));
    } else if (kind == QLatin1String("model")) {
        if (m_model->findData(value) < 0)
            m_model->addItem(QFileInfo(value).fileName(), value);
        choose(Kind::Model, m_model, m_model->findData(value));
    } else if (kind == QLatin1String("text")) {
        const QSignalBlocker blocker(m_text);
        m_text->setText(value);
        compareWith({.kind = Kind::Text, .text = value.toStdString()});
    } else if (kind == QLatin1String("edits")) {
        compareWith({.kind = Kind::BeforeChanges});
    } else if (kind == QLatin1String("file")) {
        openFile(value);
    }
}

void CompareView::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Numbers to compare with"), QString(), tr("NumPy arrays (*.npz)"));
    if (!path.isEmpty())
        openFile(path);
}

void CompareView::refresh()
{
    const bool isIncomplete = (m_with.kind == Kind::Model && !m_with.model) || (m_with.kind == Kind::File && m_with.file.empty());
    if (!m_session.trace() || m_session.isStale() || m_with.kind == Kind::Pinned || isIncomplete)
        return;
    const RunRequest& request = m_session.request();
    if (!m_isNewWith && (!needsRun(m_with.kind) || isSameRun(request, m_doneFor)))
        return;
    if (m_with.kind == Kind::Text && QString::fromStdString(m_with.text).trimmed().isEmpty()) {
        m_isAwaited = false;
        m_canvas->setCounterpart(nullptr, tr("Type the other sentence."));
        return;
    }
    if (m_with.kind == Kind::BeforeChanges && request.edits.empty()) {
        m_canvas->setCounterpart(nullptr, tr("Nothing is changed: write a number on the stage, or add a change."));
        m_isNewWith = true;
        m_isAwaited = false;
        return;
    }
    m_isNewWith = false;
    m_isAwaited = true;
    m_doneFor = request;
    m_worker->submit({request, m_with});
}

void CompareView::receive(std::uint64_t generation, const Made& made)
{
    if (generation != m_worker->latest() || !m_isAwaited)
        return;
    if (made)
        m_canvas->setCounterpart(std::make_shared<const Counterpart>(*made), QString());
    else
        m_canvas->setCounterpart(nullptr, translated(made.error().message));
}

} // namespace hl::ui
