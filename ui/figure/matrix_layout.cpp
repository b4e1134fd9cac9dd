#include "ui/figure/matrix_layout.h"

#include "ui/figure/labels.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr qreal slantSine = 0.643;   // of 40 degrees
constexpr qreal slantCosine = 0.766;
constexpr qreal leastPanelHeight = 190.0;
constexpr qreal leastPanelWidth = 200.0;

QColor colorOf(Axis axis, const Theme& theme)
{
    switch (axis) {
    case Axis::Query:
    case Axis::Position: return theme.query;
    case Axis::Key: return theme.key;
    default: return theme.text;
    }
}

std::function<QString(Index)> labelsAlong(const Tokens* tokens)
{
    if (tokens)
        return [tokens](Index i) { return tokenLabel(*tokens, i); };
    return [](Index i) { return QString::number(i); };
}

qreal widest(const std::function<QString(Index)>& label, Index count, const QFont& font)
{
    constexpr Index enough = 1024; // labels beyond are not measured
    const TypeMetrics metrics(font);
    qreal width = 0.0;
    QSet<QString> measured; // a long text says most of its words again and again
    for (Index i = 0; i < std::min(count, enough); ++i) {
        const QString text = label(i);
        const auto before = measured.size();
        measured.insert(text);
        if (measured.size() > before)
            width = std::max(width, metrics.horizontalAdvance(text));
    }
    return width;
}

qreal whole(qreal size)
{
    return size >= 4.0 ? std::floor(size) : size;
}

} // namespace

MatrixLabels MatrixLabels::of(const Scene& scene, const StepRef& ref)
{
    const auto& info = infoOf(ref.step);
    const Trace& trace = *scene.trace;
    MatrixLabels labels;
    labels.row = labelsAlong(trace.rowTokens(ref));
    labels.col = labelsAlong(trace.columnTokens(ref));
    labels.rowAxis = translated(axisName(info.rows));
    labels.colAxis = translated(axisName(info.cols));
    labels.rowColor = colorOf(info.rows, scene.theme);
    labels.colColor = colorOf(info.cols, scene.theme);
    labels.areColsTokens = trace.columnTokens(ref) != nullptr;
    if (info.cols == Axis::One)
        labels.col = [](Index) { return QString(); };
    if (info.rows == Axis::One)
        labels.row = [](Index) { return QString(); };
    if (const Tokens* tokens = trace.rowTokens(ref); tokens && isOfLogits(ref.step) && trace.firstLogitRow() > 0) {
        const Index first = trace.firstLogitRow();
        labels.row = [tokens, first](Index i) { return tokenLabel(*tokens, first + i); };
    }
    if (const Tokenizer* tokenizer = trace.model().tokenizer(); tokenizer && info.cols == Axis::Vocabulary) {
        labels.col = [tokenizer](Index i) {
            return QString::fromStdString(tokenizer->displayPiece(static_cast<TokenId>(i)));
        };
        labels.areColsTokens = true;
    }
    if (const auto& classes = columnClasses(ref.step, trace.model().spec()); !classes.empty()) {
        const HeadSpec& head = trace.model().spec().head;
        const ClassQuestion question = info.cols == Axis::PairClass ? head.pairQuestion : head.asked();
        labels.col = [&classes, question](Index i) { return className(classes[static_cast<std::size_t>(i)], question); };
        labels.areColsTokens = true;
        labels.colAxis = translated(trace.model().spec().head.problem == ClassProblem::Number ? QT_TRANSLATE_NOOP("core", "number") : QT_TRANSLATE_NOOP("core", "class"));
        if (!trace.rowTokens(ref)) { // one row for the whole input
            labels.row = [](Index) { return QString(); };
            labels.rowAxis.clear();
        }
    }
    labels.selectedRow = scene.place.row();
    labels.selectedCol = scene.place.col();
    labels.placeAt = [place = scene.place](Index row, Index col) { return place.withCell(place.step, row, col); };
    return labels;
}

MatrixLabels MatrixLabels::of(const Scene& scene, const ShownStep& shown)
{
    MatrixLabels labels = of(scene, shown.ref);
    if (!shown.isRead())
        return labels;
    labels.row = [trace = scene.trace, shown](Index row) { return rowLabel(*trace, shown, row); };
    labels.col = [trace = scene.trace, shown](Index col) { return colLabel(*trace, shown, col); };
    labels.selectedRow = shown.rowOf(scene.place);
    labels.selectedCol = shown.colOf(scene.place);
    labels.placeAt = [place = scene.place, shown](Index row, Index col) { return shown.placeAt(place, row, col); };
    return labels;
}

QRectF MatrixLayout::whole() const
{
    return {cells.left() - window.x() * cellWidth(), cells.top() - window.y() * cellHeight(),
            static_cast<qreal>(cols) * cellWidth(), static_cast<qreal>(rows) * cellHeight()};
}

QRectF MatrixLayout::cellRect(Index row, Index col) const
{
    return {cells.left() + (static_cast<qreal>(col) - window.x()) * cellWidth(),
            cells.top() + (static_cast<qreal>(row) - window.y()) * cellHeight(), cellWidth(), cellHeight()};
}

std::optional<std::pair<Index, Index>> MatrixLayout::cellAt(QPointF point) const
{
    if (rows == 0 || cols == 0 || !cells.contains(point))
        return std::nullopt;
    const qreal x = (point.x() - cells.left()) / cellWidth() + window.x();
    const qreal y = (point.y() - cells.top()) / cellHeight() + window.y();
    return std::pair(std::clamp<Index>(static_cast<Index>(std::floor(y)), 0, rows - 1),
                     std::clamp<Index>(static_cast<Index>(std::floor(x)), 0, cols - 1));
}

MatrixLayout layoutMatrix(const QRectF& rect, const Scene& scene, const StepRef& ref, const QRectF& window, bool hasPanel)
{
    return layoutMatrix(rect, scene, shownStep(scene.trace, ref, {}), window, hasPanel);
}

MatrixLayout layoutMatrix(const QRectF& rect, const Scene& scene, const ShownStep& shown, const QRectF& window, bool hasPanel,
                          const std::function<qreal(qreal)>& rulesHeight)
{
    const Theme& theme = scene.theme;
    const StepRef& ref = shown.ref;
    const MatrixView view = shown.view;
    const MatrixLabels labels = MatrixLabels::of(scene, shown);
    MatrixLayout layout;
    layout.rows = view ? view.rows() : 0;
    layout.cols = view ? view.cols() : 0;
    layout.window = window.isNull() ? QRectF(0, 0, static_cast<qreal>(std::max<Index>(layout.cols, 1)),
                                             static_cast<qreal>(std::max<Index>(layout.rows, 1)))
                                    : window;

    const qreal margin = theme.space(16);
    const QRectF room = rect.adjusted(margin, theme.space(12), -margin, -theme.space(12));
    const QFont font = theme.font(TextSize::Body, QFont::DemiBold);
    const qreal line = TypeMetrics(font).height();
    layout.title = QRectF(room.left(), room.top(), room.width(), theme.space(20));

    const qreal panelWidth = std::min(theme.space(320), room.width() * 0.36);
    const qreal barRoom = theme.space(16 + 14 + 50); // gap, bar, numbers
    const Axis colAxis = infoOf(ref.step).cols;
    const qreal largest = theme.space(colAxis == Axis::One ? 120 : 96);
    const qreal besideWidth = room.width() - panelWidth - theme.space(24);
    const qreal cellsHeight = room.height() - theme.space(110);
    const auto widthIn = [&](qreal width, qreal most) { return std::min({width - barRoom - theme.space(90), most, largest * layout.window.width()}); };
    // A square matrix in a narrow room is worth more than the words beside it, which the ledger has, too.
    const bool isSqueezed = colAxis == Axis::Key && widthIn(besideWidth, cellsHeight) < 0.7 * widthIn(room.width(), cellsHeight);
    // Below a flat one there is room for them.
    const qreal aspect = layout.window.width() / layout.window.height();
    const qreal wide = widthIn(room.width(), cellsHeight * aspect);
    const bool isFlat = colAxis == Axis::Key && widthIn(besideWidth, cellsHeight * aspect) < 0.7 * wide
                        && wide / aspect + theme.space(leastPanelHeight + 30) <= cellsHeight;
    const bool showsPanel = hasPanel && panelWidth >= theme.space(leastPanelWidth) && !isSqueezed && !isFlat;
    const qreal left = room.width() - (showsPanel ? panelWidth + theme.space(24) : 0.0);

    const TypeMetrics metrics(font);
    const qreal words = std::max(metrics.horizontalAdvance(labels.rowAxis), metrics.horizontalAdvance(labels.colAxis))
                        + metrics.horizontalAdvance(QStringLiteral(" →"));
    const qreal labelWidth =
        std::clamp(std::max(widest(labels.row, layout.rows, font), words), theme.space(24),
                   std::max(theme.space(24), std::min(theme.space(130), left * 0.28)))
        + theme.space(10);
    const qreal available = std::max(left - labelWidth - barRoom, theme.space(20));

    const qreal widestCol = labels.areColsTokens ? widest(labels.col, std::min<Index>(layout.cols, 512), font) : 0.0;
    const qreal slanted = std::min(widestCol, theme.space(110));
    const qreal headHeight =
        std::max(2 * line, labels.areColsTokens ? slanted * slantSine + line * slantCosine : 0.0) + theme.space(6);
    qreal below = layout.title.bottom(); // of what stands above the picture
    if (const qreal rules = rulesHeight ? rulesHeight(room.width()) : 0.0; rules > 0.0) {
        layout.rules = QRectF(room.left(), below + theme.space(2), room.width(), rules);
        below = layout.rules.bottom();
    }
    const qreal top = below + theme.space(4) + headHeight;
    const qreal noteHeight = theme.space(18);
    const qreal height = std::max(room.bottom() - noteHeight - top, theme.space(20));

    qreal cellWidth = std::min(available / layout.window.width(), largest);
    qreal cellHeight = std::min(height / layout.window.height(), theme.space(96));
    if (colAxis == Axis::Key) // square, as scores and weights are drawn everywhere
        cellWidth = cellHeight = std::min(cellWidth, cellHeight);
    else
        cellHeight = std::min(cellHeight, theme.space(48));
    const QSizeF size(whole(cellWidth) * layout.window.width(), whole(cellHeight) * layout.window.height());
    layout.cells = QRectF(QPointF(std::round(room.left() + labelWidth), std::round(top)), size);
    layout.rowLabels = QRectF(room.left(), layout.cells.top(), labelWidth - theme.space(10), size.height());
    layout.colLabels = QRectF(layout.cells.left(), top - headHeight, size.width(), headHeight - theme.space(4));
    layout.corner = QRectF(room.left(), layout.colLabels.top(), layout.rowLabels.width(), layout.colLabels.height());
    layout.bar = QRectF(layout.cells.right() + theme.space(16), layout.cells.top(), theme.space(14), size.height());
    layout.note = QRectF(room.left(), std::min(layout.cells.bottom() + theme.space(6), room.bottom() - noteHeight), left,
                         noteHeight);
    if (showsPanel) {
        const qreal x = std::min(layout.bar.right() + theme.space(50 + 40), room.right() - panelWidth);
        layout.panel = QRectF(x, below + theme.space(12), panelWidth, room.bottom() - below - theme.space(12));
    } else if (const qreal under = layout.note.bottom() + theme.space(12); hasPanel && room.bottom() - under >= theme.space(leastPanelHeight)) {
        layout.panel = QRectF(room.left(), under, std::min(room.width(), theme.space(420)), room.bottom() - under); // of a flat matrix
    } else if (const qreal beside = layout.bar.right() + theme.space(50 + 24); hasPanel && room.right() - beside >= theme.space(leastPanelWidth)) {
        layout.panel = QRectF(beside, below + theme.space(12), room.right() - beside, room.bottom() - below - theme.space(12)); // cells are whole pixels: it was left over
    }
    return layout;
}

} // namespace hl::ui
