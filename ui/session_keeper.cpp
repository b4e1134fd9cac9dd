#include "ui/session_keeper.h"

#include "core/base/memory_guard.h"
#include "ui/translate.h"

#include <QDir>
#include <QFileInfo>

#include <utility>

namespace hl::ui {

namespace {

constexpr int saveAfter = 1500; // ms

} // namespace

SessionKeeper::SessionKeeper(Session& session, Settings& settings, std::function<void(SavedSession&)> addWindow, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_settings(settings)
    , m_addWindow(std::move(addWindow))
{
    m_saving.setSingleShot(true);
    m_saving.setInterval(saveAfter);
    connect(&m_saving, &QTimer::timeout, this, [this] { m_writer->submit({m_file, present()}); });
    connect(&session, &Session::requestChanged, this, &SessionKeeper::saveSoon);
    connect(&session.selection(), &Selection::changed, this, &SessionKeeper::saveSoon);
    connect(&settings, &Settings::optionsChanged, this, &SessionKeeper::saveSoon);
    const auto job = [](const Job& wanted, const std::stop_token&) { return orOutOfMemory([&] { return writeSession(wanted.file, wanted.session); }); };
    const auto deliver = [this](std::uint64_t, const Result<void>& written) {
        QMetaObject::invokeMethod(this, [this, written] { noteWritten(written); }, Qt::QueuedConnection);
    };
    m_writer = std::make_unique<LatestWins<Job, Result<void>>>(job, deliver);
}

SessionKeeper::~SessionKeeper() = default;

SavedSession SessionKeeper::present() const
{
    SavedSession saved;
    saved.modelName = m_session.modelName();
    saved.request = m_session.request();
    saved.place = std::as_const(m_session).selection().wanted();
    saved.options = m_settings.options();
    saved.isDark = m_settings.theme().isDark;
    m_addWindow(saved);
    return saved;
}

void SessionKeeper::show(const SavedSession& saved, std::shared_ptr<const Model> model)
{
    RunRequest request = saved.request;
    request.model = std::move(model);
    request.keep = m_session.request().keep;
    m_settings.setOptions(saved.options);
    m_session.setRequest(request, saved.modelName, saved.place);
}

void SessionKeeper::keepIn(const QString& file)
{
    m_file = file;
    QDir().mkpath(QFileInfo(file).path()); // a first start has no folder for it yet
}

void SessionKeeper::saveSoon()
{
    if (!m_file.isEmpty() && m_session.model())
        m_saving.start();
}

void SessionKeeper::saveNow()
{
    m_saving.stop();
    if (!m_file.isEmpty() && m_session.model())
        noteWritten(writeSession(m_file, present()));
}

void SessionKeeper::noteWritten(const Result<void>& written)
{
    if (!written && !m_hasFailed)
        emit failed(translated(written.error().message));
    m_hasFailed = !written.has_value();
}

} // namespace hl::ui
