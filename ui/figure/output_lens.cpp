#include "ui/figure/output_lens.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/output_bars.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>

namespace hl::ui {

namespace {

constexpr int digits = 3; // significant
constexpr std::int64_t slowLens = 40'000'000; // multiplications: some ten milliseconds

QString words(const char* text)
{
    return QCoreApplication::translate("OutputFigure", text);
}

} // namespace

bool isLensSlow(const ModelSpec& spec)
{
    const std::int64_t layers = spec.stack(spec.outputSide()).layers + 1;
    return layers * spec.outputs() * spec.dModel > slowLens;
}

void paintOutputLens(Ink& ink, const QRectF& rect, const Scene& scene, Index position, OutputLens& lens)
{
    const Theme& theme = ink.theme();
    const Model& model = scene.trace->model();
    const qreal line = outputLineHeight(theme);
    QRectF row(rect.left(), rect.top(), rect.width(), line);
    ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter,
                   words(QT_TRANSLATE_NOOP("OutputFigure", "Layer by layer: what it would predict if it ended there")),
                   theme.secondary, theme.font(TextSize::Body, QFont::DemiBold));
    if (!lens.isFor(scene, position)) {
        if (ink.medium() == Medium::Screen && isLensSlow(model.spec())) {
            ink.text(row.translated(0, line), Qt::AlignLeft | Qt::AlignVCenter,
                     words(QT_TRANSLATE_NOOP("OutputFigure", "Computing…")), theme.secondary, theme.font());
            return;
        }
        lens = {scene.trace, position, logitLens(*scene.trace, position, OutputLens::words)};
    }
    if (!lens.layers) {
        flowText(ink, row.translated(0, line),
                 {{translated(lens.layers.error().message), theme.text, false, std::nullopt, QString()}}, TextSize::Body);
        return;
    }
    const qreal labelWidth = theme.space(84);
    const qreal cell = (rect.width() - labelWidth) / static_cast<qreal>(OutputLens::words);
    const TypeMetrics numberMetrics(theme.numberFont(TextSize::Secondary));
    const auto& layers = *lens.layers;
    const qreal step = std::min(line, (rect.height() - line) / static_cast<qreal>(layers.size()));
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const QRectF here(rect.left(), rect.top() + line + static_cast<qreal>(i) * step, rect.width(), step);
        const bool isLast = i + 1 == layers.size();
        ink.elidedText(QRectF(here.left(), here.top(), labelWidth - theme.space(8), step), Qt::AlignLeft | Qt::AlignVCenter,
                       layers[i].layer < 0 ? words(QT_TRANSLATE_NOOP("OutputFigure", "embedding"))
                                           : words(QT_TRANSLATE_NOOP("OutputFigure", "layer %1")).arg(layers[i].layer + 1),
                       theme.secondary, theme.font());
        for (std::size_t w = 0; w < layers[i].top.size(); ++w) {
            const Candidate& candidate = layers[i].top[w];
            const QRectF place(here.left() + labelWidth + static_cast<qreal>(w) * cell, here.top(), cell - theme.space(12), step);
            const double value = valueOf(candidate, model.spec().head);
            const bool isNumber = model.spec().head.problem == ClassProblem::Number;
            QColor ground = theme.accent; // the more probable, the stronger
            ground.setAlphaF(static_cast<float>(0.06 + (isNumber ? 0.0 : 0.30 * candidate.probability)));
            ink.painter().setPen(Qt::NoPen);
            ink.painter().setBrush(ground);
            ink.painter().drawRoundedRect(place.adjusted(-theme.space(4), 1, theme.space(4), -1), 4, 4);
            const QString number = formatValue(value, digits);
            const qreal numberWidth = std::min(numberMetrics.horizontalAdvance(number) + theme.space(6), cell * 0.6);
            ink.elidedText(place.adjusted(0, 0, -numberWidth, 0), Qt::AlignLeft | Qt::AlignVCenter,
                           outputName(model, candidate.id), theme.text,
                           theme.font(TextSize::Body, isLast && w == 0 && !isNumber ? QFont::DemiBold : QFont::Normal));
            ink.painter().setFont(theme.numberFont(TextSize::Secondary));
            ink.painter().setPen(theme.text);
            ink.derivedNumber(place, Qt::AlignRight | Qt::AlignVCenter, number,
                              value,
                              QStringLiteral("lens %1 %2 %3").arg(position).arg(layers[i].layer).arg(w));
        }
    }
}

} // namespace hl::ui
