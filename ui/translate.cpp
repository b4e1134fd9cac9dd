#include "ui/translate.h"

#include <QCoreApplication>

namespace hl::ui {

QString translated(const char* source)
{
    return QCoreApplication::translate("core", source);
}

QString translated(const Message& message)
{
    return QString::fromStdString(fill(translated(message.source).toStdString(), message.args));
}

} // namespace hl::ui
