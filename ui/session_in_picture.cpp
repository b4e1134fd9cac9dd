#include "ui/session_in_picture.h"

#include "core/base/limits.h"

#include <QBuffer>
#include <QImageReader>
#include <QXmlStreamReader>

#include <algorithm>

#include <zlib.h>

namespace hl::ui {

namespace {

std::optional<QByteArray> inPng(QByteArray file)
{
    QBuffer buffer(&file);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, "png"); // no other decoder sees the bytes
    reader.setDecideFormatFromContent(false);
    const QString text = reader.text(QLatin1String(sessionTextKey));
    return text.isEmpty() ? std::nullopt : std::optional(text.toUtf8());
}

std::optional<QByteArray> inSvg(const QByteArray& file)
{
    QXmlStreamReader reader(file);
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("metadata")
            && reader.attributes().value(QLatin1String("id")) == QLatin1String(sessionMetadataId))
            return reader.readElementText().toUtf8();
    }
    return std::nullopt;
}

std::optional<QByteArray> inflated(const QByteArray& packed)
{
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return std::nullopt;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.constData())); // zlib only reads it
    stream.avail_in = static_cast<uInt>(packed.size());
    QByteArray all;
    char piece[1 << 16];
    int state = Z_OK;
    while (state == Z_OK && static_cast<std::uint64_t>(all.size()) <= limits::sessionFile) {
        stream.next_out = reinterpret_cast<Bytef*>(piece);
        stream.avail_out = sizeof piece;
        state = inflate(&stream, Z_NO_FLUSH);
        all.append(piece, static_cast<qsizetype>(sizeof piece - stream.avail_out));
    }
    inflateEnd(&stream);
    return state == Z_STREAM_END ? std::optional(all) : std::nullopt;
}

/// The number in "/F 12 0 R" behind `at`.
int referenceAfter(const QByteArray& file, qsizetype at)
{
    const QByteArray mark = "/EF <</F ";
    const qsizetype begin = file.indexOf(mark, at);
    const qsizetype end = begin < 0 ? -1 : file.indexOf(' ', begin + mark.size());
    return end < 0 ? 0 : file.mid(begin + mark.size(), std::min<qsizetype>(end - begin - mark.size(), 10)).toInt();
}

/// Only as Qt writes attachments: this reads our own files, not any PDF.
std::optional<QByteArray> inPdf(const QByteArray& file)
{
    const qsizetype name = file.indexOf(QByteArray("/F (") + sessionAttachment + ')');
    const int object = name < 0 ? 0 : referenceAfter(file, name);
    const qsizetype begin = object <= 0 ? -1 : file.indexOf('\n' + QByteArray::number(object) + " 0 obj\n");
    const QByteArray streamMark = "\nstream\n";
    const qsizetype data = begin < 0 ? -1 : file.indexOf(streamMark, begin);
    if (data < 0)
        return std::nullopt;
    const QByteArray rest = file.mid(data + streamMark.size());
    if (file.mid(begin, data - begin).contains("/FlateDecode"))
        return inflated(rest); // which knows its own end
    const qsizetype end = rest.indexOf("\nendstream"); // JSON has no such line
    return end < 0 ? std::nullopt : std::optional(rest.left(end));
}

} // namespace

std::optional<QByteArray> sessionInPicture(const QByteArray& file)
{
    if (file.startsWith("\x89PNG"))
        return inPng(file);
    if (file.startsWith("%PDF-"))
        return inPdf(file);
    return file.left(1024).contains("<svg") ? inSvg(file) : std::nullopt;
}

} // namespace hl::ui
