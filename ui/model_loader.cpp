#include "ui/model_loader.h"

#include "core/base/memory_guard.h"
#include "core/run/open_model.h"
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
    m_worker = std::make_unique<LatestWins<Wanted, Loaded>>(
        [this](const Wanted& wanted, std::stop_token stop) { return open(wanted, stop); }, deliver);
}

ModelLoader::~ModelLoader() = default;

void ModelLoader::load(const QString& nameOrFolder, bool mayTakeMuch)
{
    m_name = nameOrFolder;
    m_isLoading = true;
    emit started(nameOrFolder);
    m_worker->submit({QFile::encodeName(nameOrFolder).toStdString(), mayTakeMuch, ++m_number});
}

void ModelLoader::cancel()
{
    if (!m_isLoading)
        return;
    m_worker->cancel();
    m_isLoading = false;
    emit stopped();
    emit cancelled();
}

ModelLoader::Loaded ModelLoader::open(const Wanted& wanted, const std::stop_token& stop)
{
    int last = -1;
    const auto progress = [this, &last, &stop, number = wanted.number](LoadProgress done) {
        const int permille = done.bytesTotal > 0 ? static_cast<int>(done.bytesRead * 1000 / done.bytesTotal) : 0;
        if (stop.stop_requested() || permille == std::exchange(last, permille))
            return;
        QMetaObject::invokeMethod(
            this, [this, permille, done, number] { tell(number, permille, done); },
            Qt::QueuedConnection);
    };
    return orOutOfMemory([&] { return findModel(wanted.name, stop, progress, {.mayTakeMuch = wanted.mayTakeMuch}); });
}

/// An older opening reads on until it notices that it is not wanted any more.
void ModelLoader::tell(std::uint64_t number, int permille, const LoadProgress& done)
{
    if (m_isLoading && number == m_number)
        emit progressed(permille, done);
}

void ModelLoader::receive(std::uint64_t generation, const Loaded& result)
{
    if (generation != m_worker->latest())
        return;
    m_isLoading = false;
    emit stopped();
    if (result)
        emit loaded(*result, m_name);
    else if (result.error().code == ErrorCode::NeedsMemory)
        emit memoryAsked(translated(result.error().message), m_name);
    else if (result.error().code != ErrorCode::Cancelled)
        emit failed(translated(result.error().message));
}

} // namespace hl::ui
