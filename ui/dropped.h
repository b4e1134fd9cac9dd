#pragma once

#include <QString>
#include <QStringList>

class QMimeData;

namespace hl::ui {

class Session;

/// What the window makes of files that are dragged over it.
struct Dropped
{
    enum class As { Nothing, Model, Session, Picture, Sound, Numbers, Text };

    As as = As::Nothing;
    QStringList paths; ///< several only of numbers
    QString sentence;  ///< what will be done with it or, with Nothing, why nothing will

    /// Empty, without a sentence, where no files are dragged: text belongs to the field that it is dragged over.
    [[nodiscard]] static Dropped of(const QMimeData& data, const hl::ui::Session& session);
};

} // namespace hl::ui
