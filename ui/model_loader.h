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

    /// A folder, a file of arrays or the name of a built-in model. One that takes much memory only if it may; else
    /// memoryAsked() says how much.
    void load(const QString& nameOrFolder, bool mayTakeMuch);
    void cancel();
    [[nodiscard]] bool isLoading() const { return m_isLoading; }

signals:
    void started(const QString& name);
    /// Of a folder. Half of `permille` is for reading the weights, half for bringing them into order.
    void progressed(int permille, const hl::LoadProgress& done);
    void loaded(std::shared_ptr<const hl::Model> model, const QString& name);
    /// One sentence; whatever was open stays open.
    void failed(const QString& sentence);
    /// cancel() stopped an opening; whatever was open stays open.
    void cancelled();
    void memoryAsked(const QString& sentence, const QString& name);
    void stopped();

private:
    using Loaded = Result<std::shared_ptr<const Model>>;

    struct Wanted
    {
        std::string name;
        bool mayTakeMuch = false;
        std::uint64_t number = 0; ///< of this opening, counted from 1
    };

    Loaded open(const Wanted& wanted, const std::stop_token& stop);
    void tell(std::uint64_t number, int permille, const LoadProgress& done);
    void receive(std::uint64_t generation, const Loaded& result);

    QString m_name;
    std::uint64_t m_number = 0; ///< of the newest opening
    bool m_isLoading = false;
    std::unique_ptr<LatestWins<Wanted, Loaded>> m_worker; // last: destroyed first
};

} // namespace hl::ui
