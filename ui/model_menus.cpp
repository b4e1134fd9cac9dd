#include "ui/model_menus.h"

#include "core/model/builtin.h"
#include "ui/translate.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace hl::ui {

namespace {

const BuiltinInfo* builtinInfo(const QString& name)
{
    const auto all = builtinModels();
    const auto found = std::find_if(all.begin(), all.end(), [&](const BuiltinInfo& info) {
        return name == QString::fromUtf8(info.name.data(), static_cast<qsizetype>(info.name.size()));
    });
    return found == all.end() ? nullptr : &*found;
}

QString escaped(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

QString modelTitle(const QString& nameOrFolder)
{
    if (const BuiltinInfo* info = builtinInfo(nameOrFolder))
        return translated(info->title);
    const QString name = QFileInfo(QDir::cleanPath(nameOrFolder)).fileName();
    return name.isEmpty() ? nameOrFolder : name;
}

void fillBuiltinMenu(QMenu& menu, const Session& session, const OpenModel& open)
{
    menu.clear();
    for (const BuiltinInfo& info : builtinModels()) {
        const QString name = QString::fromUtf8(info.name.data(), static_cast<qsizetype>(info.name.size()));
        QAction* action = menu.addAction(escaped(translated(info.title)));
        action->setToolTip(translated(info.description));
        action->setCheckable(true);
        action->setChecked(session.modelName() == name);
        QObject::connect(action, &QAction::triggered, &menu, [open, name] { open(name); });
    }
}

void fillRecentMenu(QMenu& menu, const Settings& settings, const OpenModel& open)
{
    menu.clear();
    for (const QString& recent : settings.recentModels()) {
        if (builtinInfo(recent))
            continue;
        QAction* action = menu.addAction(escaped(QDir::toNativeSeparators(recent)));
        const bool isThere = QFileInfo::exists(recent);
        action->setEnabled(isThere);
        if (!isThere)
            action->setText(QCoreApplication::translate("Menus", "%1 (not found)").arg(action->text()));
        QObject::connect(action, &QAction::triggered, &menu, [open, recent] { open(recent); });
    }
    if (menu.isEmpty())
        menu.addAction(QCoreApplication::translate("Menus", "Folders and files you open are listed here"))->setEnabled(false);
}

void fillSamplesMenu(QMenu& menu, const std::function<void(const Sample&)>& open)
{
    menu.clear();
    for (const Sample& sample : samples()) {
        QAction* action = menu.addAction(QStringLiteral("%1:  %2").arg(escaped(sample.title), escaped(sample.text)));
        action->setToolTip(sample.look);
        QObject::connect(action, &QAction::triggered, &menu, [open, sample] { open(sample); });
    }
}

} // namespace hl::ui
