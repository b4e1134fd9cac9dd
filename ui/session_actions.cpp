#include "ui/session_actions.h"

#include "ui/figure/shown_step.h"

#include <QApplication>
#include <QClipboard>
#include <QRandomGenerator>

#include <algorithm>
#include <numeric>

namespace hl::ui {

namespace {

/// A random order of the tokens that is not the order as typed (where there is another).
std::vector<int> randomOrder(int count)
{
    std::vector<int> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    for (int attempt = 0; attempt < 8 && std::is_sorted(order.begin(), order.end()); ++attempt)
        std::shuffle(order.begin(), order.end(), *QRandomGenerator::global());
    return order;
}

void connectWalk(Actions& actions, Player& player)
{
    const auto on = [&](const char* id, void (Player::*go)()) {
        QObject::connect(&actions[id], &QAction::triggered, &player, [&player, go] { (player.*go)(); });
    };
    on("step.first", &Player::first);
    on("step.previous", &Player::previous);
    on("step.next", &Player::next);
    on("step.last", &Player::last);
    QObject::connect(&actions["step.play"], &QAction::triggered, &player, &Player::setPlaying);
    QObject::connect(&player, &Player::playingChanged, &actions["step.play"], &QAction::setChecked);
}

void connectMoves(Actions& actions, Session& session)
{
    const auto on = [&](const char* id, void (*move)(Place&)) {
        QObject::connect(&actions[id], &QAction::triggered, &session, [&session, move] {
            Place place = session.selection().place();
            move(place);
            session.selection().setPlace(place); // clamps
        });
    };
    on("head.previous", [](Place& p) { --p.head; });
    on("head.next", [](Place& p) { ++p.head; });
    on("layer.previous", [](Place& p) { --p.layer; });
    on("layer.next", [](Place& p) { ++p.layer; });
}

/// Along the rows and columns as they are shown: from word to word where pieces are joined, past tokens that are hidden.
void connectTokenMoves(Actions& actions, Session& session, const Settings& settings)
{
    const auto on = [&](const char* id, int rows, int cols) {
        QObject::connect(&actions[id], &QAction::triggered, &session, [&session, &settings, rows, cols] {
            if (session.trace())
                session.selection().setPlace(movedCell(session.trace(), session.selection().place(), settings.options().reading, rows, cols));
        });
    };
    on("query.previous", -1, 0);
    on("query.next", 1, 0);
    on("key.previous", 0, -1);
    on("key.next", 0, 1);
}

void connectMask(Actions& actions, Session& session)
{
    const auto on = [&](const char* id, MaskMode mode) {
        QObject::connect(&actions[id], &QAction::triggered, &session, [&session, mode] {
            MaskChoice mask;
            mask.mode = mode;
            session.setMask(mask);
        });
    };
    on("mask.model", MaskMode::ModelDefault);
    on("mask.none", MaskMode::None);
    on("mask.causal", MaskMode::Causal);
}

constexpr std::pair<const char*, Keep> keepActions[] = {
    {"keep.ask", Keep::Ask}, {"keep.fit", Keep::Fit}, {"keep.patterns", Keep::Patterns}, {"keep.layer", Keep::Layer}, {"keep.all", Keep::All}};

void connectKeep(Actions& actions, Session& session)
{
    for (const auto& [id, keep] : keepActions)
        QObject::connect(&actions[id], &QAction::triggered, &session, [&session, keep = keep] { session.setKeep(keep); });
}

void connectWords(Actions& actions, Session& session)
{
    QObject::connect(&actions["text.shuffle"], &QAction::triggered, &session, [&session] {
        if (const TracePtr trace = session.trace(); trace && !session.isStale())
            session.setShuffle(randomOrder(static_cast<int>(trace->tokens(Side::Only).size())));
    });
    QObject::connect(&actions["text.unshuffle"], &QAction::triggered, &session, [&session] { session.setShuffle({}); });
    QObject::connect(&actions["model.withoutPositions"], &QAction::triggered, &session, &Session::setWithoutPositions);
    QObject::connect(&actions["copy.stepName"], &QAction::triggered, &session, [&session] {
        QApplication::clipboard()->setText(QString::fromStdString(nameOf(session.selection().place().ref())));
    });
}

void showState(Actions& actions, Session& session, const Player& player)
{
    const bool hasTrace = session.trace() != nullptr;
    for (const char* id : {"head.previous", "head.next", "layer.previous", "layer.next", "query.previous", "query.next",
                           "key.previous", "key.next", "step.play", "copy.stepName", "copy.picture", "copy.values",
                           "export.picture", "export.numbers", "compare.pin"})
        actions[id].setEnabled(hasTrace);
    const bool isGivenCall = session.model() && session.model()->spec().arrays;
    actions["text.shuffle"].setEnabled(hasTrace && !isGivenCall);
    actions["model.withoutPositions"].setEnabled(!isGivenCall);
    actions["model.card"].setEnabled(session.model() != nullptr);
    const bool isMasked = !isGivenCall || session.model()->spec().arrays->start < Step::Mask;
    for (const char* id : {"mask.none", "mask.causal"})
        actions[id].setEnabled(isMasked);
    for (const char* id : {"step.first", "step.previous"})
        actions[id].setEnabled(hasTrace && !player.isAtFirst());
    for (const char* id : {"step.next", "step.last"})
        actions[id].setEnabled(hasTrace && !player.isAtLast());
    const RunRequest& request = session.request();
    actions["text.unshuffle"].setEnabled(!request.shuffle.empty());
    actions["model.withoutPositions"].setChecked(request.withoutPositions);
    const char* mask = request.mask.mode == MaskMode::None     ? "mask.none"
                       : request.mask.mode == MaskMode::Causal ? "mask.causal"
                                                               : "mask.model";
    actions[mask].setChecked(true);
    for (const auto& [id, keep] : keepActions) {
        if (keep == request.keep)
            actions[id].setChecked(true);
    }
}

} // namespace

void connectSessionActions(Actions& actions, Session& session, Player& player, const Settings& settings)
{
    connectTokenMoves(actions, session, settings);
    connectWalk(actions, player);
    connectMoves(actions, session);
    connectMask(actions, session);
    connectKeep(actions, session);
    connectWords(actions, session);
    const auto show = [&actions, &session, &player] { showState(actions, session, player); };
    QObject::connect(&session, &Session::traceChanged, &actions, show);
    QObject::connect(&session, &Session::requestChanged, &actions, show);
    QObject::connect(&session.selection(), &Selection::changed, &actions, show);
    show();
}

} // namespace hl::ui
