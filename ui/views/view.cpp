#include "ui/views/view.h"

#include "ui/views/compare_view.h"
#include "ui/views/edit_view.h"
#include "ui/views/heads_view.h"
#include "ui/views/picture_view.h"
#include "ui/views/pipeline_view.h"
#include "ui/views/stage_view.h"
#include "ui/views/ledger_view.h"
#include "ui/views/lines_view.h"
#include "ui/views/metrics_view.h"
#include "ui/views/mistakes_view.h"
#include "ui/views/output_view.h"
#include "ui/views/prompt_view.h"
#include "ui/views/positions_view.h"
#include "ui/views/sound_view.h"
#include "ui/views/variants_view.h"
#include "ui/views/weights_view.h"

#include <utility>

namespace hl::ui {

namespace {

struct Entry
{
    const char* name;
    View* (*make)(Session&, Settings&, QWidget*);
};

template <class T>
View* made(Session& session, Settings& settings, QWidget* parent)
{
    return new T(session, settings, parent);
}

// One line per view, in the order of the window.
const std::vector<Entry>& entries()
{
    static const std::vector<Entry> all{
        {"prompt", made<PromptView>},
        {"pipeline", made<PipelineView>},
        {"stage", made<StageView>},
        {"ledger", made<LedgerView>},
        {"heads", made<HeadsView>},
        {"lines", made<LinesView>},
        {"positions", made<PositionsView>},
        {"output", made<OutputView>},
        {"metrics", made<MetricsView>},
        {"picture", made<PictureView>},
        {"sound", made<SoundView>},
        {"compare", made<CompareView>},
        {"edit", made<EditView>},
        {"weights", made<WeightsView>},
        {"mistakes", made<MistakesView>},
        {"variants", made<VariantsView>},
    };
    return all;
}

} // namespace

View::View(Session& session, Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_settings(settings)
{}

void View::setBehind(bool isBehind)
{
    if (std::exchange(m_isBehind, isBehind) && isSeen())
        emit cameIntoSight();
}

void View::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (isSeen())
        emit cameIntoSight();
}

View* makeView(const QString& name, Session& session, Settings& settings, QWidget* parent)
{
    for (const Entry& entry : entries()) {
        if (name == QLatin1String(entry.name))
            return entry.make(session, settings, parent);
    }
    return nullptr;
}

} // namespace hl::ui
