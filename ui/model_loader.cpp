#include "ui/model_loader.h"

#include "core/model/builtin.h"
#include "ui/translate.h"

#include <QDir>
#include <QFile>

namespace hl::ui {

ModelLoader::ModelLoader(QObject* parent)
    : QObject(parent)
{
    const auto deliver = [this](std::uint64_t generation, Loaded result) {
        QMetaObject::invokeMethod(
            this, [this, generation, result = std::move(result)] { receive(generation, result); },
            Qt::QueuedConnection);
    };
    m_worker = std::make_unique<LatestWins<std::string, Loaded>>(
        [this](const std::string& name, std::stop_token stop) { return open(name, stop); }, deliver);
}

ModelLoader::~ModelLoader() = default;

void ModelLoader::load(const QString& nameOrFolder)
{
    m_name = nameOrFolder;
    m_isLoading = true;
    emit started(nameOrFolder);
    m_worker->submit(QFile::encodeName(nameOrFolder).toStdString());
}

void ModelLoader::cancel()
{
    if (!m_isLoading)
        return;
    m_worker->cancel();
    m_isLoading = false;
    emit stopped();
}

ModelLoader::Loaded ModelLoader::open(const std::string& nameOrFolder, const std::stop_token& stop)
{
    if (const BuiltinInfo* info = findBuiltin(nameOrFolder))
        return openBuiltin(*info);
    int last = -1;
    const auto progress = [this, &last](LoadProgress done) {
        const int permille = done.bytesTotal > 0 ? static_cast<int>(done.bytesRead * 1000 / done.bytesTotal) : 0;
        if (permille == std::exchange(last, permille))
            return;
        QMetaObject::invokeMethod(
            this, [this, permille] { emit progressed(permille); }, Qt::QueuedConnection);
    };
    return loadModel(std::filesystem::path(nameOrFolder), stop, progress);
}

void ModelLoader::receive(std::uint64_t generation, const Loaded& result)
{
    if (generation != m_worker->latest())
        return;
    m_isLoading = false;
    emit stopped();
    if (result)
        emit loaded(*result, m_name);
    else if (result.error().code != ErrorCode::Cancelled)
        emit failed(translated(result.error().message));
}

} // namespace hl::ui
