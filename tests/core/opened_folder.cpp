#include "core/opened_folder.h"

#include "core/model/load.h"

#include <filesystem>

using namespace hl;

Result<std::shared_ptr<const Model>> OpenedFolder::open(const ModelFolder& made) const
{
    const std::filesystem::path folder = std::filesystem::path(m_directory.path().toStdString()) / "model";
    std::filesystem::remove_all(folder);
    made.write(folder);
    return loadModel(folder);
}

std::shared_ptr<const Model> OpenedFolder::opened(const ModelFolder& made) const
{
    const auto model = open(made);
    if (!model)
        qFatal("%s", model.error().english().c_str());
    return *model;
}

QString OpenedFolder::refusal(const ModelFolder& made) const
{
    const auto model = open(made);
    return model ? QStringLiteral("it opened") : QString::fromStdString(model.error().english());
}
