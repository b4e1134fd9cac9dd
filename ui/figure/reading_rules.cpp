#include "ui/figure/reading_rules.h"

#include "ui/translate.h"

#include <QCoreApplication>
#include <QImage>

namespace hl::ui {

namespace {

TextSpan plain(const QString& text, const Theme& theme)
{
    return {text, theme.secondary, false, std::nullopt, QString()};
}

} // namespace

std::vector<TextSpan> ruleSpans(const Scene& scene, const ShownStep& shown)
{
    const Theme& theme = scene.theme;
    if (!shown.read) {
        const bool isOfPairs = infoOf(shown.ref.step).cols == Axis::Key && shown.ref.step != Step::Pattern;
        if (scene.options.reading.isPlain() || !isOfPairs)
            return {};
        return {plain(QCoreApplication::translate("ReadingRules", "token by token: words, hidden tokens and several heads in one are for attention weights"),
                      theme)};
    }
    if (!shown.isRead())
        return {};
    std::vector<TextSpan> spans;
    for (const ReadingRule& rule : rulesOf(**shown.read, shown.ref, shown.reading)) {
        if (!spans.empty())
            spans.push_back(plain(QStringLiteral(" · "), theme));
        std::vector<TextSpan> arguments;
        for (std::size_t i = 0; i < rule.text.args.size(); ++i) {
            TextSpan argument{QString::fromStdString(rule.text.args[i]), theme.text, true, std::nullopt, QString()};
            if (static_cast<int>(i) == rule.numberAt) {
                argument.number = rule.number;
                argument.numberName = QStringLiteral("hidden share ") + QString::fromStdString(nameOf(shown.ref))
                                      + (shown.reading.aggregate == Aggregate::Head ? QStringLiteral(" alone") : QString());
            }
            arguments.push_back(std::move(argument));
        }
        const auto sentence = spansOf(translated(rule.text.source), arguments, theme.secondary);
        spans.insert(spans.end(), sentence.begin(), sentence.end());
    }
    return spans;
}

qreal ruleHeight(const Scene& scene, const ShownStep& shown, qreal width)
{
    const auto spans = ruleSpans(scene, shown);
    if (spans.empty())
        return 0.0;
    QImage nothing(1, 1, QImage::Format_RGB32);
    QPainter painter(&nothing);
    Ink ink(painter, Medium::Screen, scene.theme);
    return flowText(ink, QRectF(0, 0, width, 0), spans, TextSize::Secondary);
}

void paintRules(Ink& ink, const QRectF& rect, const Scene& scene, const ShownStep& shown)
{
    if (!rect.isNull())
        flowText(ink, rect, ruleSpans(scene, shown), TextSize::Secondary);
}

} // namespace hl::ui
