#pragma once

#include "ui/session.h"
#include "ui/settings.h"

#include <QElapsedTimer>
#include <QUndoStack>

#include <functional>

namespace hl::ui {

/// Everything that undo brings back.
struct DocumentState
{
    RunRequest request;
    QString modelName;
    Place place;
    PictureOptions options;
};

/// Watches session, selection and options, and keeps every change of them as a command on an undo stack: no view and
/// no action has to know about undo. Changes of one kind in quick succession (typing, a slider) become one command.
class UndoHistory : public QObject
{
    Q_OBJECT

public:
    enum Kind { Text, Picture, Model, Mask, Kept, Shuffle, Edits, Positions, Selected, Options, Several };

    UndoHistory(Session& session, Settings& settings, QObject* parent = nullptr);

    [[nodiscard]] QUndoStack& stack() { return m_stack; }
    /// More than the selection is different from the clean state: there is something to save.
    [[nodiscard]] bool isWorkChanged() const;
    /// All that `change` does is one command, which merges with no other. Null where it changed nothing.
    const QUndoCommand* asOne(const std::function<void()>& change);
    /// Forgotten: neither to be undone nor to be done again. The command is gone, and another may be where it was.
    enum class Standing { Done, Undone, Forgotten };
    [[nodiscard]] Standing standingOf(const QUndoCommand* command) const;
    /// The next change does not merge with the last one.
    void closeCommand() { m_isOpen = false; }

private:
    friend class StateCommand;
    [[nodiscard]] DocumentState present() const;
    void record();
    void apply(const DocumentState& state);

    Session& m_session;
    Settings& m_settings;
    QUndoStack m_stack;
    DocumentState m_last;
    QElapsedTimer m_sinceLast;
    bool m_isOpen = false;
    bool m_isApplying = false;
    bool m_isHeld = false; ///< within asOne()
};

} // namespace hl::ui
