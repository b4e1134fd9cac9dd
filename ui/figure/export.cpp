#include "ui/figure/export.h"

#include "core/base/file.h"
#include "core/base/shown.h"
#include "ui/figure/pdf_letters.h"
#include "ui/session_in_picture.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QHashFunctions>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSvgGenerator>
#include <QXmlStreamReader>

#include <cmath>
#include <cstring>

namespace hl::ui {

namespace {

constexpr double unitsPerInch = 96.0;
constexpr double pointsPerInch = 72.0;
constexpr int largestSide = 16384; // pixels
constexpr int pdfDotsPerUnit = 10;
constexpr double longestPdfSide = 14400.0; // points: what readers accept

/// What a reader of the file may want to know, in fixed order.
std::vector<std::pair<QString, QString>> factsOf(const Scene& scene, const ExportOptions& options)
{
    std::vector<std::pair<QString, QString>> facts;
    facts.emplace_back(QStringLiteral("Model"), QString::fromStdString(scene.trace->model().spec().name));
    if (!options.text.isEmpty())
        facts.emplace_back(QStringLiteral("Text"), options.text);
    facts.emplace_back(QStringLiteral("Place"), QString::fromStdString(nameOf(scene.place.ref())));
    if (!scene.options.reading.isPlain())
        facts.emplace_back(QStringLiteral("Reading"), QString::fromStdString(nameOfReading(scene.place.refOf(Step::Pattern), scene.options.reading)));
    const QString version = QCoreApplication::applicationVersion();
    facts.emplace_back(QStringLiteral("Software"),
                       version.isEmpty() ? QStringLiteral("Headlight") : QStringLiteral("Headlight ") + version);
    return facts;
}

QString joined(const std::vector<std::pair<QString, QString>>& facts)
{
    QStringList lines;
    for (const auto& [key, value] : facts)
        lines << key + QStringLiteral(": ") + value;
    return lines.join(QLatin1Char('\n'));
}

void paintOn(QPainter& painter, Medium medium, const Figure& figure, const Scene& scene, QSizeF size)
{
    const QRectF rect(QPointF(0, 0), size);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::LosslessImageRendering);
    painter.fillRect(rect, scene.theme.panel);
    Ink ink(painter, medium, scene.theme);
    figure.paint(ink, rect, scene);
}

tl::unexpected<Error> tooLarge(QSizeF size, const char* unit, int limit)
{
    return fail(ErrorCode::BadInput,
                HL_NOOP("core", "The picture would be %1 × %2 %3, and at most %4 a side are possible: choose a smaller "
                                "scale or size."),
                {std::to_string(std::llround(size.width())), std::to_string(std::llround(size.height())), unit,
                 std::to_string(limit)});
}

Result<QByteArray> png(const Figure& figure, const Scene& scene, QSizeF size, const ExportOptions& options)
{
    const double scale = options.dpi ? *options.dpi / unitsPerInch : options.scale;
    if (!(scale > 0.0) || !std::isfinite(scale))
        return fail(ErrorCode::BadInput, HL_NOOP("core", "A picture's scale must be a number above 0."));
    const QSizeF pixels = size * scale;
    if (pixels.width() > largestSide || pixels.height() > largestSide)
        return tooLarge(pixels, "pixels", largestSide);
    QImage image(QSize(qCeil(pixels.width()), qCeil(pixels.height())), QImage::Format_RGB32);
    if (image.isNull())
        return fail(ErrorCode::OutOfMemory, HL_NOOP("core", "There is not enough memory for a picture of this size: "
                                                            "choose a smaller scale."));
    image.fill(scene.theme.panel);
    {
        QPainter painter(&image);
        painter.scale(scale, scale);
        paintOn(painter, Medium::Png, figure, scene, size);
    }
    constexpr double inchesPerMetre = 1000.0 / 25.4;
    image.setDotsPerMeterX(qRound(scale * unitsPerInch * inchesPerMetre));
    image.setDotsPerMeterY(qRound(scale * unitsPerInch * inchesPerMetre));
    for (const auto& [key, value] : factsOf(scene, options))
        image.setText(key, value);
    if (!options.session.isEmpty())
        image.setText(QLatin1String(sessionTextKey), QString::fromUtf8(options.session));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "png"))
        return fail(ErrorCode::OutOfMemory, HL_NOOP("core", "The picture could not be packed as PNG: choose a smaller "
                                                            "scale."));
    return bytes;
}

/// A character that XML 1.0 cannot hold.
bool isBadInXml(QChar c)
{
    return (c.unicode() < 0x20 && c != QLatin1Char('\n') && c != QLatin1Char('\t')) || c.unicode() >= 0xFFFE;
}

/// Families by name in quotes; the two that stand for any font of a kind are words of the language itself.
QString cssFamilies(QStringList families)
{
    for (QString& family : families) {
        if (family != QLatin1String("sans-serif") && family != QLatin1String("monospace"))
            family = QLatin1Char('\'') + family + QLatin1Char('\'');
    }
    return families.join(QStringLiteral(", "));
}

Result<QByteArray> svg(const Figure& figure, const Scene& scene, QSizeF size, const ExportOptions& options)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(static_cast<int>(unitsPerInch));
    generator.setSize(size.toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), size));
    // Put in below, with its characters escaped.
    generator.setTitle(QStringLiteral("@title@"));
    generator.setDescription(QStringLiteral("@desc@"));
    {
        QPainter painter(&generator);
        paintOn(painter, Medium::Svg, figure, scene, size);
    }
    QString text = QString::fromUtf8(bytes);
    text.removeIf(isBadInXml);
    static const QString endOfDescription = QStringLiteral("</desc>");
    static const QRegularExpression emptyGroup(QStringLiteral("<g [^>]*>\\s*</g>\\s*"));
    text.remove(emptyGroup);
    text.replace(QStringLiteral("<rect "), QStringLiteral("<rect shape-rendering=\"crispEdges\" "));
    for (const QFont& font : {scene.theme.font(), scene.theme.numberFont()}) // names to fall back on elsewhere
        text.replace(QStringLiteral("font-family=\"%1\"").arg(font.families().constFirst()),
                     QStringLiteral("font-family=\"%1\"").arg(cssFamilies(font.families())));
    // The later one first: what is put in may hold the other's mark.
    text.replace(text.indexOf(QStringLiteral("@desc@")), 6, joined(factsOf(scene, options)).toHtmlEscaped());
    if (!options.session.isEmpty())
        text.insert(text.indexOf(endOfDescription) + endOfDescription.size(),
                    QStringLiteral("\n<metadata id=\"%1\">").arg(QLatin1String(sessionMetadataId)) + QString::fromUtf8(options.session).toHtmlEscaped()
                        + QStringLiteral("</metadata>"));
    text.replace(text.indexOf(QStringLiteral("@title@")), 7, figure.title(scene).toHtmlEscaped());
    text.removeIf(isBadInXml);
    return text.toUtf8();
}

/// QPdfWriter puts fonts into the file in the order of a hash, which differs from start to start unless it is fixed.
class FixedHashOrder
{
public:
    FixedHashOrder() { QHashSeed::setDeterministicGlobalSeed(); }
    ~FixedHashOrder() { QHashSeed::resetRandomGlobalSeed(); }
    Q_DISABLE_COPY_MOVE(FixedHashOrder)
};

/// Gives every file the same date, so that the same picture is the same bytes. The length stays: so do all offsets.
void fixCreationDate(QByteArray& pdf)
{
    const QByteArray mark = "/CreationDate (D:";
    const qsizetype at = pdf.indexOf(mark);
    if (at < 0)
        return;
    const QByteArray fixed = "20200101000000";
    for (qsizetype i = 0; i < fixed.size(); ++i)
        pdf[at + mark.size() + i] = fixed[i];
    // The offset from UTC follows: "+02'00'".
    for (qsizetype i = at + mark.size() + fixed.size(); i < pdf.size() && pdf[i] != ')'; ++i) {
        if (pdf[i] >= '0' && pdf[i] <= '9')
            pdf[i] = '0';
        else if (pdf[i] == '-')
            pdf[i] = '+';
    }
}

Result<QByteArray> pdf(const Figure& figure, const Scene& scene, QSizeF size, const ExportOptions& options)
{
    const QSizeF points = size * (pointsPerInch / unitsPerInch);
    if (points.width() > longestPdfSide || points.height() > longestPdfSide)
        return tooLarge(points, "points", static_cast<int>(longestPdfSide));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    const FixedHashOrder fixedOrder;
    {
        QPdfWriter writer(&buffer);
        writer.setPdfVersion(QPagedPaintDevice::PdfVersion_1_4);
        writer.setResolution(static_cast<int>(unitsPerInch) * pdfDotsPerUnit);
        writer.setPageSize(QPageSize(points, QPageSize::Point, QString(), QPageSize::ExactMatch));
        writer.setPageMargins(QMarginsF());
        writer.setTitle(figure.title(scene));
        writer.setCreator(QStringLiteral("Headlight"));
        if (!options.session.isEmpty())
            writer.addFileAttachment(QLatin1String(sessionAttachment), options.session, QStringLiteral("application/json"));
        QPainter painter(&writer);
        painter.scale(pdfDotsPerUnit, pdfDotsPerUnit);
        paintOn(painter, Medium::Pdf, figure, scene, size);
    }
    fixCreationDate(bytes);
    nameLetters(bytes);
    return bytes;
}

bool isWhole(PictureFormat format, const QByteArray& bytes)
{
    switch (format) {
    case PictureFormat::Png: return !QImage::fromData(bytes, "png").isNull();
    case PictureFormat::Pdf: return bytes.startsWith("%PDF-") && bytes.trimmed().endsWith("%%EOF");
    case PictureFormat::Svg: {
        QXmlStreamReader reader(bytes);
        while (!reader.atEnd())
            reader.readNext();
        return !reader.hasError();
    }
    }
    return false;
}

} // namespace

std::optional<PictureFormat> pictureFormat(const QString& suffix)
{
    const QString word = suffix.toLower();
    if (word == QLatin1String("png"))
        return PictureFormat::Png;
    if (word == QLatin1String("svg"))
        return PictureFormat::Svg;
    if (word == QLatin1String("pdf"))
        return PictureFormat::Pdf;
    return std::nullopt;
}

Result<QByteArray> exportFigure(const Figure& figure, const Scene& scene, PictureFormat format,
                                const ExportOptions& options)
{
    if (!scene.trace)
        return fail(ErrorCode::BadInput, HL_NOOP("core", "There is no picture yet: type a sentence first."));
    Scene still = scene;
    still.isStale = false; // a file is never dimmed
    figure.prepare(still);
    const QSizeF natural = options.size ? *options.size : figure.naturalSize(still);
    const QSizeF size(std::ceil(natural.width()), std::ceil(natural.height()));
    if (!(size.width() >= 1.0) || !(size.height() >= 1.0))
        return fail(ErrorCode::BadInput, HL_NOOP("core", "A picture must be at least 1 unit wide and high."));
    switch (format) {
    case PictureFormat::Png: return png(figure, still, size, options);
    case PictureFormat::Svg: return svg(figure, still, size, options);
    case PictureFormat::Pdf: return pdf(figure, still, size, options);
    }
    return fail(ErrorCode::Unsupported, HL_NOOP("core", "Pictures can be PNG, SVG or PDF."));
}

Result<void> saveExport(const QString& path, const QByteArray& bytes)
{
    const std::filesystem::path file(path.toStdU16String());
    const auto format = pictureFormat(QFileInfo(path).suffix());
    if (!format)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1: a picture's name must end in .png, .svg or .pdf."), {shownPath(file)});
    if (!isWhole(*format, bytes))
        return fail(ErrorCode::WrongKindOfFile,
                    HL_NOOP("core", "%1: the picture came out damaged and was not written: try another format."),
                    {shownPath(file)});
    const auto* data = reinterpret_cast<const std::byte*>(bytes.constData());
    const std::span<const std::byte> span(data, static_cast<std::size_t>(bytes.size()));
    if (auto written = writeFileAtomically(file, span); !written)
        return written;
    const auto back = readFile(file, static_cast<std::uint64_t>(bytes.size()) + 1);
    if (!back)
        return tl::unexpected(back.error());
    if (back->size() != span.size() || std::memcmp(back->data(), span.data(), span.size()) != 0)
        return fail(ErrorCode::FileUnwritable,
                    HL_NOOP("core", "%1: the file read back differs from what was written: check the disk and save to "
                                    "another place."),
                    {shownPath(file)});
    return {};
}

Result<std::unique_ptr<QMimeData>> pictureForClipboard(const Figure& figure, const Scene& scene,
                                                       const ExportOptions& options)
{
    auto image = exportFigure(figure, scene, PictureFormat::Png, options);
    if (!image)
        return tl::unexpected(image.error());
    auto vector = exportFigure(figure, scene, PictureFormat::Svg, options);
    if (!vector)
        return tl::unexpected(vector.error());
    auto data = std::make_unique<QMimeData>();
    data->setImageData(QImage::fromData(*image, "png"));
    data->setData(QStringLiteral("image/png"), *image);
    data->setData(QStringLiteral("image/svg+xml"), *vector);
    return data;
}

} // namespace hl::ui
