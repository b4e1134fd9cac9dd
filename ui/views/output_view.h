#pragma once

#include "core/analysis/logit_lens.h"
#include "core/run/latest_wins.h"
#include "ui/views/view.h"

#include <cstddef>
#include <memory>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSpinBox;
class QToolButton;

namespace hl::ui {

class OutputCanvas;

/// What the model predicts, and the text continued with it, one token at a time.
class OutputView : public View
{
    Q_OBJECT

public:
    OutputView(Session& session, Settings& settings, QWidget* parent = nullptr);
    ~OutputView() override;

    [[nodiscard]] QString name() const override { return QStringLiteral("output"); }
    [[nodiscard]] FigureView* figureView() const override;

    /// Adds a token to the text, `count` times, each after a run of its own: the most probable one, or one drawn by chance
    /// as settings().generation() says. The same seed, from where the text was last changed otherwise, gives the same tokens.
    void append(int count);
    /// Tokens still to be added.
    [[nodiscard]] int remaining() const { return m_remaining; }

private:
    struct LensRequest
    {
        TracePtr trace;
        Index position = 0;
    };
    struct LensResult
    {
        LensRequest request;
        Result<std::vector<LensLayer>> layers;
    };

    void makeSamplingControls();
    void chooseSampling();
    void appendOne();
    void continueAppending();
    void stopAppending(const QString& why);
    void showOptions();
    void refresh();
    void receiveLens(std::uint64_t generation, const LensResult& result);

    OutputCanvas* m_canvas = nullptr;
    QToolButton* m_appendOne = nullptr;
    QToolButton* m_appendMany = nullptr;
    QCheckBox* m_lens = nullptr;
    QLabel* m_note = nullptr;
    QComboBox* m_choice = nullptr;
    QDoubleSpinBox* m_temperature = nullptr;
    QSpinBox* m_topK = nullptr;
    QDoubleSpinBox* m_topP = nullptr;
    QSpinBox* m_seed = nullptr;
    SeededRandom m_random{0};
    std::size_t m_given = 0; ///< tokens of the text that is continued; 0: nothing was appended to it yet
    int m_remaining = 0;
    bool m_isOurText = false;   ///< the text is being changed by append()
    bool m_isFollowing = false; ///< the next trace shows its last token
    std::weak_ptr<const Trace> m_lensTrace; ///< asked for last
    Index m_lensPosition = -1;
    // Last: destroyed first, so that nothing is delivered to a half-destroyed view.
    std::unique_ptr<LatestWins<LensRequest, LensResult>> m_worker;
};

} // namespace hl::ui
