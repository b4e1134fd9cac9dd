#include "ui/session.h"

#include "ui/translate.h"

namespace hl::ui {

Session::Session(QObject* parent)
    : QObject(parent)
{
    const auto deliver = [this](std::uint64_t generation, Result<TracePtr> result) {
        QMetaObject::invokeMethod(
            this, [this, generation, result = std::move(result)] { receive(generation, result); },
            Qt::QueuedConnection);
    };
    m_worker = std::make_unique<LatestWins<RunRequest, Result<TracePtr>>>(
        [](const RunRequest& request, std::stop_token stop) { return run(request, stop); }, deliver);
}

Session::~Session() = default;

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
    emit modelChanged();
    submit();
}

void Session::setText(const QString& text)
{
    // toUcs4 turns lone surrogates into U+FFFD; toUtf8 alone would write "?".
    const auto utf8 = QString::fromUcs4(reinterpret_cast<const char32_t*>(text.toUcs4().constData()),
                                        text.toUcs4().size()).toStdString();
    if (utf8 == m_request.text)
        return;
    m_request.text = utf8;
    m_request.shuffle.clear();
    emit textChanged();
    submit();
}

void Session::setSecondText(const std::optional<QString>& text)
{
    const auto second = text ? std::optional(text->toStdString()) : std::nullopt;
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

void Session::submit()
{
    if (!m_request.model)
        return;
    m_worker->submit(m_request);
    if (!m_isStale) {
        m_isStale = true;
        emit staleChanged(true);
    }
}

void Session::receive(std::uint64_t generation, Result<TracePtr> result)
{
    // A finished result may have been queued when a newer request came in: it is dropped here.
    if (generation != m_worker->latest())
        return;
    const QString error = result ? QString() : translated(result.error().message);
    m_trace = result ? *result : nullptr;
    m_isStale = false;
    m_selection.setTrace(m_trace);
    if (error != m_errorText) {
        m_errorText = error;
        emit errorChanged();
    }
    emit staleChanged(false);
    emit traceChanged();
}

} // namespace hl::ui
