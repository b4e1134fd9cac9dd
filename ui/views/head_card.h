#pragma once

#include <QFont>
#include <QSize>
#include <QString>
#include <QStringList>
#include <QWidget>

#include <tuple>
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

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();
    void show();
    void setTakenOut(bool isTakenOut);
    [[nodiscard]] StepRef selectedHead() const;
    [[nodiscard]] QStringList sayings(const StepRef& pattern, const std::vector<HeadRole>& roles) const;
    [[nodiscard]] QString effectText() const;

    Session& m_session;
    Settings& m_settings;
    QStringList m_sayings; ///< what the head was found to do, from all that was measured to the least
    QString m_seeds;
    /// What fit() depends on, as it was found last; at most keys nothing of it changes.
    std::tuple<QStringList, QString, QString, QSize, QFont> m_fitted;
    QLabel* m_roles = nullptr;
    QCheckBox* m_out = nullptr;
    QLabel* m_effect = nullptr;
};

} // namespace hl::ui
