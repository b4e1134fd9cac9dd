#pragma once

#include "ui/views/view.h"

class QBoxLayout;
class QCheckBox;
class QLabel;
class QToolButton;

namespace hl::ui {

class DrawCanvas;

/// Input and attention of a model of pictures: a sheet to draw on, a PNG file to open, and the picture with the
/// attention of the selected token laid over it.
class PictureView final : public View
{
    Q_OBJECT

public:
    PictureView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("picture"); }
    [[nodiscard]] FigureView* figureView() const override { return m_canvas; }

    /// Opens a PNG file; a refusal is said in one sentence in the view.
    void openFile(const QString& path);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void chooseFile();
    void submitSheet();
    void showModel();
    void showOptions();

    FigureView* m_canvas = nullptr;
    QBoxLayout* m_all = nullptr;
    DrawCanvas* m_sheet = nullptr;
    QToolButton* m_open = nullptr;
    QToolButton* m_clear = nullptr;
    QCheckBox* m_rollout = nullptr;
    QLabel* m_note = nullptr;
    std::shared_ptr<const Picture> m_drawn; ///< the sheet as it was last handed on
};

} // namespace hl::ui
