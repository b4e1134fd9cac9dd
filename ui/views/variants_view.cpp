#include "ui/views/variants_view.h"

#include "ui/figure/derived.h"
#include "ui/figure/variants_figure.h"
#include "ui/translate.h"

#include <QComboBox>
#include <QSignalBlocker>
#include <QSpinBox>

namespace hl::ui {

namespace {

void setUp(QSpinBox* box, const QString& name, const QString& toolTip, const QString& prefix, int least)
{
    box->setAccessibleName(name);
    box->setToolTip(toolTip);
    box->setPrefix(prefix);
    box->setRange(least, mostVariantParameter);
}

} // namespace

VariantsView::VariantsView(Session& session, Settings& settings, QWidget* parent)
    : DerivedView(session, settings, parent)
    , m_canvas(new FigureView(std::make_unique<VariantsFigure>(), session, settings, this))
    , m_page(new QComboBox(this))
    , m_variant(new QComboBox(this))
    , m_window(new QSpinBox(this))
    , m_stride(new QSpinBox(this))
    , m_globals(new QSpinBox(this))
    , m_rank(new QSpinBox(this))
    , m_kernel(new QSpinBox(this))
    , m_format(new QComboBox(this))
{
    m_canvas->setWalkedAfterClick(true);
    makeControls();
    connect(m_page, &QComboBox::currentIndexChanged, this, [this](int index) {
        change([&](PictureOptions& options) { options.variantsPage = static_cast<VariantsPage>(index); });
    });
    connect(m_variant, &QComboBox::currentIndexChanged, this, [this](int index) {
        change([&](PictureOptions& options) { options.variant = std::string(attentionVariants()[static_cast<std::size_t>(index)].name); });
    });
    connect(m_format, &QComboBox::currentIndexChanged, this, [this](int index) {
        change([&](PictureOptions& options) { options.numberFormat = static_cast<NumberFormat>(index); });
    });
    const auto connectBox = [this](QSpinBox* box, Index VariantParameters::*parameter) {
        connect(box, &QSpinBox::valueChanged, this, [this, parameter](int value) {
            change([&](PictureOptions& options) { options.variantParameters.*parameter = value; });
        });
    };
    connectBox(m_window, &VariantParameters::window);
    connectBox(m_stride, &VariantParameters::stride);
    connectBox(m_globals, &VariantParameters::globals);
    connectBox(m_rank, &VariantParameters::rank);
    connect(m_kernel, &QSpinBox::valueChanged, this, [this](int value) {
        change([&](PictureOptions& options) { options.kernel = value | 1; });
    });
    layOut(m_canvas, {m_page, m_variant, m_window, m_stride, m_globals, m_rank, m_kernel, m_format});
}

void VariantsView::makeControls()
{
    m_page->setObjectName(QStringLiteral("variantsPage"));
    m_page->addItem(tr("Variants of attention")); // in the order of VariantsPage
    m_page->addItem(tr("Number formats"));
    m_page->setAccessibleName(tr("What is varied"));
    m_page->setToolTip(tr("The selected head's attention computed in another way, or the whole run in another number format"));
    m_variant->setObjectName(QStringLiteral("variant"));
    for (const AttentionVariant& variant : attentionVariants()) {
        m_variant->addItem(translated(variant.title));
        m_variant->setItemData(m_variant->count() - 1, translated(variant.meaning), Qt::ToolTipRole);
    }
    m_variant->setAccessibleName(tr("Variant of attention"));
    m_variant->setToolTip(tr("How attention is computed from the same queries, keys and values, beside full attention"));
    m_format->setObjectName(QStringLiteral("numberFormat"));
    for (const NumberFormatInfo& info : numberFormats()) {
        m_format->addItem(nameOfFormat(info.format));
        m_format->setItemData(m_format->count() - 1, translated(info.definition), Qt::ToolTipRole);
    }
    m_format->setAccessibleName(tr("Number format"));
    m_format->setToolTip(tr("The format whose differences to float64 are shown in full"));
    setUp(m_window, tr("Window"), tr("How many keys a query sees on either side of itself"), tr("window: "), 0);
    setUp(m_stride, tr("Stride"), tr("Every so many-th key is seen, and those nearer than that"), tr("stride: "), 1);
    setUp(m_globals, tr("Global tokens"), tr("How many tokens at the start see everything and are seen by everything"), tr("global: "), 0);
    setUp(m_rank, tr("Rank"), tr("Into how many groups the keys are averaged"), tr("rank: "), 1);
    setUp(m_kernel, tr("Kernel"), tr("Width of the convolution in the table and the plots of costs, an odd number"), tr("kernel: "), 3);
    m_kernel->setMaximum(mostVariantParameter - 1);
    m_kernel->setSingleStep(2);
}

void VariantsView::showOptions()
{
    const PictureOptions& options = m_settings.options();
    const QSignalBlocker blockers[]{QSignalBlocker(m_page),    QSignalBlocker(m_variant), QSignalBlocker(m_window), QSignalBlocker(m_stride),
                                    QSignalBlocker(m_globals), QSignalBlocker(m_rank),    QSignalBlocker(m_kernel), QSignalBlocker(m_format)};
    const bool isFormats = options.variantsPage == VariantsPage::Formats;
    const AttentionVariant* variant = variantNamed(options.variant);
    if (!variant)
        variant = &attentionVariants().front();
    m_page->setCurrentIndex(static_cast<int>(options.variantsPage));
    m_variant->setCurrentIndex(static_cast<int>(variant - attentionVariants().data()));
    m_format->setCurrentIndex(static_cast<int>(options.numberFormat));
    m_window->setValue(static_cast<int>(options.variantParameters.window));
    m_stride->setValue(static_cast<int>(options.variantParameters.stride));
    m_globals->setValue(static_cast<int>(options.variantParameters.globals));
    m_rank->setValue(static_cast<int>(options.variantParameters.rank));
    m_kernel->setValue(options.kernel);
    m_variant->setVisible(!isFormats);
    m_kernel->setVisible(!isFormats);
    m_format->setVisible(isFormats);
    m_window->setVisible(!isFormats && (variant->uses & UsesWindow) != 0);
    m_stride->setVisible(!isFormats && (variant->uses & UsesStride) != 0);
    m_globals->setVisible(!isFormats && (variant->uses & UsesGlobals) != 0);
    m_rank->setVisible(!isFormats && (variant->uses & UsesRank) != 0);
    prepare();
}

/// Starts the worker if the picture in sight needs what is not known and would take long.
void VariantsView::prepare()
{
    const TracePtr trace = m_session.trace();
    if (!trace || !isSeen() || work().isStopped())
        return work().rest();
    const PictureOptions& options = m_settings.options();
    const Place& place = m_session.selection().place();
    if (areVariantsKnown(trace, options, place))
        return work().finish();
    work().start([trace, options, place](std::stop_token stop) { prepareVariants(trace, options, place, std::move(stop)); });
}

} // namespace hl::ui
