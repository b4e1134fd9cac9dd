#include "derived_numbers.h"

#include "core/analysis/attention_problem.h"
#include "core/analysis/edges.h"
#include "core/analysis/edit_effect.h"
#include "core/analysis/head_metrics.h"
#include "core/analysis/head_similarity.h"
#include "core/analysis/logit_lens.h"
#include "core/analysis/number_formats.h"
#include "core/analysis/position_lab.h"
#include "core/analysis/reading_ledger.h"
#include "core/analysis/repeated_scores.h"
#include "core/analysis/rollout.h"
#include "core/analysis/variant_comparison.h"
#include "core/attention/mistakes.h"
#include "core/explain/explanation.h"
#include "core/output/ledger_pieces.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

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

/// Of the one step a mistake is shown at: right and wrong computed again from the trace.
std::optional<double> largestDifference(const Mistake& mistake, const StepRef& head, const Scene& scene)
{
    StepRef layer = head;
    layer.head = -1;
    std::optional<Message> note;
    const auto problem = problemFor(mistake, attentionProblemOf(*scene.trace, layer).value(), note);
    if (!problem)
        return std::nullopt;
    const bool isEarly = mistake.step == Step::EmbedPosition || mistake.step == Step::Q;
    const Step shown = isEarly || mistake.step > Step::Pattern ? mistake.step : Step::Pattern;
    const HeadMatrices right = computeAttention(*problem).at(shown);
    const HeadMatrices wrong = computeAttention(*problem, recipeWith(&mistake)).at(shown);
    const std::size_t index = right.size() > 1 ? static_cast<std::size_t>(head.head) : 0;
    return (wrong[index] - right[index]).cwiseAbs().maxCoeff();
}

double largestOfAllHeads(const StepRef& head, const Scene& scene)
{
    const Trace& trace = *scene.trace;
    const PatternReading reading = scene.options.reading.ofOneHead(); // the grid shows each head by itself
    double largest = 0.0;
    for (const StepRef& ref : trace.steps()) {
        if (ref.step != Step::Pattern || ref.side != head.side || ref.isCross != head.isCross)
            continue;
        const ReadPattern read = readPattern(trace, ref, reading).value();
        largest = std::max(largest, read.weights.maxCoeff());
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
    if (parts[0] == QStringLiteral("base"))
        return lab->base;
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
            return valueOf(layer.top.at(parts[2].toUInt()), scene.trace->model().spec().head);
    }
    return std::nullopt;
}

/// Attention weights under the scene's reading, again from the trace; the heads' grid reads each head by itself.
ReadPattern readAgain(const StepRef& head, const Scene& scene)
{
    return readPattern(*scene.trace, head, scene.options.reading).value();
}

/// "PATH ROW COL WHAT": a number of the ledger of a reading.
std::optional<double> readingLedgerNumber(const QStringList& parts, const Scene& scene)
{
    const StepRef head = scene.place.refOf(Step::Pattern);
    const auto ledger = explainReading(*scene.trace, head, scene.options.reading, parts[1].toInt(), parts[2].toInt());
    if (!ledger)
        return std::nullopt;
    const Explanation& last = ledger->chain.back();
    const QString what = parts.mid(3).join(QLatin1Char(' '));
    if (what == QStringLiteral("result"))
        return last.result;
    if (what == QStringLiteral("traced"))
        return last.traced;
    if (what == QStringLiteral("difference"))
        return std::abs(last.result - last.traced);
    for (const Explanation& e : ledger->chain) {
        const QString path = QString::fromStdString(e.path());
        if (what == path + QStringLiteral(" traced"))
            return e.traced;
        for (std::size_t i = 0; i < ledger->heads.size(); ++i) {
            if (what == path + QStringLiteral(" share %1").arg(i))
                return ledger->heads[i].share.share;
            if (what == path + QStringLiteral(" value %1").arg(i))
                return ledger->heads[i].value;
        }
        for (const LedgerPiece& piece : ledgerNumbers(e)) {
            if (piece.value && QString::fromStdString(piece.symbol) == what)
                return piece.value;
        }
        for (const Quantity& quantity : e.quantities) {
            if (QString::fromStdString(quantity.symbol) == what)
                return quantity.value;
        }
    }
    return std::nullopt;
}

/// "PATH ROW" of a reading: the sum of its row, or what is hidden of it.
double rowOfReading(const QStringList& parts, bool isHidden, const Scene& scene)
{
    const ReadPattern read = readAgain(stepNamed(parts[0]), scene);
    double sum = 0.0;
    for (Index col = 0; col < read.weights.cols(); ++col)
        sum += read.weights(parts[1].toInt(), col);
    return isHidden ? read.hidden.at(parts[1].toUInt()) : sum;
}

std::optional<double> unshownShare(const StepRef& head, const Scene& scene)
{
    EdgeChoice choice;
    choice.rule = scene.options.lineThresholdByValue ? EdgeChoice::Rule::Value : EdgeChoice::Rule::Mass;
    choice.mass = scene.options.lineMass;
    choice.threshold = scene.options.lineThreshold;
    if (scene.options.reading.isPlain())
        return chooseEdges(scene.trace->view(head), choice).unshownShare;
    return chooseEdges(readAgain(head, scene).view(), choice).unshownShare;
}

/// The last result for the same key: one picture asks for many numbers of one matrix.
template <class Key, class Work>
auto& remembered(const Key& key, const Work& work)
{
    static std::optional<std::pair<Key, decltype(work())>> last;
    if (!last || last->first != key)
        last.emplace(key, work());
    return last->second;
}

const Result<RepeatedScores>& scoresOf(const Scene& scene)
{
    return remembered(scene.trace->sharedModel(), [&] { return repeatedScores(scene.trace->sharedModel()); });
}

const HeadMetricInfo* metricNamed(const QString& name)
{
    for (const HeadMetricInfo& info : headMetricTable()) {
        if (QString::fromUtf8(info.name.data(), static_cast<qsizetype>(info.name.size())) == name)
            return &info;
    }
    return nullptr;
}

std::optional<double> metricOfHead(HeadMetric metric, const StepRef& head, const Scene& scene)
{
    if (isOfText(metric)) {
        const auto measured = headMetrics(*scene.trace, head);
        return measured ? measured->value(metric) : std::nullopt;
    }
    const auto& scores = scoresOf(scene);
    const HeadScores* own = scores ? scores->find(head) : nullptr;
    return own ? own->value(metric) : std::nullopt;
}

std::optional<double> metricOf(const QStringList& parts, const Scene& scene)
{
    const HeadMetricInfo* info = metricNamed(parts[0]);
    return info ? metricOfHead(info->metric, stepNamed(parts[1]), scene) : std::nullopt;
}

/// The smallest or largest of all heads: "of heads METRIC".
std::optional<double> extremeOf(const QString& name, bool isLargest, const Scene& scene)
{
    const HeadMetricInfo* info = metricNamed(name);
    std::optional<double> found;
    for (const StepRef& head : attentionHeads(scene.trace->model().spec())) {
        const auto value = info ? metricOfHead(info->metric, head, scene) : std::nullopt;
        if (value)
            found = !found ? *value : isLargest ? std::max(*found, *value) : std::min(*found, *value);
    }
    return found;
}

/// "METRIC row HEAD"
std::optional<double> partOf(const QStringList& parts, const Scene& scene)
{
    const HeadMetricInfo* info = metricNamed(parts[0]);
    const StepRef head = stepNamed(parts[2]);
    if (!info)
        return std::nullopt;
    const auto row = static_cast<std::size_t>(parts[1].toUInt());
    if (isOfText(info->metric))
        return headMetricRows(*scene.trace, head)->of(info->metric).at(row);
    return scoresOf(scene)->find(head)->rows.of(info->metric).at(row);
}

std::optional<double> overLayers(const QStringList& parts, bool isFlow, const Scene& scene)
{
    const auto layers = mixedLayers(*scene.trace, scene.place.side);
    if (!layers)
        return std::nullopt;
    const Index row = parts[0].toInt();
    const Index col = parts[1].toInt();
    const auto key = std::pair(scene.trace, scene.place.side);
    return isFlow ? (*remembered(key, [&] { return attentionFlow(*layers); }))(row, col)
                  : remembered(key, [&] { return attentionRollout(*layers); })(row, col);
}

std::optional<double> mapNumber(const QStringList& parts, const Scene& scene)
{
    const auto& similarity = remembered(std::tuple(scene.trace, scene.place.side, scene.place.isCross), [&] {
        return headSimilarity(*scene.trace, scene.place.side, scene.place.isCross);
    });
    if (!similarity)
        return std::nullopt;
    if (parts[0] == QStringLiteral("rows"))
        return static_cast<double>(similarity->rows);
    const PlaneMap map = classicalScaling(distances(*similarity));
    if (parts[0] == QStringLiteral("explained"))
        return 100.0 * map.explained;
    if (parts[0] == QStringLiteral("stress"))
        return map.stress;
    const auto indexOf = [&](const QString& name) {
        return std::find(similarity->heads.begin(), similarity->heads.end(), stepNamed(name)) - similarity->heads.begin();
    };
    const Index a = indexOf(parts[1]);
    const Index b = indexOf(parts[2]);
    return parts[0] == QStringLiteral("cosine") ? similarity->cosine(a, b) : 1.0 - similarity->divergence(a, b);
}

/// A quantity of a variant, from the trace's own queries, keys and values.
std::optional<double> variantNumber(const QStringList& parts, const Scene& scene)
{
    const AttentionVariant& variant = *variantNamed(parts[0].toStdString());
    const StepRef head = stepNamed(parts[1]);
    const QString& what = parts[2];
    const AttentionProblem problem = attentionProblemOf(*scene.trace, head).value();
    VariantHead numbers{problem.q, problem.k, problem.v, problem.trueScale(), {}, head.isCross ? 0 : problem.keys() - problem.queries()};
    if (!problem.bias.empty())
        numbers.bias = problem.bias.front();
    const VariantResult full = computeVariant(*variantNamed("full"), numbers, {});
    const VariantResult now = computeVariant(variant, numbers, scene.options.variantParameters);
    const MatrixOf<double> moved = (now.weights - full.weights).cwiseAbs();
    Index row = 0;
    Index col = 0;
    for (Index i = 0; i < moved.size(); ++i) { // the first of those that are equally far
        if (moved(i / moved.cols(), i % moved.cols()) > moved(row, col)) {
            row = i / moved.cols();
            col = i % moved.cols();
        }
    }
    if (what == QStringLiteral("full-at-largest"))
        return full.weights(row, col);
    if (what == QStringLiteral("variant-at-largest"))
        return now.weights(row, col);
    if (what == QStringLiteral("output-size"))
        return std::sqrt(full.z.cwiseAbs2().sum());
    if (what == QStringLiteral("output-change"))
        return std::sqrt((now.z - full.z).cwiseAbs2().sum());
    if (what == QStringLiteral("cosine"))
        return full.z.cwiseProduct(now.z).sum() / std::sqrt(full.z.cwiseAbs2().sum() * now.z.cwiseAbs2().sum());
    const MatrixView model = scene.trace->view(head);
    double kept = 0.0;
    double away = 0.0;
    for (Index i = 0; i < moved.rows(); ++i) {
        for (Index j = 0; j < moved.cols(); ++j) {
            kept += !variant.sees || now.weights(i, j) > 0.0 ? full.weights(i, j) : 0.0;
            away = std::max(away, std::abs(now.weights(i, j) - model.at(i, j)));
        }
    }
    return what == QStringLiteral("kept") ? kept / static_cast<double>(moved.rows()) : away;
}

/// Counted by doing it: n tokens through one layer as wide as the selected one.
std::optional<double> costNumber(const QStringList& parts, const Scene& scene)
{
    const ModelSpec& spec = scene.trace->model().spec();
    const StackSpec& stack = spec.stack(scene.place.side);
    const AttentionSpec& attention = scene.place.isCross ? *stack.cross : stack.attention;
    const Side side = scene.place.side == Side::Query ? Side::Only : scene.place.side;
    const auto n = static_cast<Index>(scene.trace->tokens(side).size());
    const QString& what = parts[0];
    if (const AttentionVariant* variant = variantNamed(parts[1].toStdString())) {
        const auto zeros = [&](Index cols) { return MatrixOf<double>(MatrixOf<double>::Zero(n, cols)); };
        const Work counted = countVariant(*variant, {zeros(attention.dHead), zeros(attention.dHead), zeros(attention.dValue), 1.0, {}, 0},
                                          scene.options.variantParameters);
        return what == QStringLiteral("multiply-adds") ? counted.multiplyAdds * attention.heads
               : what == QStringLiteral("bytes")       ? counted.held * attention.heads * 4.0
               : what == QStringLiteral("path")        ? static_cast<double>(variant->path(n, scene.options.variantParameters))
                                                       : 1.0;
    }
    const bool isRecurrent = parts[1] == QStringLiteral("recurrent");
    const Index reach = scene.options.kernel / 2;
    if (what == QStringLiteral("bytes"))
        return 4.0 * static_cast<double>(n * spec.dModel);
    if (what == QStringLiteral("sequential"))
        return isRecurrent ? static_cast<double>(n) : 1.0;
    if (what == QStringLiteral("path"))
        return isRecurrent ? static_cast<double>(n) : std::max(1.0, std::ceil(static_cast<double>(n - 1) / static_cast<double>(reach)));
    double products = 0.0;
    for (Index t = 0; t < n; ++t) {
        for (Index tap = isRecurrent ? 0 : std::max<Index>(t - reach, 0); tap <= (isRecurrent ? 1 : std::min(t + reach, n - 1)); ++tap)
            products += static_cast<double>(spec.dModel) * spec.dModel;
    }
    return products;
}

/// A trace in every format, and what was found of them.
struct InFormats
{
    std::map<NumberFormat, TracePtr> traces;
    std::map<QString, std::pair<double, double>> found; ///< by format and step: max |x|, max |x' − x|
};

std::pair<double, double> sizeAndLargest(const Trace& exact, const Trace& now, const std::string& pattern)
{
    double size = 0.0;
    double largest = 0.0;
    for (const StepRef& ref : exact.steps()) {
        if (!matchesPattern(nameOf(ref), pattern))
            continue;
        const MatrixView x = exact.view(ref);
        const MatrixView y = now.view(ref);
        for (Index row = 0; row < x.rows(); ++row) {
            for (Index col = 0; col < x.cols(); ++col) {
                if (std::isfinite(x.at(row, col)))
                    size = std::max(size, std::abs(x.at(row, col)));
                if (x.at(row, col) != y.at(row, col))
                    largest = std::max(largest, std::abs(y.at(row, col) - x.at(row, col)));
            }
        }
    }
    return {size, largest};
}

/// How far a step of all heads is from float64 in a format, or the chance of the word that it predicts.
std::optional<double> formatNumber(const QStringList& parts, const Scene& scene)
{
    InFormats& runs = remembered(scene.trace, [&] {
        InFormats all;
        for (const NumberFormatInfo& info : numberFormats())
            all.traces.emplace(info.format, runIn(info.format, *scene.trace).value());
        return all;
    });
    const Trace& now = *runs.traces.at(*numberFormatNamed(parts[0].toStdString()));
    if (parts[1] == QStringLiteral("prediction")) {
        const ModelSpec& spec = now.model().spec();
        const Index row = parts[2].toInt() - now.firstLogitRow();
        if (!probabilityStep(spec)) // the first of the numbers that the model says
            return now.view({.step = Step::Logits, .side = spec.outputSide()}).at(row, 0);
        const MatrixView probs = now.view(*probabilityStep(spec));
        if (spec.head.problem == ClassProblem::Span) // told in order: the start
            return probs.at(row, 0);
        double most = 0.0;
        for (Index word = 0; word < probs.cols(); ++word)
            most = std::max(most, probs.at(row, word));
        return most;
    }
    const QString key = parts[0] + QLatin1Char(' ') + parts[2];
    auto found = runs.found.find(key);
    if (found == runs.found.end())
        found = runs.found.emplace(key, sizeAndLargest(*runs.traces.at(NumberFormat::Float64), now, parts[2].toStdString())).first;
    const auto& [size, largest] = found->second;
    return parts[1] == QStringLiteral("size") ? size : parts[1] == QStringLiteral("largest") ? largest : largest == 0.0 ? 0.0 : largest / size;
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
    if (const auto parts = after("part "))
        return partOf(*parts, scene);
    if (const auto parts = after("least of heads "))
        return extremeOf(parts->front(), false, scene);
    if (const auto parts = after("most of heads "))
        return extremeOf(parts->front(), true, scene);
    if (const auto parts = after("rollout "))
        return overLayers(*parts, false, scene);
    if (const auto parts = after("flow "))
        return overLayers(*parts, true, scene);
    if (const auto parts = after("map "))
        return mapNumber(*parts, scene);
    if (const auto parts = after("query-key explained ")) {
        const auto map = queryKeyMap(*scene.trace, stepNamed(parts->at(1)));
        return map ? std::optional(100.0 * map->explained[parts->front().toUInt()]) : std::nullopt;
    }
    if (const auto parts = after("unshown share "))
        return unshownShare(stepNamed(parts->front()), scene);
    if (const auto parts = after("mistake "))
        return largestDifference(*mistakeNamed(parts->front().toStdString()), stepNamed(parts->at(1)), scene);
    if (const auto parts = after("variant "))
        return variantNumber(*parts, scene);
    if (const auto parts = after("cost "))
        return costNumber(*parts, scene);
    if (const auto parts = after("format "))
        return formatNumber(*parts, scene);
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
            ->view(probabilityStep(scene.trace->model().spec()).value_or(StepRef{.step = Step::Logits, .side = scene.trace->model().spec().outputSide()}))
            .at(parts->at(0).toInt(), parts->at(1).toInt());
    if (const auto parts = after("answer ")) {
        const MatrixView probs = scene.trace->view({.step = Step::SpanProbs, .side = scene.trace->model().spec().outputSide()});
        return probs.at(parts->at(0).toInt(), 0) * probs.at(parts->at(1).toInt(), 1);
    }
    if (const auto parts = after("lens "))
        return lensNumber(*parts, scene);
    if (const auto parts = after("positions "))
        return positionNumber(*parts, scene);
    if (const auto parts = after("largest of all heads "))
        return largestOfAllHeads(stepNamed(parts->front()), scene);
    if (const auto parts = after("term ")) {
        const auto e = explain(*scene.trace, place.ref(), place.row(), place.col());
        return e ? std::optional(e->terms.at(parts->front().toUInt()).value) : std::nullopt;
    }
    if (const auto parts = after("reading-ledger "))
        return readingLedgerNumber(*parts, scene);
    if (const auto parts = after("reading sum "))
        return rowOfReading(*parts, false, scene);
    if (const auto parts = after("reading hidden "))
        return rowOfReading(*parts, true, scene);
    if (const auto parts = after("reading "))
        return readAgain(stepNamed(parts->at(0)), scene).weights(parts->at(1).toInt(), parts->at(2).toInt());
    if (const auto parts = after("hidden share "))
        return 100.0 * readPattern(*scene.trace, stepNamed(parts->front()), parts->size() > 1 ? scene.options.reading.ofOneHead() : scene.options.reading)
                           .value().hiddenShare;
    if (name == QStringLiteral("attention weight in percent") && !scene.options.reading.isPlain()) {
        const ReadPattern read = readAgain(place.refOf(Step::Pattern), scene);
        return 100.0 * read.weights(spanOf(read.queries, place.query), spanOf(read.keys, place.key));
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
