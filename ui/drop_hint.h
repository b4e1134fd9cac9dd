#pragma once

#include <QLabel>

namespace hl::ui {

/// A card over the middle of the window, while something is dragged over it: says what dropping it will do.
class DropHint final : public QLabel
{
    Q_OBJECT

public:
    explicit DropHint(QWidget* window);

    void tell(const QString& sentence, bool isRefused);
};

} // namespace hl::ui
