#include "ui/undo_history.h"

#include <QUndoCommand>

#include <algorithm>
#include <utility>
#include <vector>

namespace hl::ui {

namespace {

constexpr qint64 mergeWithin = 1000; // ms
constexpr int undoLimit = 500;       // commands

bool equal(const MaskChoice& a, const MaskChoice& b)
{
    if (a.mode != b.mode || a.custom.has_value() != b.custom.has_value())
        return false;
    return !a.custom
        || (a.custom->rows() == b.custom->rows() && a.custom->cols() == b.custom->cols() && *a.custom == *b.custom);
}

std::vector<UndoHistory::Kind> differences(const DocumentState& a, const DocumentState& b)
{
    std::vector<UndoHistory::Kind> kinds;
    const auto note = [&kinds](bool isEqual, UndoHistory::Kind kind) {
        if (!isEqual)
            kinds.push_back(kind);
    };
    note(a.request.model == b.request.model, UndoHistory::Model);
    note(a.request.text == b.request.text && a.request.second == b.request.second, UndoHistory::Text);
    note(a.request.picture == b.request.picture && a.request.sound == b.request.sound, UndoHistory::Picture);
    note(equal(a.request.mask, b.request.mask), UndoHistory::Mask);
    note(a.request.keep == b.request.keep, UndoHistory::Kept);
    note(a.request.shuffle == b.request.shuffle, UndoHistory::Shuffle);
    note(a.request.edits == b.request.edits, UndoHistory::Edits);
    note(a.request.withoutPositions == b.request.withoutPositions, UndoHistory::Positions);
    note(a.place == b.place, UndoHistory::Selected);
    note(a.options == b.options, UndoHistory::Options);
    return kinds;
}

UndoHistory::Kind kindOf(const std::vector<UndoHistory::Kind>& kinds)
{
    // A new text drops the shuffle with it; a new model that and what else was about the old one.
    const bool restIsDropped = std::all_of(kinds.begin() + 1, kinds.end(), [](UndoHistory::Kind kind) {
        return kind == UndoHistory::Picture || kind == UndoHistory::Shuffle || kind == UndoHistory::Edits;
    });
    return restIsDropped ? kinds.front() : UndoHistory::Several;
}

QString textOf(UndoHistory::Kind kind)
{
    switch (kind) {
    case UndoHistory::Text: return UndoHistory::tr("typing");
    case UndoHistory::Picture: return UndoHistory::tr("other picture or sound");
    case UndoHistory::Model: return UndoHistory::tr("other model");
    case UndoHistory::Mask: return UndoHistory::tr("other mask");
    case UndoHistory::Kept: return UndoHistory::tr("what is kept in memory");
    case UndoHistory::Shuffle: return UndoHistory::tr("shuffled words");
    case UndoHistory::Edits: return UndoHistory::tr("change by hand");
    case UndoHistory::Positions: return UndoHistory::tr("positions on or off");
    case UndoHistory::Selected: return UndoHistory::tr("selection");
    case UndoHistory::Options: return UndoHistory::tr("display options");
    case UndoHistory::Several: break;
    }
    return UndoHistory::tr("opened sample");
}

} // namespace

/// From one state to another.
class StateCommand final : public QUndoCommand
{
public:
    StateCommand(UndoHistory& history, DocumentState before, DocumentState after, UndoHistory::Kind kind,
                 bool mayMerge)
        : m_history(history)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_kind(kind)
        , m_mayMerge(mayMerge)
    {
        setText(textOf(kind));
    }

    void undo() override { m_history.apply(m_before); }

    void redo() override
    {
        // Pushed after the fact: the first redo finds it done.
        if (std::exchange(m_isDone, true))
            m_history.apply(m_after);
    }

    [[nodiscard]] int id() const override { return m_kind; }

    bool mergeWith(const QUndoCommand* other) override
    {
        const auto* next = static_cast<const StateCommand*>(other);
        if (!next->m_mayMerge)
            return false;
        m_after = next->m_after;
        return true;
    }

private:
    UndoHistory& m_history;
    DocumentState m_before;
    DocumentState m_after;
    UndoHistory::Kind m_kind;
    bool m_mayMerge;
    bool m_isDone = false;
};

UndoHistory::UndoHistory(Session& session, Settings& settings, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_settings(settings)
    , m_last(present())
{
    m_stack.setUndoLimit(undoLimit);
    connect(&session, &Session::requestChanged, this, &UndoHistory::record);
    connect(&session.selection(), &Selection::changed, this, &UndoHistory::record);
    connect(&settings, &Settings::optionsChanged, this, &UndoHistory::record);
}

DocumentState UndoHistory::present() const
{
    return {m_session.request(), m_session.modelName(), std::as_const(m_session).selection().wanted(),
            m_settings.options()};
}

bool UndoHistory::isWorkChanged() const
{
    const int clean = m_stack.cleanIndex();
    if (clean < 0)
        return true;
    for (int i = std::min(clean, m_stack.index()); i < std::max(clean, m_stack.index()); ++i) {
        if (m_stack.command(i)->id() != Selected)
            return true;
    }
    return false;
}

const QUndoCommand* UndoHistory::asOne(const std::function<void()>& change)
{
    const auto last = [this] { return m_stack.index() > 0 ? m_stack.command(m_stack.index() - 1) : nullptr; };
    const QUndoCommand* before = last();
    closeCommand();
    m_isHeld = true;
    change();
    m_isHeld = false;
    record();
    closeCommand();
    return last() == before ? nullptr : last();
}

UndoHistory::Standing UndoHistory::standingOf(const QUndoCommand* command) const
{
    for (int i = 0; i < m_stack.count(); ++i) {
        if (m_stack.command(i) == command)
            return i < m_stack.index() ? Standing::Done : Standing::Undone;
    }
    return Standing::Forgotten;
}

void UndoHistory::record()
{
    if (m_isApplying || m_isHeld)
        return;
    DocumentState now = present();
    const auto kinds = differences(m_last, now);
    if (kinds.empty())
        return;
    const bool isFirst = !m_last.request.model; // opening the window is not something to undo
    const Kind kind = kindOf(kinds);
    const bool isQuick = m_isOpen && m_sinceLast.isValid() && m_sinceLast.elapsed() < mergeWithin;
    DocumentState before = std::exchange(m_last, now);
    m_sinceLast.start();
    m_isOpen = true;
    if (!isFirst)
        m_stack.push(new StateCommand(*this, std::move(before), std::move(now), kind, isQuick && kind != Model));
}

void UndoHistory::apply(const DocumentState& state)
{
    m_isApplying = true;
    const auto kinds = differences(present(), state);
    const bool needsRun = std::any_of(kinds.begin(), kinds.end(),
                                      [](Kind kind) { return kind != Selected && kind != Options; });
    m_last = state;
    m_isOpen = false;
    if (!(m_settings.options() == state.options))
        m_settings.setOptions(state.options);
    if (needsRun)
        m_session.setRequest(state.request, state.modelName, state.place);
    else
        m_session.selection().setPlace(state.place);
    m_session.selection().want(state.place); // the trace on screen may be too short for it; the next one is not
    m_isApplying = false;
}

} // namespace hl::ui
