#include "ui/session.h"

#include "ui/translate.h"

#include <QElapsedTimer>

namespace hl::ui {

namespace {

// toUcs4 turns lone surrogates into U+FFFD; toUtf8 alone would write "?".
std::string utf8Of(const QString& text)
{
    const auto characters = text.toUcs4();
    return QString::fromUcs4(reinterpret_cast<const char32_t*>(characters.constData()), characters.size())
        .toStdString();
}

} // namespace

Session::Session(QObject* parent)
    : QObject(parent)
{
    const auto job = [cache = std::make_shared<PrefixCache>()](const RunRequest& request, std::stop_token stop) {
        QElapsedTimer timer;
        timer.start();
        Result<TracePtr> result = run(request, std::move(stop), cache.get());
        return Timed{std::move(result), static_cast<double>(timer.nsecsElapsed()) / 1e6};
    };
    const auto deliver = [this](std::uint64_t generation, Timed done) {
        QMetaObject::invokeMethod(
            this, [this, generation, done = std::move(done)] { receive(generation, done); },
            Qt::QueuedConnection);
    };
    m_worker = std::make_unique<LatestWins<RunRequest, Timed>>(job, deliver);
    m_request.keep = Keep::Ask;
    connect(&m_selection, &Selection::changed, this, [this] {
        if (m_request.keep == Keep::Layer && m_selection.place().layer != m_request.keptLayer)
            setKeep(Keep::Layer);
    });
}

Session::~Session() = default;

bool Session::readsText() const
{
    return !m_request.model || m_request.model->spec().readsTokens(m_request.model->spec().sides().front());
}

bool Session::readsPictures() const
{
    return m_request.model && m_request.model->spec().image;
}

bool Session::readsSound() const
{
    return m_request.model && m_request.model->spec().audio;
}

bool Session::waitsForInput() const
{
    return (readsPictures() && !m_request.picture) || (readsSound() && !m_request.sound);
}

QString Session::text() const
{
    return QString::fromStdString(m_request.text);
}

std::optional<QString> Session::secondText() const
{
    return m_request.second ? std::optional(QString::fromStdString(*m_request.second)) : std::nullopt;
}

void Session::setModel(std::shared_ptr<const Model> model, const QString& name)
{
    m_request.model = std::move(model);
    m_modelName = name;
    m_request.shuffle.clear();
    m_request.mask.custom.reset();
    m_request.edits.clear();
    if (!readsPictures())
        m_request.picture.reset(); // a model of text refuses one
    if (!readsSound())
        m_request.sound.reset();
    const bool takesSecond = m_request.model->spec().takesTarget()
        || (m_request.model->tokenizer() && m_request.model->tokenizer()->takesPairs());
    if (!takesSecond && m_request.second) {
        m_request.second.reset();
        emit textChanged();
    }
    emit modelChanged();
    submit();
}

void Session::setText(const QString& text)
{
    std::string utf8 = utf8Of(text);
    if (utf8 == m_request.text)
        return;
    m_request.text = std::move(utf8);
    m_request.shuffle.clear();
    emit textChanged();
    submit();
}

void Session::setSecondText(const std::optional<QString>& text)
{
    const auto second = text ? std::optional(utf8Of(*text)) : std::nullopt;
    if (second == m_request.second)
        return;
    m_request.second = second;
    emit textChanged();
    submit();
}

void Session::setMask(const MaskChoice& mask)
{
    m_request.mask = mask;
    submit();
}

void Session::setShuffle(const std::vector<int>& permutation)
{
    if (m_request.shuffle == permutation)
        return;
    m_request.shuffle = permutation;
    submit();
}

void Session::setWithoutPositions(bool isWithout)
{
    if (m_request.withoutPositions == isWithout)
        return;
    m_request.withoutPositions = isWithout;
    submit();
}

void Session::setKeep(Keep keep)
{
    const int layer = keep == Keep::Layer ? m_selection.place().layer : 0;
    if (m_request.keep == keep && m_request.keptLayer == layer)
        return;
    m_request.keep = keep;
    m_request.keptLayer = layer;
    submit();
}

void Session::setPicture(std::shared_ptr<const Picture> picture)
{
    if (m_request.picture == picture)
        return;
    m_request.picture = std::move(picture);
    submit();
}

void Session::setSound(std::shared_ptr<const Sound> sound)
{
    if (m_request.sound == sound)
        return;
    m_request.sound = std::move(sound);
    submit();
}

void Session::setEdits(Edits edits)
{
    if (m_request.edits == edits)
        return;
    m_request.edits = std::move(edits);
    submit();
}

void Session::setRequest(const RunRequest& request, const QString& modelName, const Place& place)
{
    const bool isOtherModel = request.model != m_request.model;
    const bool isOtherText = request.text != m_request.text || request.second != m_request.second;
    m_request = request;
    m_modelName = modelName;
    m_selection.want(place);
    if (isOtherModel)
        emit modelChanged();
    if (isOtherText)
        emit textChanged();
    submit();
}

void Session::submit()
{
    emit requestChanged();
    if (!m_request.model)
        return;
    m_request.capture.heldBytes = m_trace ? m_trace->bytes() : 0;
    m_worker->submit(m_request);
    if (!m_isStale) {
        m_isStale = true;
        emit staleChanged(true);
    }
}

void Session::receive(std::uint64_t generation, const Timed& done)
{
    // A finished result may have been queued when a newer request came in: it is dropped here.
    if (generation != m_worker->latest())
        return;
    const Result<TracePtr>& result = done.result;
    // An empty field is a beginning, not a mistake.
    const bool isNoText = readsText() && text().trimmed().isEmpty();
    const QString error = result || isNoText ? QString() : translated(result.error().message);
    m_trace = result ? *result : nullptr;
    m_runMilliseconds = done.milliseconds;
    m_isStale = false;
    m_selection.setTrace(m_trace);
    if (error != m_errorText) {
        m_errorText = error;
        emit errorChanged();
    }
    emit staleChanged(false);
    emit traceChanged();
    if (!result && result.error().code == ErrorCode::NeedsMemory)
        emit memoryAsked(error);
}

} // namespace hl::ui
