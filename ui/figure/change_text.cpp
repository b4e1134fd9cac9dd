#include "ui/figure/change_text.h"

#include "core/analysis/predictions.h"
#include "ui/figure/labels.h"
#include "ui/figure/output_figure.h"
#include "ui/translate.h"

#include <QCoreApplication>

namespace hl::ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("ChangeText", text);
}

constexpr int digits = 3; // significant

QString percent(double share)
{
    return QString::number(100.0 * share, 'f', 1);
}

/// The position of the unchanged text that corresponds to this one: the same, or the last where tokens were added or deleted.
Index positionBefore(const Scene& scene, Index position)
{
    const Side side = scene.trace->model().spec().outputSide();
    const auto now = static_cast<Index>(scene.trace->tokens(side).size());
    const auto before = static_cast<Index>(scene.trace->unchanged()->tokens(side).size());
    return now == before ? position : before - 1;
}

} // namespace

QString predictionChangeText(const Scene& scene)
{
    const TracePtr& trace = scene.trace;
    if (!trace || !trace->unchanged() || trace->model().spec().head.kind == HeadKind::None
        || trace->unchanged()->model().spec().isAsked != trace->model().spec().isAsked)
        return {};
    const Index position = shownPosition(scene);
    const auto now = topCandidates(*trace, position, 1);
    const auto before = topCandidates(*trace->unchanged(), predictedPosition(*trace->unchanged(), positionBefore(scene, position)), 1);
    if (!now || !before || now->empty() || before->empty())
        return {};
    const ModelSpec& spec = trace->model().spec();
    if (spec.head.problem == ClassProblem::Number)
        return words(QT_TRANSLATE_NOOP("ChangeText", "“%1” was %2 and is %3."))
            .arg(outputName(trace->model(), now->front().id), formatValue(before->front().logit, digits), formatValue(now->front().logit, digits));
    const double left = trace->view(*probabilityStep(spec)).at(position - trace->firstLogitRow(), before->front().id);
    QString text = words(QT_TRANSLATE_NOOP("ChangeText", "“%1” had %2 % and has %3 %."))
                       .arg(outputName(trace->model(), before->front().id), percent(before->front().probability), percent(left));
    if (spec.head.problem == ClassProblem::Span || spec.head.classes.size() == 1) // of this token alone, or of nothing else
        return text;
    text += gapAfter(text);
    if (spec.head.problem == ClassProblem::AnyOf) {
        text += now->front().id == before->front().id
                    ? words(QT_TRANSLATE_NOOP("ChangeText", "It is still the likeliest class."))
                    : words(QT_TRANSLATE_NOOP("ChangeText", "Now “%1” is the likeliest class, with %2 %."))
                          .arg(outputName(trace->model(), now->front().id), percent(now->front().probability));
        return text;
    }
    text += now->front().id == before->front().id
                ? words(QT_TRANSLATE_NOOP("ChangeText", "It is still predicted."))
                : words(QT_TRANSLATE_NOOP("ChangeText", "Now “%1” is predicted, with %2 %."))
                      .arg(outputName(trace->model(), now->front().id), percent(now->front().probability));
    return text;
}

} // namespace hl::ui
