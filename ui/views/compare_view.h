#pragma once

#include "core/run/counterpart.h"
#include "ui/model_loader.h"
#include "ui/views/view.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace hl::ui {

class CompareCanvas;

/// The selected step beside that of another head, step, text or model, of the run before the changes, of what was pinned, or of a
/// file. Runs of its own go on in the background; the newest wins.
class CompareView : public View
{
    Q_OBJECT

public:
    CompareView(Session& session, Settings& settings, QWidget* parent = nullptr);
    ~CompareView() override;

    [[nodiscard]] QString name() const override { return QStringLiteral("compare"); }
    [[nodiscard]] FigureView* figureView() const override;

    /// Keeps the present trace and step as the other side.
    void pin();
    void openFile(const QString& path);
    void compareWith(const CompareWith& with);
    /// What is compared with, as `render --compare` takes it; empty where words cannot say it (what is pinned).
    [[nodiscard]] QString told() const;
    /// Compares with what told() gave; an empty text changes nothing.
    void tell(const QString& text);
    /// What is pinned, on show or not; null where nothing is.
    [[nodiscard]] std::shared_ptr<const Counterpart> pinned() const { return m_pinned; }
    void showPinned(std::shared_ptr<const Counterpart> pinned);
    /// The other side on show; null while there is none.
    [[nodiscard]] std::shared_ptr<const Counterpart> counterpart() const;

private:
    using Made = Result<Counterpart>;
    struct Job
    {
        RunRequest request;
        CompareWith with;
    };

    void chooseKind(int index);
    void await(CompareWith::Kind kind, const QString& sentence);
    void fillChoices();
    void showModel();
    void refresh();
    void receive(std::uint64_t generation, const Made& made);
    void chooseFile();

    CompareCanvas* m_canvas = nullptr;
    QComboBox* m_kind = nullptr;
    QStackedWidget* m_choice = nullptr;
    QComboBox* m_head = nullptr;
    QComboBox* m_step = nullptr;
    QLineEdit* m_text = nullptr;
    QComboBox* m_model = nullptr;
    QToolButton* m_pin = nullptr;
    QToolButton* m_file = nullptr;
    QLabel* m_hint = nullptr;
    CompareWith m_with;
    bool m_isNewWith = true; ///< the next refresh must make another counterpart
    bool m_isAwaited = false; ///< what the worker makes is wanted
    RunRequest m_doneFor;    ///< the request that the counterpart was made for
    std::shared_ptr<const Counterpart> m_pinned;
    std::filesystem::path m_filePath; ///< the file that was opened last; empty: none
    ModelLoader m_loader;
    std::unique_ptr<LatestWins<Job, Made>> m_worker; // last: destroyed first
};

} // namespace hl::ui
