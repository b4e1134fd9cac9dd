#include "ui/figure/numbers.h"

#include "core/output/trace_file.h"
#include "ui/figure/labels.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace hl::ui {

namespace {

/// Shortest text that reads back as the same number of this type.
QString exact(double value, DType type)
{
    if (std::isnan(value))
        return QStringLiteral("nan");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("inf") : QStringLiteral("-inf");
    std::array<char, 40> buffer{};
    char* first = buffer.data();
    char* last = first + buffer.size();
    const auto end = type == DType::Float32 ? std::to_chars(first, last, static_cast<float>(value))
                                            : std::to_chars(first, last, value);
    return QString::fromLatin1(first, end.ptr - first);
}

QString nameOr(const Tokens* tokens, Index index)
{
    return tokens ? tokenLabel(*tokens, index) : QString::number(index);
}

QString asText(const Trace& trace, const StepRef& ref)
{
    const MatrixView view = trace.view(ref);
    const Index firstRow = isOfLogits(ref.step) ? trace.firstLogitRow() : 0;
    QString text = QString::fromStdString(nameOf(ref));
    for (Index col = 0; col < view.cols(); ++col)
        text += QLatin1Char('\t') + nameOr(trace.columnTokens(ref), col);
    text += QLatin1Char('\n');
    for (Index row = 0; row < view.rows(); ++row) {
        text += nameOr(trace.rowTokens(ref), firstRow + row);
        for (Index col = 0; col < view.cols(); ++col)
            text += QLatin1Char('\t') + exact(view.at(row, col), view.dtype());
        text += QLatin1Char('\n');
    }
    return text;
}

} // namespace

bool hasNumbers(const Figure& figure, const Scene& scene)
{
    if (!scene.trace)
        return false;
    const auto steps = figure.shownSteps(scene);
    return !figure.tables(scene).empty()
           || std::any_of(steps.begin(), steps.end(), [&](const StepRef& ref) { return static_cast<bool>(scene.trace->view(ref)); });
}

QString valuesAsText(const Figure& figure, const Scene& scene)
{
    if (!scene.trace)
        return {};
    if (const auto own = figure.tables(scene); !own.empty())
        return QString::fromStdString(tablesTsv(own));
    QStringList tables;
    for (const StepRef& ref : figure.shownSteps(scene)) {
        if (scene.trace->view(ref))
            tables << asText(*scene.trace, ref);
    }
    return tables.join(QLatin1Char('\n'));
}

Result<void> saveNumbers(const Figure& figure, const Scene& scene, const QString& path)
{
    if (!scene.trace)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "There are no numbers yet: type a sentence first."));
    if (const auto own = figure.tables(scene); !own.empty())
        return writeTables(own, std::filesystem::path(path.toStdU16String()));
    return writeTrace(*scene.trace, figure.shownSteps(scene), std::filesystem::path(path.toStdU16String()));
}

} // namespace hl::ui
