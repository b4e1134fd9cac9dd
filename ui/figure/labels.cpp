#include "ui/figure/labels.h"

#include "ui/translate.h"

#include <QCoreApplication>

#include <array>

namespace hl::ui {

QString tokenLabel(const Token& token)
{
    const QString text = QString::fromStdString(token.text);
    if (text.isEmpty())
        return token.piece.empty() ? QStringLiteral("∅") : QString::fromStdString(token.piece);
    QString label;
    for (const QChar c : text) {
        if (c == QLatin1Char(' '))
            label += text.trimmed().isEmpty() ? QChar(0x2423) : c; // a token of spaces alone
        else if (c == QLatin1Char('\n'))
            label += QChar(0x21B5);
        else if (c == QLatin1Char('\t'))
            label += QChar(0x21E5);
        else
            label += c.category() == QChar::Other_Control ? QChar(0xFFFD) : c;
    }
    return label;
}

QString tokenLabel(const Tokens& tokens, Index position)
{
    if (position < 0 || position >= static_cast<Index>(tokens.size()))
        return {};
    return tokenLabel(tokens[static_cast<std::size_t>(position)]);
}

QString wordLabel(const Tokens& tokens, const WordSpan& word)
{
    if (word.last - word.first == 1)
        return tokenLabel(tokens, word.first);
    Token joined = tokens[static_cast<std::size_t>(word.first)];
    joined.text = textOfWord(tokens, word);
    return tokenLabel(joined);
}

QString wordName(const Model& model, TokenId id)
{
    const Tokenizer* tokenizer = model.tokenizer();
    return tokenizer ? tokenLabel(tokenizer->token(id)) : QString::number(id);
}

QString className(const std::string& name, ClassQuestion question)
{
    return question == ClassQuestion::Own ? QString::fromStdString(name) : translated(name.c_str());
}

QString outputName(const Model& model, TokenId id)
{
    const HeadSpec& head = model.spec().head;
    return head.classes.empty() ? wordName(model, id) : className(head.classes[static_cast<std::size_t>(id)], head.asked());
}

QString headName(int layer, int head)
{
    return QStringLiteral("%1.%2").arg(layer + 1).arg(head + 1);
}

QString stackName(Side side, bool isCross)
{
    if (isCross)
        return QCoreApplication::translate("labels", "Cross-attention");
    switch (side) {
    case Side::Encoder: return QCoreApplication::translate("labels", "Encoder");
    case Side::Decoder: return QCoreApplication::translate("labels", "Decoder");
    case Side::Query: return QCoreApplication::translate("labels", "Query stream");
    case Side::Only: break;
    }
    return {};
}

QString stackTitle(const ModelSpec& spec, Side side, bool isCross)
{
    return spec.isAsked && side == Side::Only ? QCoreApplication::translate("labels", "Content stream") : stackName(side, isCross);
}

QString headPrefix(const StepRef& head)
{
    if (head.isCross)
        return QStringLiteral("×");
    return head.side == Side::Encoder ? QStringLiteral("e") : head.side == Side::Query ? QStringLiteral("q") : QString();
}

QString shortHeadName(const StepRef& head)
{
    return headPrefix(head) + headName(head.layer, head.head);
}

QString fullHeadName(const StepRef& head)
{
    const QString stack = stackName(head.side, head.isCross);
    const QString name = QCoreApplication::translate("HeadsFigure", "Layer %1, head %2").arg(head.layer + 1).arg(head.head + 1);
    return stack.isEmpty() ? name : stack + QStringLiteral(" · ") + name;
}

std::vector<std::pair<int, int>> shownHeads(const Scene& scene, Side side, bool isCross)
{
    std::set<std::pair<int, int>> heads = scene.options.comparedHeads;
    heads.emplace(scene.place.layer, scene.place.head);
    const StackSpec& stack = scene.trace->model().spec().stack(side);
    const int count = isCross ? stack.cross->heads : stack.attention.heads;
    std::erase_if(heads, [&](const auto& pair) { return pair.first >= stack.layers || pair.second >= count; });
    if (heads.empty()) // the selected head is in another stack, which is larger
        heads.emplace(0, 0);
    return {heads.begin(), heads.end()};
}

Place placeOfHead(const Scene& scene, const StepRef& head)
{
    const bool isSameText = scene.place.side == head.side && scene.place.isCross == head.isCross;
    Place place = onStack(scene.place, head.side, head.isCross, *scene.trace);
    place.layer = head.layer;
    place.head = head.head;
    return isSameText ? place : clamped(place, *scene.trace);
}

QColor headColor(const Theme& theme, int index)
{
    if (index == 0)
        return theme.accent;
    // Hues in an order in which neighbours differ much; two rounds of lightness.
    static constexpr std::array<int, 15> hues{205, 25, 155, 330, 45, 185, 0, 100, 285, 220, 15, 140, 310, 60, 250};
    const int hue = hues[static_cast<std::size_t>((index - 1) % 15)];
    const bool isSecondRound = index > 8;
    const qreal lightness = theme.isDark ? (isSecondRound ? 0.76 : 0.62) : (isSecondRound ? 0.28 : 0.42);
    return QColor::fromHslF(static_cast<float>(hue) / 360.0F, 0.72F, static_cast<float>(lightness));
}

} // namespace hl::ui
