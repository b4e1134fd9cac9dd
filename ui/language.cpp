#include "ui/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace hl::ui {

namespace {

constexpr const char* translatorName = "headlightTranslator";
constexpr const char* languageProperty = "headlightLanguage";

QString resolved(const QString& code)
{
    if (!code.isEmpty())
        return code;
    for (const QString& name : QLocale::system().uiLanguages()) {
        const QLocale locale(name);
        if (locale.language() == QLocale::Chinese)
            return QStringLiteral("zh_CN");
        if (locale.language() == QLocale::English)
            break;
    }
    return QStringLiteral("en");
}

void install(QCoreApplication& application, const QString& file, const QString& folder)
{
    auto* translator = new QTranslator(&application);
    translator->setObjectName(QLatin1String(translatorName));
    if (translator->load(file, folder))
        QCoreApplication::installTranslator(translator);
}

} // namespace

void setLanguage(QCoreApplication& application, const QString& code)
{
    const QString language = resolved(code);
    if (language == application.property(languageProperty).toString())
        return;
    const auto old = application.findChildren<QTranslator*>(QLatin1String(translatorName), Qt::FindDirectChildrenOnly);
    for (QTranslator* translator : old) {
        QCoreApplication::removeTranslator(translator);
        delete translator;
    }
    application.setProperty(languageProperty, language);
    // Qt's first: later translators are asked first.
    if (language != QLatin1String("en"))
        install(application, QStringLiteral("qtbase_") + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(application, QStringLiteral("headlight_") + language, QStringLiteral(":/i18n"));
}

QString currentLanguage()
{
    const QString language = QCoreApplication::instance()->property(languageProperty).toString();
    return language.isEmpty() ? QStringLiteral("en") : language;
}

} // namespace hl::ui
