#pragma once

#include <QWidget>

#include <vector>

class QCheckBox;
class QLabel;

namespace hl {
struct HeadRole;
struct StepRef;
}

namespace hl::ui {

class Session;
class Settings;

/// What is known of the selected head: its measured roles and where they come from; a switch that takes the head out of
/// the model, and what that does to the prediction.
class HeadCard : public QWidget
{
    Q_OBJECT

public:
    HeadCard(Session& session, Settings& settings, QWidget* parent = nullptr);

private:
    void show();
    void setTakenOut(bool isTakenOut);
    [[nodiscard]] StepRef selectedHead() const;
    [[nodiscard]] QString rolesText(const StepRef& pattern, const std::vector<HeadRole>& roles) const;
    [[nodiscard]] QString effectText() const;

    Session& m_session;
    Settings& m_settings;
    QLabel* m_roles = nullptr;
    QCheckBox* m_out = nullptr;
    QLabel* m_effect = nullptr;
};

} // namespace hl::ui
