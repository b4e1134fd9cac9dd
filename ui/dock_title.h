#pragma once

#include <QFrame>

class QDockWidget;
class QLabel;

namespace hl::ui {

/// A flat title bar: the dock's title and a button that closes it. Drag it to move the dock. It has no height while the
/// dock is one of several tabs, which carry the title then.
class DockTitle final : public QFrame
{
    Q_OBJECT

public:
    explicit DockTitle(QDockWidget* dock);

    void setFolded(bool isFolded);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    QLabel* m_label;
    bool m_isFolded = false;
};

} // namespace hl::ui
