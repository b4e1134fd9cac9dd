#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace hl::ui {

/// Controls side by side, on as many lines as the width needs: a panel is never wider than its widest control.
class FlowLayout : public QLayout
{
public:
    explicit FlowLayout(int spacing = 8);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;

    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override { return minimumSize(); }
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

private:
    /// Places the items if asked to; returns the height they take.
    int arrange(const QRect& rect, bool isPlacing) const;

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
    int m_spacing; // pixels
};

} // namespace hl::ui
