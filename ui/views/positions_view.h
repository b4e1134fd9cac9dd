#pragma once

#include "core/analysis/shuffle_effect.h"
#include "core/run/latest_wins.h"
#include "ui/views/view.h"

#include <memory>

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;
class QToolButton;

namespace hl::ui {

/// The positional scheme itself, and the experiment that shows what it is for: shuffle the words.
class PositionsView : public View
{
    Q_OBJECT

public:
    PositionsView(Session& session, Settings& settings, QWidget* parent = nullptr);
    ~PositionsView() override;

    [[nodiscard]] QString name() const override { return QStringLiteral("positions"); }
    [[nodiscard]] FigureView* figureView() const override { return m_canvas; }

    /// What the experiment found, in words with its two numbers; empty before it was made.
    [[nodiscard]] QString statement() const;

private:
    void makeControls();
    void setShuffled(bool isShuffled);
    void showOptions();
    void showSession();
    void changeOptions();
    void receive(std::uint64_t generation, const Result<ShuffleEffect>& effect);

    FigureView* m_canvas = nullptr;
    QComboBox* m_scheme = nullptr;
    QSpinBox* m_length = nullptr;
    QSpinBox* m_dims = nullptr;
    QToolButton* m_shuffle = nullptr;
    QCheckBox* m_without = nullptr;
    QLabel* m_statement = nullptr;
    std::uint32_t m_seed = 0;
    // Last: destroyed first, so that nothing is delivered to a half-destroyed view.
    std::unique_ptr<LatestWins<RunRequest, Result<ShuffleEffect>>> m_worker;
};

/// The sentence for an effect: "with positions they change (max difference 0.83)".
[[nodiscard]] QString shuffleSentence(const ShuffleEffect& effect);

} // namespace hl::ui
