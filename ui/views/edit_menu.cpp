#include "ui/views/edit_menu.h"

#include "ui/figure/labels.h"
#include "ui/session.h"
#include "ui/translate.h"

#include <QCoreApplication>
#include <QInputDialog>
#include <QMenu>
#include <QRandomGenerator>

namespace hl::ui {

namespace {

using Add = std::function<void(EditAction)>;

QString words(const char* text)
{
    return QCoreApplication::translate("EditMenu", text);
}

/// Asks for a number; calls `use` with it unless the dialog was left.
void askNumber(QWidget* parent, const QString& what, double value, double least, double most, const std::function<void(double)>& use)
{
    bool isGiven = false;
    const double number = QInputDialog::getDouble(parent, words(QT_TRANSLATE_NOOP("EditMenu", "Change")), what, value, least, most, 4, &isGiven);
    if (isGiven)
        use(number);
}

class Filling
{
public:
    Filling(QMenu& menu, const Session& session, QWidget* parent, const Add& add)
        : m_menu(menu)
        , m_trace(session.trace())
        , m_model(m_trace ? m_trace->model() : *session.model())
        , m_place(session.selection().place())
        , m_parent(parent)
        , m_add(add)
    {}

    void head()
    {
        const StepRef z = m_place.refOf(Step::Z);
        if (!hasStep(m_model.spec(), z))
            return;
        const QString name = words(QT_TRANSLATE_NOOP("EditMenu", "Head %1")).arg(headName(z.layer, z.head));
        m_menu.addSection(name);
        entry(m_menu, words(QT_TRANSLATE_NOOP("EditMenu", "Take out")), ScaleHead{z, 0.0});
        QWidget* parent = m_parent;
        const Add add = m_add;
        m_menu.addAction(words(QT_TRANSLATE_NOOP("EditMenu", "Times…")), [=] {
            askNumber(parent, words(QT_TRANSLATE_NOOP("EditMenu", "What %1 adds, times")).arg(name), 2.0, -1000.0, 1000.0,
                      [&](double factor) { add(ScaleHead{z, factor}); });
        });
        for (const PatternRule rule : {PatternRule::Uniform, PatternRule::OneKey, PatternRule::PreviousToken}) {
            if (rule != PatternRule::PreviousToken || keySide(z) == z.side)
                entry(m_menu, translated(ruleTitle(rule)), ForceHead{z, {rule, rule == PatternRule::OneKey ? m_place.key : 0}});
        }
        others(z);
        m_menu.addAction(words(QT_TRANSLATE_NOOP("EditMenu", "Temperature…")), [=] {
            askNumber(parent, words(QT_TRANSLATE_NOOP("EditMenu", "Temperature of the attention of %1")).arg(name), 0.5, 0.0001, 1000.0,
                      [&](double value) { add(SetTemperature{z, value}); });
        });
        m_menu.addAction(words(QT_TRANSLATE_NOOP("EditMenu", "Temperature of all heads…")), [=] {
            askNumber(parent, words(QT_TRANSLATE_NOOP("EditMenu", "Temperature of the attention of all heads")), 0.5, 0.0001, 1000.0,
                      [&](double value) { add(SetTemperature{std::nullopt, value}); });
        });
    }

    void weights()
    {
        QMenu* all = m_menu.addMenu(words(QT_TRANSLATE_NOOP("EditMenu", "Weights of this head")));
        for (const auto& [step, symbol] : {std::pair(Step::Q, "W_Q"), {Step::K, "W_K"}, {Step::V, "W_V"}, {Step::AttnOut, "W_O"}}) {
            const WeightRef ref{weightStep(m_place.refOf(step))};
            if (!hasStep(m_model.spec(), ref.step) || !blockOf(m_model, ref).tensor)
                continue;
            QMenu* one = all->addMenu(QString::fromLatin1(symbol));
            for (const WeightPreset preset : {WeightPreset::Identity, WeightPreset::Zero, WeightPreset::PreviousToken,
                                              WeightPreset::Permutation, WeightPreset::Random}) {
                const Add add = m_add;
                one->addAction(translated(presetTitle(preset)), [=] {
                    add(FillWeights{ref, preset, QRandomGenerator::global()->bounded(10000U)});
                });
            }
        }
        all->menuAction()->setVisible(!all->isEmpty());
    }

    void token()
    {
        const bool isAskedFor = m_place.side == Side::Query;
        const Side side = m_place.isCross ? Side::Decoder : isAskedFor ? Side::Only : m_place.side;
        if (!m_trace || !m_model.spec().readsTokens(side))
            return;
        const Tokens& tokens = m_trace->tokens(side);
        const Index position = isAskedFor ? m_trace->placeOf(Side::Query, m_place.query) : m_place.query;
        if (position >= static_cast<Index>(tokens.size()))
            return;
        const QString label = tokenLabel(tokens, position);
        m_menu.addSection(words(QT_TRANSLATE_NOOP("EditMenu", "Token “%1” (%2)")).arg(QString(label).replace(QLatin1Char('&'), QLatin1String("&&")), QString::number(position)));
        entry(m_menu, words(QT_TRANSLATE_NOOP("EditMenu", "Delete")), ChangeToken{side, position, std::nullopt});
        QWidget* parent = m_parent;
        const Add add = m_add;
        m_menu.addAction(words(QT_TRANSLATE_NOOP("EditMenu", "Replace…")), [=] {
            bool isGiven = false;
            const QString text = QInputDialog::getText(parent, words(QT_TRANSLATE_NOOP("EditMenu", "Change")),
                                                       Qt::convertFromPlainText(words(QT_TRANSLATE_NOOP("EditMenu", "In the place of “%1”")).arg(label)),
                                                       QLineEdit::Normal, QString(), &isGiven);
            if (isGiven && !text.isEmpty())
                add(ChangeToken{side, position, text.toStdString()});
        });
    }

private:
    void entry(QMenu& menu, const QString& text, const EditAction& action)
    {
        const Add add = m_add;
        menu.addAction(text, [=] { add(action); });
    }

    void others(const StepRef& z)
    {
        const StackSpec& stack = m_model.spec().stack(z.side);
        const int heads = (z.isCross ? *stack.cross : stack.attention).heads;
        if (heads < 2)
            return;
        QMenu* copy = m_menu.addMenu(words(QT_TRANSLATE_NOOP("EditMenu", "Adds what another adds")));
        QMenu* swap = m_menu.addMenu(words(QT_TRANSLATE_NOOP("EditMenu", "Swap with")));
        for (int head = 0; head < heads; ++head) {
            StepRef other = z;
            other.head = head;
            if (head == z.head)
                continue;
            entry(*copy, words(QT_TRANSLATE_NOOP("EditMenu", "Head %1")).arg(headName(z.layer, head)), CopyHead{other, z});
            entry(*swap, words(QT_TRANSLATE_NOOP("EditMenu", "Head %1")).arg(headName(z.layer, head)), SwapHeads{z, other});
        }
    }

    QMenu& m_menu;
    TracePtr m_trace;
    const Model& m_model;
    Place m_place;
    QWidget* m_parent;
    Add m_add;
};

} // namespace

void fillEditMenu(QMenu& menu, const Session& session, QWidget* parent, const Add& add)
{
    menu.clear();
    if (!session.model())
        return;
    Filling filling(menu, session, parent, add);
    filling.head();
    filling.weights();
    filling.token();
}

} // namespace hl::ui
