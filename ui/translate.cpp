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

QString gapAfter(const QString& sentence)
{
    static const QString wide = QStringLiteral("。！？；");
    return sentence.isEmpty() || wide.contains(sentence.back()) ? QString() : QStringLiteral(" ");
}

QString joinedSentences(const QStringList& sentences)
{
    QString all;
    for (const QString& sentence : sentences)
        all += gapAfter(all) + sentence;
    return all;
}

QString listed(const QStringList& things)
{
    QString all;
    for (const QString& thing : things)
        all = all.isEmpty() ? thing : QCoreApplication::translate("Lists", "%1, %2").arg(all, thing);
    return all;
}

} // namespace hl::ui
