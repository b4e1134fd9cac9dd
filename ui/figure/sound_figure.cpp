#include "ui/figure/sound_figure.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/paint/axis.h"
#include "ui/paint/heatmap.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr qreal margin = 16.0;
constexpr int digits = 3;

QString words(const char* text)
{
    return QCoreApplication::translate("SoundFigure", text);
}

const AudioSpec* audioOf(const Scene& scene)
{
    const auto& audio = scene.trace->model().spec().audio;
    return audio ? &*audio : nullptr;
}

StepRef melOf(const Scene& scene)
{
    return {.step = Step::Mel, .side = scene.trace->model().spec().sides().front()};
}

/// Attention over the sound: of the encoder to itself, or of the decoder to the encoder.
StepRef patternOf(const Scene& scene)
{
    const bool isDecoder = scene.place.side == Side::Decoder;
    return {.step = Step::Pattern, .layer = scene.place.layer, .head = scene.place.head,
            .side = isDecoder ? Side::Decoder : scene.trace->model().spec().sides().front(), .isCross = isDecoder};
}

double secondsOf(const AudioSpec& audio, Index position)
{
    return static_cast<double>(position) * AudioSpec::stride * audio.hop / audio.sampleRate;
}

QString timeOf(const AudioSpec& audio, Index position)
{
    return words(QT_TRANSLATE_NOOP("SoundFigure", "%1 s")).arg(QString::number(secondsOf(audio, position), 'f', 2));
}

/// Quiet to loud, low pitches at the bottom, a pixel for each frame and mel bin.
QImage spectrogramOf(const MatrixView& mel, const Theme& theme)
{
    double low = mel.at(0, 0);
    double high = low;
    for (Index frame = 0; frame < mel.rows(); ++frame) {
        for (Index bin = 0; bin < mel.cols(); ++bin) {
            low = std::min(low, mel.at(frame, bin));
            high = std::max(high, mel.at(frame, bin));
        }
    }
    QImage image(static_cast<int>(mel.rows()), static_cast<int>(mel.cols()), QImage::Format_RGB32);
    const double range = high > low ? high - low : 1.0;
    for (Index frame = 0; frame < mel.rows(); ++frame) {
        for (Index bin = 0; bin < mel.cols(); ++bin) {
            const double loud = (mel.at(frame, bin) - low) / range;
            const int level = std::clamp(static_cast<int>(std::lround(255.0 * (theme.isDark ? loud : 1.0 - loud))), 0, 255);
            image.setPixel(static_cast<int>(frame), static_cast<int>(mel.cols() - 1 - bin), qRgb(level, level, level));
        }
    }
    return image;
}

struct Rooms
{
    QRectF title;
    QRectF sound;
    QRectF attention;
};

Rooms roomsOf(const QRectF& rect, const Theme& theme)
{
    const qreal space = theme.space(margin);
    const qreal line = theme.space(22);
    const qreal left = rect.left() + space + theme.space(56); // numbers of the axis
    const qreal right = rect.right() - space;
    const qreal top = rect.top() + theme.space(8) + line;
    const qreal bottom = rect.bottom() - theme.space(34);
    const qreal gap = theme.space(10);
    const qreal height = std::max<qreal>(bottom - top - gap, 2.0);
    return {QRectF(rect.left() + space, rect.top() + theme.space(6), rect.width() - 2 * space, line),
            QRectF(left, top, right - left, height * 0.6), QRectF(left, top + height * 0.6 + gap, right - left, height * 0.4)};
}

void paintMessage(Ink& ink, const QRectF& rect, const QString& text)
{
    const qreal space = ink.theme().space(margin);
    flowText(ink, rect.adjusted(space, space, -space, -space), {{text, ink.theme().text, false, std::nullopt, QString()}}, TextSize::Body);
}

QRectF stripOf(const QRectF& room, Index position, Index count)
{
    const qreal width = room.width() / static_cast<qreal>(count);
    return {room.left() + static_cast<qreal>(position) * width, room.top(), width, room.height()};
}

/// The row of attention as columns over the time, each as high as its weight.
void paintAttention(Ink& ink, const Rooms& rooms, const Scene& scene, const AudioSpec& audio, const StepRef& ref)
{
    const Theme& theme = ink.theme();
    QPainter& painter = ink.painter();
    const MatrixView pattern = scene.trace->view(ref);
    const Index query = std::clamp<Index>(scene.place.query, 0, pattern.rows() - 1);
    const Index keys = pattern.cols();
    double most = 0.0;
    for (Index key = 0; key < keys; ++key)
        most = std::max(most, std::isfinite(pattern.at(query, key)) ? pattern.at(query, key) : 0.0);
    const double top = most > 0.0 ? most : 1.0;
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (Index key = 0; key < keys; ++key) {
        const double weight = pattern.at(query, key);
        const QRectF strip = stripOf(rooms.attention, key, keys);
        const qreal height = std::isfinite(weight) ? rooms.attention.height() * weight / top : rooms.attention.height();
        const QRectF column(strip.left(), rooms.attention.bottom() - height, std::max<qreal>(strip.width(), 1.0), height);
        painter.fillRect(column, std::isfinite(weight) ? theme.accent : theme.broken);
        const QRectF both = strip.united(stripOf(rooms.sound, key, keys));
        Place place = scene.place;
        place.side = ref.side;
        place.isCross = ref.isCross;
        place = place.withCell(Step::Pattern, query, key);
        const QString spoken = words(QT_TRANSLATE_NOOP("SoundFigure", "%1: attention %2")).arg(timeOf(audio, key), formatValue(weight, digits));
        ink.hot({both, place, spoken, spoken});
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(theme.line, 1.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rooms.attention);
    const auto mark = [&](Index position, const QColor& color, Qt::PenStyle style) {
        painter.setPen(QPen(color, 2.0, style));
        for (const QRectF& room : {rooms.sound, rooms.attention}) {
            const qreal x = stripOf(room, position, keys).center().x();
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()));
        }
    };
    if (!ref.isCross)
        mark(query, theme.query, Qt::SolidLine);
    if (scene.place.key < keys)
        mark(scene.place.key, theme.key, Qt::DashLine);
    paintAxis(painter, rooms.attention, {.side = Qt::LeftEdge, .upper = top, .hasEndsOnly = true, .label = QString(), .ticks = 3}, theme);
    paintAxis(painter, rooms.attention, {.side = Qt::BottomEdge, .upper = secondsOf(audio, keys), .label = words(QT_TRANSLATE_NOOP("SoundFigure", "seconds")), .ticks = 7}, theme);
}

} // namespace

QString SoundFigure::title(const Scene& scene) const
{
    const AudioSpec* audio = scene.trace ? audioOf(scene) : nullptr;
    const StepRef ref = audio ? patternOf(scene) : StepRef{};
    const MatrixView pattern = audio ? scene.trace->view(ref) : MatrixView();
    if (!pattern)
        return words(QT_TRANSLATE_NOOP("SoundFigure", "Sound"));
    const Index query = std::clamp<Index>(scene.place.query, 0, pattern.rows() - 1);
    const QString who = ref.isCross ? QStringLiteral("“%1”").arg(tokenLabel(scene.trace->tokens(Side::Decoder), query)) : timeOf(*audio, query);
    return words(QT_TRANSLATE_NOOP("SoundFigure", "Where %1 listens · head %2")).arg(who, headName(ref.layer, ref.head));
}

QSizeF SoundFigure::naturalSize(const Scene& scene) const
{
    return {scene.theme.space(720), scene.theme.space(320)};
}

void SoundFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const AudioSpec* audio = audioOf(scene);
    if (!audio)
        return paintMessage(ink, rect, words(QT_TRANSLATE_NOOP("SoundFigure", "This model reads no sound.")));
    const MatrixView mel = scene.trace->view(melOf(scene));
    const StepRef ref = patternOf(scene);
    if (!mel || !scene.trace->view(ref))
        return paintMessage(ink, rect, words(QT_TRANSLATE_NOOP("SoundFigure", "The sound's numbers were not kept in this run.")));
    const Rooms rooms = roomsOf(rect, theme);
    ink.elidedText(rooms.title, Qt::AlignLeft | Qt::AlignVCenter, title(scene), theme.secondary, theme.font(TextSize::Body, QFont::DemiBold));
    ink.painter().setRenderHint(QPainter::SmoothPixmapTransform, true);
    ink.painter().drawImage(rooms.sound, spectrogramOf(mel, theme));
    ink.painter().setPen(QPen(theme.line, 1.0));
    ink.painter().setBrush(Qt::NoBrush);
    ink.painter().drawRect(rooms.sound);
    ink.text(QRectF(rect.left(), rooms.sound.top(), rooms.sound.left() - rect.left() - theme.space(4), theme.space(16)), Qt::AlignRight | Qt::AlignTop,
             words(QT_TRANSLATE_NOOP("SoundFigure", "high")), theme.secondary, theme.font(TextSize::Secondary));
    ink.text(QRectF(rect.left(), rooms.sound.bottom() - theme.space(16), rooms.sound.left() - rect.left() - theme.space(4), theme.space(16)),
             Qt::AlignRight | Qt::AlignBottom, words(QT_TRANSLATE_NOOP("SoundFigure", "low")), theme.secondary, theme.font(TextSize::Secondary));
    paintAttention(ink, rooms, scene, *audio, ref);
}

std::vector<StepRef> SoundFigure::shownSteps(const Scene& scene) const
{
    if (!audioOf(scene))
        return {};
    return {melOf(scene), patternOf(scene)};
}

} // namespace hl::ui
