#include "core/analysis/edit_effect.h"

#include <cmath>

namespace hl {

std::vector<TokenEffect> editEffects(const Trace& trace)
{
    if (!trace.unchanged())
        return {};
    const ModelSpec& spec = trace.model().spec();
    const StepRef output = stackOutput(spec.outputSide(), spec);
    const MatrixView now = trace.view(output);
    const MatrixView was = trace.unchanged()->view(output);
    if (!now || !was || now.rows() != was.rows())
        return {};
    std::vector<TokenEffect> effects;
    for (Index row = 0; row < now.rows(); ++row) {
        double change = 0.0;
        double size = 0.0;
        double sizeNow = 0.0;
        double product = 0.0;
        for (Index col = 0; col < now.cols(); ++col) {
            const double before = was.at(row, col);
            const double after = now.at(row, col);
            change += (after - before) * (after - before);
            size += before * before;
            sizeNow += after * after;
            product += before * after;
        }
        effects.push_back({std::sqrt(change), std::sqrt(size), product / std::sqrt(size * sizeNow)});
    }
    return effects;
}

} // namespace hl
