#pragma once

#include "ui/paint/theme.h"

#include <QFrame>

class QDockWidget;
class QLabel;
class QToolButton;

namespace hl::ui {

/// A flat title bar: the dock's title and a button that closes it. Drag it to move the dock. It has no height while the
/// dock is one of several tabs, which carry the title then.
class DockTitle final : public QFrame
{
    Q_OBJECT

public:
    explicit DockTitle(QDockWidget* dock);

    void setFolded(bool isFolded);
    /// Colours of the button.
    void setTheme(const Theme& theme);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    QLabel* m_label;
    QToolButton* m_close;
    bool m_isFolded = false;
};

} // namespace hl::ui
