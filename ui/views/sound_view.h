#pragma once

#include "ui/views/view.h"

class QLabel;
class QToolButton;

namespace hl::ui {

/// Input and attention of a model of speech: a WAV file to open, and its spectrogram with the attention of the selected
/// token over time.
class SoundView final : public View
{
    Q_OBJECT

public:
    SoundView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("sound"); }
    [[nodiscard]] FigureView* figureView() const override { return m_canvas; }

    /// Opens a WAV file; a refusal is said in one sentence in the view.
    void openFile(const QString& path);

private:
    void chooseFile();
    void showModel();

    FigureView* m_canvas = nullptr;
    QToolButton* m_open = nullptr;
    QLabel* m_note = nullptr;
};

} // namespace hl::ui
