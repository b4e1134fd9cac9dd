#include "derived_numbers.h"

#include "core/analysis/edges.h"
#include "core/analysis/edit_effect.h"
#include "core/analysis/head_metrics.h"
#include "core/analysis/logit_lens.h"
#include "core/analysis/position_lab.h"
#include "core/explain/explanation.h"
#include "core/output/ledger_pieces.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

using namespace hl;
using namespace hl::ui;

namespace {

StepRef stepNamed(const QString& path)
{
    return parseStep(path.toStdString()).value();
}

std::optional<double> ledgerNumber(const QStringList& parts, const Scene& scene)
{
    const auto e = explain(*scene.trace, stepNamed(parts[0]), parts[1].toInt(), parts[2].toInt());
    if (!e)
        return std::nullopt;
    const QString what = parts.mid(3).join(QLatin1Char(' '));
    if (what == QStringLiteral("result"))
        return e->result;
    if (what == QStringLiteral("traced"))
        return e->traced;
    if (what == QStringLiteral("difference"))
        return std::abs(e->result - e->traced);
    for (const LedgerPiece& piece : ledgerNumbers(*e)) {
        if (piece.value && QString::fromStdString(piece.symbol) == what)
            return piece.value;
    }
    for (const Quantity& quantity : e->quantities) {
        if (QString::fromStdString(quantity.symbol) == what)
            return quantity.value;
    }
    return std::nullopt;
}

double largestOfAllHeads(const StepRef& head, const Trace& trace)
{
    double largest = 0.0;
    for (const StepRef& ref : trace.steps()) {
        if (ref.step != Step::Pattern || ref.side != head.side || ref.isCross != head.isCross)
            continue;
        const MatrixView view = trace.view(ref);
        for (Index row = 0; row < view.rows(); ++row) {
            for (Index col = 0; col < view.cols(); ++col)
                largest = std::max(largest, view.at(row, col));
        }
    }
    return largest;
}

std::optional<double> positionNumber(const QStringList& parts, const Scene& scene)
{
    const auto sides = scene.trace->model().spec().sides();
    const bool isKnown = std::find(sides.begin(), sides.end(), scene.place.side) != sides.end();
    const PictureOptions& o = scene.options;
    const auto lab = positionLab(scene.trace->model(), isKnown ? scene.place.side : sides.front(),
                                 {o.positionScheme, o.positionLength, o.positionDims, scene.place.head});
    if (!lab)
        return std::nullopt;
    if (parts[0] == QStringLiteral("wavelength"))
        return lab->wavelengths.at(parts[1].toUInt());
    if (parts[0] == QStringLiteral("slope"))
        return lab->slopes.at(parts[1].toUInt());
    if (parts[0] == QStringLiteral("angle"))
        return lab->angles(parts[1].toInt(), parts[2].toInt());
    if (parts[0] != QStringLiteral("largest"))
        return std::nullopt;
    const MatrixOf<double>& matrix = parts[1] == QStringLiteral("rows")         ? lab->rows
                                     : parts[1] == QStringLiteral("similarity") ? lab->similarity
                                                                                : lab->bias;
    return matrix.array().abs().maxCoeff();
}

std::optional<double> lensNumber(const QStringList& parts, const Scene& scene)
{
    const auto layers = logitLens(*scene.trace, parts[0].toInt(), 5);
    if (!layers)
        return std::nullopt;
    for (const LensLayer& layer : *layers) {
        if (layer.layer == parts[1].toInt())
            return layer.top.at(parts[2].toUInt()).probability;
    }
    return std::nullopt;
}

std::optional<double> unshownShare(const StepRef& head, const Scene& scene)
{
    EdgeChoice choice;
    choice.rule = scene.options.lineThresholdByValue ? EdgeChoice::Rule::Value : EdgeChoice::Rule::Mass;
    choice.mass = scene.options.lineMass;
    choice.threshold = scene.options.lineThreshold;
    return chooseEdges(scene.trace->view(head), choice).unshownShare;
}

std::optional<double> metricOf(const QStringList& parts, const Scene& scene)
{
    const auto measured = headMetrics(*scene.trace, stepNamed(parts[1]));
    for (const HeadMetricInfo& info : headMetricTable()) {
        if (measured && QString::fromUtf8(info.name.data(), static_cast<qsizetype>(info.name.size())) == parts[0])
            return measured->value(info.metric);
    }
    return std::nullopt;
}

} // namespace

std::optional<double> derivedAgain(const QString& name, const Scene& scene, const Comparison* comparison)
{
    const Place& place = scene.place;
    const auto after = [&](const char* prefix) -> std::optional<QStringList> {
        const QLatin1String start(prefix);
        if (!name.startsWith(start))
            return std::nullopt;
        return name.mid(start.size()).split(QLatin1Char(' '));
    };
    if (const auto parts = after("ledger "))
        return ledgerNumber(*parts, scene);
    if (const auto parts = after("metric "))
        return metricOf(*parts, scene);
    if (const auto parts = after("unshown share "))
        return unshownShare(stepNamed(parts->front()), scene);
    if (const auto parts = after("effect ")) {
        const auto effects = editEffects(*scene.trace);
        const TokenEffect& effect = effects.at(parts->at(1).toUInt());
        return parts->front() == QStringLiteral("change") ? effect.change
               : parts->front() == QStringLiteral("size") ? effect.size
                                                          : effect.cosine;
    }
    if (const auto parts = after("compare "); parts && comparison) {
        const QString& what = parts->front();
        if (what == QStringLiteral("jensen-shannon"))
            return comparison->meanJensenShannon;
        if (what == QStringLiteral("jensen-shannon-row"))
            return comparison->jensenShannon.at(static_cast<std::size_t>(place.row()));
        if (what == QStringLiteral("frobenius"))
            return comparison->frobenius;
        if (what == QStringLiteral("cosine"))
            return comparison->cosine;
        const Index row = parts->at(1).toInt();
        const Index col = parts->at(2).toInt();
        const double left = comparison->left(row, col);
        const double right = comparison->right(row, col);
        return what == QStringLiteral("left") ? left : what == QStringLiteral("right") ? right : right - left;
    }
    if (const auto parts = after("unchanged "))
        return scene.trace->unchanged()
            ->view({.step = Step::Probs, .side = scene.trace->model().spec().outputSide()})
            .at(parts->at(0).toInt(), parts->at(1).toInt());
    if (const auto parts = after("lens "))
        return lensNumber(*parts, scene);
    if (const auto parts = after("positions "))
        return positionNumber(*parts, scene);
    if (const auto parts = after("largest of all heads "))
        return largestOfAllHeads(stepNamed(parts->front()), *scene.trace);
    if (const auto parts = after("term ")) {
        const auto e = explain(*scene.trace, place.ref(), place.row(), place.col());
        return e ? std::optional(e->terms.at(parts->front().toUInt()).value) : std::nullopt;
    }
    if (name == QStringLiteral("attention weight in percent"))
        return 100.0 * scene.trace->view(place.refOf(Step::Pattern)).at(place.query, place.key);
    if (name == QStringLiteral("sum of the row of the pattern")) {
        const MatrixView pattern = scene.trace->view(place.refOf(Step::Pattern));
        double sum = 0.0;
        for (Index key = 0; key < pattern.cols(); ++key)
            sum += pattern.at(place.query, key);
        return sum;
    }
    return std::nullopt;
}
