#include "ui/figure/picture_figure.h"

#include "ui/figure/derived.h"
#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/matrix_frame.h"
#include "ui/paint/heatmap.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <optional>

namespace hl::ui {

namespace {

constexpr qreal margin = 16.0;
constexpr qreal naturalSide = 320.0;
constexpr int overlay = 165; // opacity of the attention over the picture, of 255
constexpr int digits = 3;

QString words(const char* text)
{
    return QCoreApplication::translate("PictureFigure", text);
}

StepRef patternOf(const Scene& scene)
{
    const Side side = scene.trace->model().spec().sides().front();
    const bool isHere = scene.place.side == side && !scene.place.isCross;
    return {.step = Step::Pattern, .layer = isHere ? scene.place.layer : 0, .head = isHere ? scene.place.head : 0, .side = side};
}

/// The selected query, within the picture's own tokens.
Index queryOf(const Scene& scene, const MatrixView& pattern)
{
    return std::clamp<Index>(scene.place.query, 0, pattern.rows() - 1);
}

QString tokenName(const ImageSpec& image, Index token)
{
    if (token < image.extraTokens())
        return token == 0 && image.hasClassToken ? words(QT_TRANSLATE_NOOP("PictureFigure", "the class token"))
                                                 : words(QT_TRANSLATE_NOOP("PictureFigure", "the distillation token"));
    const auto patch = static_cast<int>(token) - image.extraTokens();
    return words(QT_TRANSLATE_NOOP("PictureFigure", "the patch in row %1, column %2"))
        .arg(patch / image.patchColumns() + 1)
        .arg(patch % image.patchColumns() + 1);
}

Side sideOf(const Scene& scene)
{
    return scene.trace->model().spec().sides().front();
}

QRectF patchRect(const QRectF& square, const ImageSpec& image, int patch)
{
    const qreal width = square.width() / image.width * image.patchWidth;
    const qreal height = square.height() / image.height * image.patchHeight;
    return {square.left() + patch % image.patchColumns() * width, square.top() + patch / image.patchColumns() * height, width,
            height};
}

} // namespace

QImage picturePixels(const Trace& trace, const Theme& theme)
{
    const ImageSpec& image = *trace.model().spec().image;
    const MatrixView pixels = trace.view({.step = Step::Pixels, .side = trace.model().spec().sides().front()});
    if (!pixels)
        return {};
    QImage shown(image.width, image.height, QImage::Format_RGB32);
    // Back to light and dark: the numbers were brought to a mean of 0 and a deviation of 1.
    const auto level = [&](int channel, int y, int x) -> std::optional<int> {
        const auto c = static_cast<std::size_t>(channel);
        const PicturePreparation& p = image.preparation;
        const double deviation = c < p.deviation.size() ? p.deviation[c] : 1.0;
        const double mean = c < p.mean.size() ? p.mean[c] : 0.0;
        const double value = pixels.at(channel * image.height + y, x) * deviation + mean;
        return std::isfinite(value) ? std::optional(static_cast<int>(255.0 * std::clamp(value, 0.0, 1.0) + 0.5)) : std::nullopt;
    };
    const bool isGrey = image.channels < 3;
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const auto red = level(0, y, x);
            const auto green = isGrey ? red : level(1, y, x);
            const auto blue = isGrey ? red : level(2, y, x);
            shown.setPixel(x, y, red && green && blue ? qRgb(*red, *green, *blue) : notFiniteColor(theme));
        }
    }
    return shown;
}

/// The row of numbers that lies over the picture: of a head, or of the rollout.
struct PictureFigure::Shown
{
    StepRef ref;
    Index query = 0;
    Known<std::vector<double>> rollout; ///< null: a head is shown
    Heatmap map;

    static Shown of(const Scene& scene, const Theme& theme)
    {
        Shown shown;
        shown.ref = patternOf(scene);
        const MatrixView pattern = scene.trace->view(shown.ref);
        shown.query = queryOf(scene, pattern);
        if (!scene.options.pictureRollout) {
            shown.map = Heatmap::of(scene.trace, shown.ref, scene.options, theme);
            return shown;
        }
        shown.rollout = knownRolloutRow(scene.trace, sideOf(scene), shown.query);
        if (*shown.rollout) {
            const std::vector<double>& row = **shown.rollout;
            const auto count = static_cast<Index>(row.size());
            shown.map.view = MatrixView(row.data(), 1, count, count);
            shown.map.theme = theme;
            fitScale(shown.map.scale, shown.map.view, {});
            shown.map.colors = colorsFor(shown.map.scale, scene.options, theme);
        }
        return shown;
    }

    [[nodiscard]] Index row() const { return rollout ? 0 : query; }
    [[nodiscard]] double at(Index key) const { return map.view.at(row(), key); }
    [[nodiscard]] QRgb colorAt(Index key) const { return map.colorAt(row(), key); }
    [[nodiscard]] QString spoken(const QString& token, Index key) const
    {
        return (rollout ? words(QT_TRANSLATE_NOOP("PictureFigure", "%1: share %2")) : words(QT_TRANSLATE_NOOP("PictureFigure", "%1: attention %2")))
            .arg(token, formatValue(at(key), digits));
    }
    [[nodiscard]] Place placeOf(const Scene& scene, Index key) const
    {
        Place place = scene.place;
        place.side = ref.side;
        place.isCross = false;
        place.layer = ref.layer;
        place.head = ref.head;
        return place.withCell(Step::Pattern, query, key);
    }
};

QString PictureFigure::title(const Scene& scene) const
{
    if (!scene.trace->model().spec().image)
        return words(QT_TRANSLATE_NOOP("PictureFigure", "Picture"));
    const StepRef ref = patternOf(scene);
    const MatrixView pattern = scene.trace->view(ref);
    if (!pattern)
        return words(QT_TRANSLATE_NOOP("PictureFigure", "Picture"));
    const QString token = tokenName(*scene.trace->model().spec().image, queryOf(scene, pattern));
    if (scene.options.pictureRollout)
        return words(QT_TRANSLATE_NOOP("PictureFigure", "What %1 is made of · rollout over all layers")).arg(token);
    return words(QT_TRANSLATE_NOOP("PictureFigure", "Where %1 looks · head %2")).arg(token, headName(ref.layer, ref.head));
}

QSizeF PictureFigure::naturalSize(const Scene& scene) const
{
    const Theme& theme = scene.theme;
    return {theme.space(naturalSide + 2 * margin + 96), theme.space(naturalSide + 2 * margin + 64)};
}

void PictureFigure::paintPatches(Ink& ink, const QRectF& square, const Scene& scene, const Shown& shown) const
{
    const Theme& theme = ink.theme();
    const ImageSpec& image = *scene.trace->model().spec().image;
    QPainter& painter = ink.painter();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int patch = 0; patch < image.patches(); ++patch) {
        const Index key = patch + image.extraTokens();
        const QRectF cell = patchRect(square, image, patch);
        QColor color = QColor::fromRgb(shown.colorAt(key));
        color.setAlpha(overlay);
        painter.fillRect(cell, color);
        const QString spoken = shown.spoken(tokenName(image, key), key);
        ink.hot({cell, shown.placeOf(scene, key), spoken, spoken});
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setBrush(Qt::NoBrush);
    const auto outline = [&](Index token, const QColor& color, Qt::PenStyle style) {
        if (token < image.extraTokens())
            return;
        painter.setPen(QPen(color, 2.0, style));
        painter.drawRect(patchRect(square, image, static_cast<int>(token) - image.extraTokens()));
    };
    outline(shown.query, theme.query, Qt::SolidLine);
    if (scene.place.key < shown.map.view.cols())
        outline(scene.place.key, theme.key, Qt::DashLine);
    MatrixLayout legend;
    legend.bar = QRectF(square.right() + theme.space(12), square.top(), theme.space(12), square.height());
    paintLegend(ink, legend, shown.map);
}

/// What goes to a token that stands for no place in the picture is said in words.
void PictureFigure::paintExtra(Ink& ink, const QRectF& row, const Scene& scene, const Shown& shown, int token) const
{
    const Theme& theme = ink.theme();
    const ImageSpec& image = *scene.trace->model().spec().image;
    const QString label = (shown.rollout ? words(QT_TRANSLATE_NOOP("PictureFigure", "from %1:")) : words(QT_TRANSLATE_NOOP("PictureFigure", "to %1:")))
                              .arg(tokenName(image, token));
    const QFont font = theme.font();
    ink.text(row, Qt::AlignLeft | Qt::AlignVCenter, label, theme.secondary, font);
    ink.painter().setFont(theme.numberFont());
    ink.painter().setPen(theme.text);
    const QRectF after = row.adjusted(TypeMetrics(font).horizontalAdvance(label) + theme.space(6), 0, 0, 0);
    const double value = shown.at(token);
    if (shown.rollout)
        ink.derivedNumber(after, Qt::AlignLeft | Qt::AlignVCenter, formatValue(value, digits), value,
                          QStringLiteral("rollout %1 %2").arg(shown.query).arg(token));
    else
        ink.number(after, Qt::AlignLeft | Qt::AlignVCenter, value, digits, {shown.ref, {}, shown.query, token});
    const QString spoken = shown.spoken(tokenName(image, token), token);
    ink.hot({row, shown.placeOf(scene, token), spoken, spoken});
}

void PictureFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const qreal space = theme.space(margin);
    const QRectF room = rect.adjusted(space, theme.space(10), -space, -space);
    const auto& image = scene.trace->model().spec().image;
    const StepRef ref = image ? patternOf(scene) : StepRef{};
    const QImage pixels = image ? picturePixels(*scene.trace, theme) : QImage();
    if (pixels.isNull() || !scene.trace->view(ref)) {
        flowText(ink, room,
                 {{image ? words(QT_TRANSLATE_NOOP("PictureFigure", "The picture's numbers were not kept in this run."))
                         : words(QT_TRANSLATE_NOOP("PictureFigure", "This model reads text; there is no picture to look at.")),
                   theme.text, false, std::nullopt, QString()}},
                 TextSize::Body);
        return;
    }
    const Shown shown = Shown::of(scene, theme);
    if (shown.rollout && !*shown.rollout) {
        flowText(ink, room, {{translated(shown.rollout->error().message), theme.text, false, std::nullopt, QString()}}, TextSize::Body);
        return;
    }
    const qreal line = theme.space(22);
    ink.elidedText(QRectF(room.left(), room.top(), room.width(), line), Qt::AlignLeft | Qt::AlignVCenter, title(scene),
                   theme.secondary, theme.font(TextSize::Body, QFont::DemiBold));
    const qreal barRoom = theme.space(72);
    const qreal notes = line * image->extraTokens();
    const qreal scale = std::min((room.width() - barRoom) / image->width, (room.height() - line - notes - theme.space(12)) / image->height);
    if (scale <= 0.0)
        return;
    const QRectF square(room.left(), room.top() + line + theme.space(4), image->width * scale, image->height * scale);
    ink.painter().setRenderHint(QPainter::SmoothPixmapTransform, false); // pixels are what the model sees
    ink.painter().drawImage(square, pixels);
    paintPatches(ink, square, scene, shown);
    for (int token = 0; token < image->extraTokens(); ++token)
        paintExtra(ink, QRectF(room.left(), square.bottom() + theme.space(6) + token * line, room.width(), line), scene, shown, token);
}

std::vector<StepRef> PictureFigure::shownSteps(const Scene& scene) const
{
    if (!scene.trace->model().spec().image)
        return {};
    return {{.step = Step::Pixels, .side = scene.trace->model().spec().sides().front()}, patternOf(scene)};
}

std::vector<NumberTable> PictureFigure::tables(const Scene& scene) const
{
    const auto& image = scene.trace->model().spec().image;
    if (!image || !scene.options.pictureRollout || !scene.trace->view(patternOf(scene)))
        return {};
    const Shown shown = Shown::of(scene, scene.theme);
    if (!*shown.rollout)
        return {};
    std::vector<std::string> names;
    for (const Token& token : scene.trace->tokens(sideOf(scene)))
        names.push_back(token.text);
    MatrixOf<double> row(1, static_cast<Index>(names.size()));
    std::copy((*shown.rollout)->begin(), (*shown.rollout)->end(), row.data());
    return {{"rollout", {names[static_cast<std::size_t>(shown.query)]}, names, std::move(row)}};
}

} // namespace hl::ui
