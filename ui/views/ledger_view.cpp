#include "ui/views/ledger_view.h"

#include "ui/figure/ledger_figure.h"
#include "ui/views/figure_view.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include <utility>

namespace hl::ui {

namespace {

/// Arrow keys and pages scroll here: walking from operand to operand would change the selected step at every press. After a click
/// they still step through the computation, as the keys of a clicker do.
class LedgerCanvas : public FigureView
{
public:
    using FigureView::FigureView;

    /// fitHeight has set the whole text once to know its height.
    [[nodiscard]] QSize sizeHint() const override { return {minimumWidth(), minimumHeight()}; }

protected:
    void keyPressEvent(QKeyEvent* event) override { event->ignore(); }
    bool event(QEvent* event) override
    {
        if (event->type() == QEvent::ShortcutOverride && hasFocusRing()) {
            const auto* key = static_cast<QKeyEvent*>(event);
            if (key->key() == Qt::Key_PageUp || key->key() == Qt::Key_PageDown) {
                event->accept();
                return true;
            }
        }
        return FigureView::event(event);
    }
};

} // namespace

LedgerView::LedgerView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_canvas(new LedgerCanvas(std::make_unique<LedgerFigure>(), session, settings))
    , m_scroll(new QScrollArea(this))
    , m_digits(new QSpinBox(this))
    , m_allTerms(new QCheckBox(tr("&All terms"), this))
    , m_copy(new QToolButton(this))
{
    setObjectName(name());
    m_digits->setRange(2, 17);
    m_digits->setAccessibleName(tr("Significant digits"));
    m_digits->setToolTip(tr("Significant digits of every number, 2 to 17"));
    auto* digitsLabel = new QLabel(tr("&Digits"), this);
    digitsLabel->setBuddy(m_digits);

    m_allTerms->setToolTip(tr("Write out the long sums that lead to a weight, not just their first lines"));
    auto* menu = new QMenu(m_copy);
    menu->addAction(tr("As &text"), this, [this] { copy(LedgerFormat::Text); });
    menu->addAction(tr("As &LaTeX"), this, [this] { copy(LedgerFormat::Latex); });
    menu->addAction(tr("As a &NumPy program"), this, [this] { copy(LedgerFormat::NumPy); });
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy the calculation"));
    m_copy->setToolTip(tr("Copy the calculation as text, as LaTeX or as a Python program that prints the result"));
    m_copy->setMenu(menu);
    m_copy->setPopupMode(QToolButton::InstantPopup);

    m_scroll->setWidget(m_canvas);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setObjectName(QStringLiteral("ledgerScroll")); // which the keyboard reaches, to see what is below
    m_scroll->setAccessibleName(title());
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->installEventFilter(this);

    auto* controls = new QHBoxLayout;
    controls->setContentsMargins(12, 8, 12, 0);
    controls->setSpacing(8);
    controls->addWidget(digitsLabel);
    controls->addWidget(m_digits);
    controls->addWidget(m_allTerms);
    controls->addStretch();
    controls->addWidget(m_copy);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(controls);
    layout->addWidget(m_scroll, 1);

    connect(m_digits, &QSpinBox::valueChanged, this, &LedgerView::setDigits);
    connect(m_allTerms, &QCheckBox::toggled, this, [this](bool isOn) {
        PictureOptions options = m_settings.options();
        options.allTerms = isOn;
        m_settings.setOptions(options);
    });
    connect(&m_settings, &Settings::optionsChanged, this, &LedgerView::showOptions);
    connect(&m_settings, &Settings::themeChanged, this, &LedgerView::fitHeight);
    connect(this, &View::cameIntoSight, this, &LedgerView::fitHeight);
    connect(&m_session, &Session::traceChanged, this, &LedgerView::fitSoon);
    connect(&m_session.selection(), &Selection::changed, this, &LedgerView::fitSoon);
    showOptions();
}

QString LedgerView::copiedText(LedgerFormat format) const
{
    const Scene scene = m_canvas->scene();
    const auto explanations = scene.trace ? explanationsFor(scene) : Result<std::vector<Explanation>>{};
    if (!scene.trace || !explanations)
        return {};
    return QString::fromStdString(ledgerText(*explanations, format, m_settings.options().digits));
}

void LedgerView::copy(LedgerFormat format)
{
    const QString text = copiedText(format);
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void LedgerView::setDigits(int digits)
{
    PictureOptions options = m_settings.options();
    options.digits = digits;
    m_settings.setOptions(options);
}

void LedgerView::showOptions()
{
    const QSignalBlocker digitsBlocker(m_digits);
    const QSignalBlocker termsBlocker(m_allTerms);
    m_allTerms->setChecked(m_settings.options().allTerms);
    m_digits->setValue(m_settings.options().digits);
    fitHeight();
}

/// A new text changes trace and selection: one measuring is enough, before the next painting.
void LedgerView::fitSoon()
{
    if (!std::exchange(m_isToFit, true))
        QMetaObject::invokeMethod(this, &LedgerView::fitHeight, Qt::QueuedConnection);
}

void LedgerView::fitHeight()
{
    m_isToFit = false;
    const Scene scene = m_canvas->scene();
    m_copy->setEnabled(scene.trace != nullptr);
    if (!isSeen())
        return; // measured when it comes into sight
    m_canvas->setMinimumHeight(
        scene.trace ? static_cast<int>(LedgerFigure::heightFor(scene, m_scroll->viewport()->width())) : 0);
}

bool LedgerView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_scroll->viewport() && event->type() == QEvent::Resize)
        fitHeight();
    return View::eventFilter(watched, event);
}

} // namespace hl::ui
