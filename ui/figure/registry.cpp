#include "ui/figure/figure.h"

#include "ui/figure/compare_figure.h"
#include "ui/figure/edit_figure.h"
#include "ui/figure/picture_figure.h"
#include "ui/figure/pipeline_figure.h"
#include "ui/figure/prompt_figure.h"
#include "ui/figure/stage_figure.h"
#include "ui/figure/heads_figure.h"
#include "ui/figure/ledger_figure.h"
#include "ui/figure/lines_figure.h"
#include "ui/figure/metrics_figure.h"
#include "ui/figure/mistakes_figure.h"
#include "ui/figure/output_figure.h"
#include "ui/figure/positions_figure.h"
#include "ui/figure/sound_figure.h"
#include "ui/figure/variants_figure.h"
#include "ui/figure/weights_figure.h"

namespace hl::ui {

namespace {

struct Entry
{
    const char* name;
    std::unique_ptr<Figure> (*make)();
};

template <class T>
std::unique_ptr<Figure> made()
{
    return std::make_unique<T>();
}

// One line per figure, in the order of the window.
const std::vector<Entry>& entries()
{
    static const std::vector<Entry> all{
        {"prompt", made<PromptFigure>},
        {"pipeline", made<PipelineFigure>},
        {"stage", made<StageFigure>},
        {"ledger", made<LedgerFigure>},
        {"heads", made<HeadsFigure>},
        {"lines", made<LinesFigure>},
        {"positions", made<PositionsFigure>},
        {"output", made<OutputFigure>},
        {"metrics", made<MetricsFigure>},
        {"picture", made<PictureFigure>},
        {"sound", made<SoundFigure>},
        {"compare", made<CompareFigure>},
        {"edit", made<EditFigure>},
        {"weights", made<WeightsFigure>},
        {"mistakes", made<MistakesFigure>},
        {"variants", made<VariantsFigure>},
    };
    return all;
}

} // namespace

std::vector<QString> figureNames()
{
    std::vector<QString> names;
    for (const Entry& entry : entries())
        names.push_back(QString::fromLatin1(entry.name));
    return names;
}

std::unique_ptr<Figure> makeFigure(const QString& name)
{
    for (const Entry& entry : entries()) {
        if (name == QLatin1String(entry.name))
            return entry.make();
    }
    return nullptr;
}

} // namespace hl::ui
