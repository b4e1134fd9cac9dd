#pragma once

#include <QString>

class QCoreApplication;

namespace hl::ui {

/// Shows the application in "en" or "zh_CN", or, for an empty code, in the desktop's language if it is one of them.
/// Qt's own sentences come along. Widgets get QEvent::LanguageChange.
void setLanguage(QCoreApplication& application, const QString& code);

/// The language shown: "en" or "zh_CN".
[[nodiscard]] QString currentLanguage();

} // namespace hl::ui
