#include "ui/style.h"

#include <QApplication>
#include <QPalette>
#include <QProxyStyle>
#include <QRegularExpression>
#include <QStyleFactory>
#include <QToolTip>

namespace hl::ui {

namespace {

// @name is a colour, #n# a length that scales with the theme.
constexpr const char* sheet = R"(
QMainWindow, QDialog { background: @ground; }
QMainWindow::separator { background: transparent; width: #12#px; height: #12#px; }
QMainWindow::separator:hover { background: @line; }
QToolTip { background: @panel; color: @text; border: 1px solid @line; padding: #4#px; }

QMenuBar { background: @ground; padding: #2#px #6#px; }
QMenuBar::item { padding: #4#px #10#px; border-radius: #6#px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @panel; border: 1px solid @line; padding: #4#px; }
QMenu::item { padding: #5#px #24#px #5#px #8#px; border-radius: #4#px; margin: 1px; }
QMenu::item:selected { background: @selected; color: @text; }
QMenu::item:disabled { color: @faint; }
QMenu::icon { padding-left: #6#px; }
QMenu::separator { height: 1px; background: @line; margin: #4#px #8#px; }

QToolBar { background: @panel; border: none; border-bottom: 1px solid @line; border-top: 1px solid @line; spacing: #6#px; padding: #7#px #12#px; }
QToolButton, QPushButton, QComboBox {
  background: @panel; border: 1px solid @line; border-radius: #7#px; padding: 0 #10#px; min-height: #26#px; color: @text; }
QToolButton { padding: 0 #8#px; }
QToolBar QToolButton { min-width: #18#px; }
QToolButton:hover, QPushButton:hover, QComboBox:hover { background: @hover; }
QToolButton:pressed, QPushButton:pressed { background: @selected; }
QToolButton:checked, QPushButton:checked, QPushButton:default { background: @selected; border-color: @selectedLine; color: @accent; }
QToolButton:disabled, QPushButton:disabled, QComboBox:disabled { color: @faint; }
QToolButton:focus, QPushButton:focus, QComboBox:focus { border-color: @accent; }
QToolButton[popupMode="2"] { padding-right: #18#px; }
QToolButton::menu-indicator { image: none; }
QToolButton[popupMode="2"]::menu-indicator {
  subcontrol-origin: padding; subcontrol-position: right center; right: #6#px; width: 9px; height: 9px; image: url(@arrow); }
QToolButton[flat="true"] { background: transparent; border: 1px solid transparent; border-radius: #6#px; padding: #3#px; min-height: #18#px; }
QToolButton[flat="true"]::menu-indicator { image: none; width: 0; }
QToolButton[flat="true"]:hover { background: @hover; }
QToolButton[flat="true"]:focus { border-color: @accent; }
QComboBox::drop-down { border: none; width: #18#px; }
QComboBox::down-arrow { image: url(@arrow); width: 9px; height: 9px; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @line; selection-background-color: @selected; selection-color: @text; outline: none; }

QLineEdit, QSpinBox, QDoubleSpinBox {
  background: @panel; border: 1px solid @line; border-radius: #7#px; padding: 0 #8#px; min-height: #26#px; selection-background-color: @accent; selection-color: @panel; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border-color: @accent; }
QSpinBox, QDoubleSpinBox { padding: 0 #4#px 0 #8#px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; width: #16#px; border: none; background: transparent; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; width: #16#px; border: none; background: transparent; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(@uparrow); width: 8px; height: 8px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(@arrow); width: 8px; height: 8px; }
QPlainTextEdit { background: transparent; border: none; selection-background-color: @accent; selection-color: @panel; }
QTextBrowser { background: @panel; border: none; }
QListView, QTreeView, QTableView { background: @panel; border: 1px solid @line; border-radius: #8#px; outline: none; alternate-background-color: @ground; }
QListView::item { padding: #5#px #8#px; border-radius: #4#px; }
QListView::item:selected { background: @selected; color: @text; }
QHeaderView::section { background: @panel; color: @secondary; border: none; border-bottom: 1px solid @line; padding: #4#px #8#px; }

QCheckBox { spacing: #6#px; }
QCheckBox:focus { color: @accent; }
QCheckBox::indicator, QListView::indicator { width: #12#px; height: #12#px; border: 1px solid @faint; border-radius: #3#px; background: @panel; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: @accent; border-color: @accent; image: url(@check); }
QCheckBox::indicator:disabled { background: @ground; border-color: @line; }
QCheckBox::indicator:checked:disabled { background: @faint; border-color: @faint; }

QLabel[role="secondary"], QCheckBox[role="secondary"] { color: @secondary; font-size: @size11px; }
QLabel[role="title"] { color: @secondary; font-size: @size11px; font-weight: 600; }
QLabel[role="sentence"] { font-size: @size17px; font-weight: 500; }
QLabel[role="error"] { color: @broken; }

QLabel#dropHint { background: @panel; border: 2px dashed @accent; border-radius: #10#px; padding: #24#px; font-size: @size17px; font-weight: 500; }
QLabel#dropHint[role="error"] { border-color: @broken; }
QDialog#commandPalette { background: @panel; border: 1px solid @selectedLine; }
QFrame[panel="true"] { background: @panel; border: 1px solid @line; border-radius: #8#px; }
QFrame[panel="top"] { background: @panel; border: 1px solid @line; border-bottom: none; border-top-left-radius: #8#px; border-top-right-radius: #8#px; }
QFrame[panel="bottom"] { background: @panel; border: 1px solid @line; border-top: none; border-bottom-left-radius: #8#px; border-bottom-right-radius: #8#px; }
QScrollArea { background: transparent; border: none; }
QScrollArea#ledgerScroll { border: 1px solid transparent; border-radius: #6#px; }
QScrollArea#ledgerScroll:focus { border-color: @accent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QTabBar { qproperty-drawBase: 0; background: transparent; }
QTabBar::tab { background: transparent; border: none; border-bottom: 2px solid transparent; color: @secondary; padding: #7#px #6#px; margin: 0 #12#px 0 #6#px; font-weight: 500; }
QTabBar::tab:selected { color: @accent; border-bottom-color: @accent; font-weight: 600; }
QTabBar::tab:hover:!selected { color: @text; }
QTabBar::tab:focus { background: @selected; border-top-left-radius: #6#px; border-top-right-radius: #6#px; }
QTabBar::scroller { width: #44#px; }
QTabBar QToolButton { background: @panel; border: 1px solid @line; border-radius: #4#px; padding: 0; margin: #6#px 0; }
QTabBar QToolButton::left-arrow { image: url(@leftarrow); width: #10#px; height: #10#px; }
QTabBar QToolButton::right-arrow { image: url(@rightarrow); width: #10#px; height: #10#px; }
QTabWidget::pane { border: none; }

QSlider::groove:horizontal { height: #4#px; background: @line; border-radius: #2#px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: #2#px; }
QSlider::handle:horizontal { background: @accent; width: #12#px; height: #12#px; margin: -#4#px 0; border-radius: #6#px; }
QSlider::handle:horizontal:focus { border: 2px solid @text; }

QScrollBar:vertical { background: transparent; width: #10#px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: #10#px; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: #4#px; margin: #2#px; }
QScrollBar::handle:vertical { min-height: #24#px; }
QScrollBar::handle:horizontal { min-width: #24#px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: @line; border: none; border-radius: #2#px; max-height: #4#px; min-height: #4#px; }
QProgressBar::chunk { background: @accent; border-radius: #2#px; }
QStatusBar { background: @ground; color: @secondary; border-top: 1px solid @line; padding: 0 #8#px; min-height: #24#px; }
QStatusBar::item { border: none; }
QStatusBar QPushButton { min-height: #16#px; border-radius: #5#px; }
)";

/// Fusion without underlined letters in menus until Alt is pressed.
class QuietStyle final : public QProxyStyle
{
public:
    QuietStyle()
        : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
    {}

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returned) const override
    {
        if (hint == SH_UnderlineShortcut)
            return QGuiApplication::keyboardModifiers() & Qt::AltModifier ? 1 : 0;
        if (hint == SH_DialogButtonBox_ButtonsHaveIcons)
            return 0; // Fusion's are in other colours than everything else
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
};

constexpr const char* styledProperty = "headlightStyled";

} // namespace

QString styleSheetOf(const Theme& theme)
{
    QString text = QLatin1String(sheet);
    const std::pair<const char*, QColor> colors[] = {
        {"@selectedLine", mixed(theme.selectedGround, theme.accent, 0.3)},
        {"@selected", theme.selectedGround},
        {"@secondary", theme.secondary},
        {"@ground", theme.ground},
        {"@panel", theme.panel},
        {"@line", theme.line},
        {"@hover", mixed(theme.panel, theme.text, 0.06)},
        {"@text", theme.text},
        {"@faint", theme.faint},
        {"@accent", theme.accent},
        {"@broken", theme.broken},
        {"@scroll", mixed(theme.panel, theme.text, 0.2)},
    };
    for (const auto& [name, color] : colors)
        text.replace(QLatin1String(name), color.name());
    const QString tone = theme.isDark ? QStringLiteral("dark") : QStringLiteral("light");
    for (const auto& [name, file] : {std::pair("@uparrow", "up"), {"@leftarrow", "left"}, {"@rightarrow", "right"}, {"@arrow", "arrow"}, {"@check", "check"}})
        text.replace(QLatin1String(name), QStringLiteral(":/style/%1-%2.svg").arg(QLatin1String(file), tone));
    text.replace(QLatin1String("@size11"), QString::number(qRound(11.5 * theme.scale)));
    text.replace(QLatin1String("@size17"), QString::number(qRound(17 * theme.scale)));
    static const QRegularExpression length(QStringLiteral("#(\\d+)#"));
    qsizetype from = 0;
    for (auto match = length.match(text); match.hasMatch(); match = length.match(text, from)) {
        const QString pixels = QString::number(qRound(match.captured(1).toInt() * theme.scale));
        text.replace(match.capturedStart(), match.capturedLength(), pixels);
        from = match.capturedStart() + pixels.size();
    }
    return text;
}

QPalette paletteOf(const Theme& theme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, theme.ground);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.panel);
    palette.setColor(QPalette::AlternateBase, theme.ground);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.secondary);
    palette.setColor(QPalette::Button, theme.panel);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, theme.broken);
    palette.setColor(QPalette::Highlight, theme.accent);
    palette.setColor(QPalette::HighlightedText, theme.panel);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::LinkVisited, theme.accent);
    palette.setColor(QPalette::ToolTipBase, theme.panel);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Light, theme.panel);
    palette.setColor(QPalette::Mid, theme.line);
    palette.setColor(QPalette::Dark, theme.line);
    palette.setColor(QPalette::Shadow, theme.line);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.faint);
    return palette;
}

void applyStyle(QApplication& application, const Theme& theme)
{
    if (!application.property(styledProperty).toBool()) {
        QApplication::setStyle(new QuietStyle);
        application.setProperty(styledProperty, true);
    }
    const QString sheet = styleSheetOf(theme);
    if (application.styleSheet() == sheet && QApplication::font() == theme.font())
        return; // the same once more would polish every widget again
    QApplication::setPalette(paletteOf(theme));
    QApplication::setFont(theme.font());
    QToolTip::setFont(theme.font());
    application.setStyleSheet(sheet);
}

} // namespace hl::ui
