#pragma once

#include "core/run/counterpart.h"
#include "ui/figure/figure.h"

#include <memory>

namespace hl::ui {

/// The selected step beside the same of something else, and the signed difference: three matrices with one alignment and one
/// selection, distances, and the largest changes in words.
class CompareFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("compare"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSizeIn(qreal width, const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;
    [[nodiscard]] std::vector<NumberTable> tables(const Scene& scene) const override;

    /// What the scene is compared with; `sentence` says why there is nothing where it is null.
    void setCounterpart(std::shared_ptr<const Counterpart> counterpart, const QString& sentence = QString());
    [[nodiscard]] const std::shared_ptr<const Counterpart>& counterpart() const { return m_counterpart; }
    /// The last painted comparison: kept so that moving the selection computes nothing anew.
    [[nodiscard]] const Comparison* comparison(const Scene& scene) const;

private:
    std::shared_ptr<const Counterpart> m_counterpart;
    QString m_sentence;
    mutable std::weak_ptr<const Trace> m_comparedTrace;
    mutable StepRef m_comparedStep;
    mutable std::optional<Result<Comparison>> m_comparison;
};

/// "head 2.1", "the text “…”", "the model stories-taught": names the other side of a comparison.
[[nodiscard]] QString counterpartTitle(const Counterpart& counterpart);

} // namespace hl::ui
