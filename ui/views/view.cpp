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

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace hl::ui {

namespace {

struct Entry
{
    const char* name;
    const char* title;
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
        {"prompt", QT_TRANSLATE_NOOP("ViewTitle", "Prompt"), made<PromptView>},
        {"pipeline", QT_TRANSLATE_NOOP("ViewTitle", "Steps"), made<PipelineView>},
        {"stage", QT_TRANSLATE_NOOP("ViewTitle", "Stage"), made<StageView>},
        {"ledger", QT_TRANSLATE_NOOP("ViewTitle", "Ledger"), made<LedgerView>},
        {"heads", QT_TRANSLATE_NOOP("ViewTitle", "Heads"), made<HeadsView>},
        {"lines", QT_TRANSLATE_NOOP("ViewTitle", "Lines"), made<LinesView>},
        {"positions", QT_TRANSLATE_NOOP("ViewTitle", "Positions"), made<PositionsView>},
        {"output", QT_TRANSLATE_NOOP("ViewTitle", "Output"), made<OutputView>},
        {"metrics", QT_TRANSLATE_NOOP("ViewTitle", "Metrics"), made<MetricsView>},
        {"picture", QT_TRANSLATE_NOOP("ViewTitle", "Picture"), made<PictureView>},
        {"sound", QT_TRANSLATE_NOOP("ViewTitle", "Sound"), made<SoundView>},
        {"compare", QT_TRANSLATE_NOOP("ViewTitle", "Compare"), made<CompareView>},
        {"edit", QT_TRANSLATE_NOOP("ViewTitle", "Changes"), made<EditView>},
        {"weights", QT_TRANSLATE_NOOP("ViewTitle", "Weights"), made<WeightsView>},
        {"mistakes", QT_TRANSLATE_NOOP("ViewTitle", "Mistakes"), made<MistakesView>},
        {"variants", QT_TRANSLATE_NOOP("ViewTitle", "Variants"), made<VariantsView>},
    };
    return all;
}

const Entry* entryOf(const QString& name)
{
    const auto found = std::find_if(entries().begin(), entries().end(), [&](const Entry& entry) { return name == QLatin1String(entry.name); });
    return found == entries().end() ? nullptr : &*found;
}

} // namespace

View::View(Session& session, Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_settings(settings)
{}

QString View::title() const
{
    return viewTitle(name());
}

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
    const Entry* entry = entryOf(name);
    return entry ? entry->make(session, settings, parent) : nullptr;
}

QString viewTitle(const QString& name)
{
    const Entry* entry = entryOf(name);
    return entry ? QCoreApplication::translate("ViewTitle", entry->title) : QString();
}

} // namespace hl::ui
