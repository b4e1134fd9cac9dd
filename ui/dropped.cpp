#include "ui/dropped.h"

#include "ui/session.h"
#include "ui/session_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace hl::ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Dropped", text);
}

bool endsIn(const QFileInfo& file, const QStringList& endings)
{
    return endings.contains(file.suffix().toLower());
}

/// Weights, or what stands beside them in a model's folder.
bool isOfModel(const QFileInfo& file)
{
    static const QStringList names{QStringLiteral("config.json"), QStringLiteral("tokenizer.json"), QStringLiteral("tokenizer_config.json"),
                                   QStringLiteral("special_tokens_map.json"), QStringLiteral("added_tokens.json"), QStringLiteral("vocab.json"),
                                   QStringLiteral("vocab.txt"), QStringLiteral("merges.txt"), QStringLiteral("words.txt")};
    const bool hasConfig = QFileInfo::exists(file.dir().filePath(QStringLiteral("config.json")));
    return endsIn(file, {QStringLiteral("safetensors"), QStringLiteral("bin"), QStringLiteral("model")})
           || names.contains(file.fileName()) || (hasConfig && endsIn(file, {QStringLiteral("json")}));
}

bool holdsNumbers(const QFileInfo& file)
{
    return file.isFile() && !isOfModel(file)
           && endsIn(file, {QStringLiteral("npz"), QStringLiteral("npy"), QStringLiteral("csv"), QStringLiteral("tsv"), QStringLiteral("json")});
}

Dropped allNumbers(const std::vector<QFileInfo>& files)
{
    Dropped numbers{Dropped::As::Numbers, {}, {}};
    for (const QFileInfo& file : files) {
        if (holdsNumbers(file))
            numbers.paths.append(file.absoluteFilePath());
    }
    const int count = static_cast<int>(numbers.paths.size());
    numbers.sentence = count == 1 ? words(QT_TRANSLATE_NOOP("Dropped", "Show or check the numbers in %1")).arg(files.front().fileName())
                                  : QCoreApplication::translate("Dropped", "Check the numbers in %n file(s)", nullptr, count);
    return numbers;
}

} // namespace

Dropped Dropped::of(const QMimeData& data, const hl::ui::Session& session)
{
    std::vector<QFileInfo> files;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile())
            files.emplace_back(url.toLocalFile());
    }
    if (files.empty())
        return {};
    const QFileInfo& first = files.front();
    const QString name = first.fileName().isEmpty() ? first.absoluteFilePath() : first.fileName();
    const auto as = [&](As kind, const QString& path, const char* sentence) { return Dropped{kind, {path}, words(sentence).arg(name)}; };
    const QString path = first.absoluteFilePath();
    if (!first.exists())
        return as(As::Nothing, path, QT_TRANSLATE_NOOP("Dropped", "%1 is not there any more."));
    if (first.isDir())
        return as(As::Model, path, QT_TRANSLATE_NOOP("Dropped", "Open the model %1"));
    if (isOfModel(first)) {
        const QString folder = first.absolutePath();
        return {As::Model, {folder}, words(QT_TRANSLATE_NOOP("Dropped", "Open the model %1")).arg(QFileInfo(folder).fileName())};
    }
    if (holdsNumbers(first))
        return allNumbers(files);
    if (session.readsPictures() && endsIn(first, {QStringLiteral("png")}))
        return as(As::Picture, path, QT_TRANSLATE_NOOP("Dropped", "Let the model look at %1"));
    if (mayHoldSession(path))
        return as(As::Session, path, QT_TRANSLATE_NOOP("Dropped", "Open the session in %1"));
    if (endsIn(first, {QStringLiteral("wav")})) {
        return session.readsSound()
                   ? as(As::Sound, path, QT_TRANSLATE_NOOP("Dropped", "Let the model listen to %1"))
                   : as(As::Nothing, path, QT_TRANSLATE_NOOP("Dropped", "%1 is a sound, which this model does not read: open a Whisper model first."));
    }
    if (endsIn(first, {QStringLiteral("txt"), QStringLiteral("md")})) {
        return session.readsText() ? as(As::Text, path, QT_TRANSLATE_NOOP("Dropped", "Take the text of %1"))
                                   : as(As::Nothing, path, QT_TRANSLATE_NOOP("Dropped", "%1 is a text, which this model does not read: open another model first."));
    }
    return as(As::Nothing, path,
              QT_TRANSLATE_NOOP("Dropped", "%1 is nothing that can be opened here: drop a model's folder, a session or an exported picture, "
                                           "numbers (NPZ, NPY, CSV, TSV, JSON) or a text (TXT)."));
}

} // namespace hl::ui
