#pragma once

#include "core/model/load.h"
#include "core/run/latest_wins.h"

#include <QObject>
#include <QString>

#include <filesystem>

namespace hl::ui {

/// Opens models in the background; the newest request wins. Results arrive on the GUI thread.
class ModelLoader : public QObject
{
    Q_OBJECT

public:
    explicit ModelLoader(QObject* parent = nullptr);
    ~ModelLoader() override;

    /// A folder or the name of a built-in model.
    void load(const QString& nameOrFolder);
    void cancel();
    [[nodiscard]] bool isLoading() const { return m_isLoading; }

signals:
    void started(const QString& name);
    /// 0 to 1000.
    void progressed(int permille);
    void loaded(std::shared_ptr<const hl::Model> model, const QString& name);
    /// One sentence; whatever was open stays open.
    void failed(const QString& sentence);
    void stopped();

private:
    using Loaded = Result<std::shared_ptr<const Model>>;

    Loaded open(const std::string& nameOrFolder, const std::stop_token& stop);
    void receive(std::uint64_t generation, const Loaded& result);

    QString m_name;
    bool m_isLoading = false;
    std::unique_ptr<LatestWins<std::string, Loaded>> m_worker; // last: destroyed first
};

} // namespace hl::ui
