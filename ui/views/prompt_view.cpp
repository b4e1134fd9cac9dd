#include "ui/views/prompt_view.h"

#include "core/text/word_tokenizer.h"
#include "ui/figure/prompt_figure.h"
#include "ui/icons.h"
#include "ui/views/prompt_chips.h"

#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>

#include <set>

namespace hl::ui {

namespace {

constexpr int historyShown = 15;

bool takesPair(const Session& session)
{
    const Model* model = session.model().get();
    return model && !model->spec().takesTarget() && model->tokenizer() && model->tokenizer()->takesPairs();
}

bool isTranslation(const Session& session)
{
    return session.model() && session.model()->spec().takesTarget();
}

bool hasLoneSurrogate(const QString& text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            ++i;
        else if (text.at(i).isSurrogate())
            return true;
    }
    return false;
}

int wordCount(const Tokens& tokens)
{
    std::set<std::pair<int, int>> words;
    for (const Token& token : tokens) {
        if (token.word >= 0)
            words.emplace(token.sequence, token.word);
    }
    return static_cast<int>(words.size());
}

/// Lets the layouts around a widget that has changed its size find their places at once. Each would wait for an event that
/// the one within it posts: by then the window has been painted once for nothing.
void settleAround(const QWidget& changed)
{
    for (const QWidget* widget = &changed; widget; widget = widget->parentWidget()) {
        if (QLayout* layout = widget->layout())
            layout->activate();
    }
}

QToolButton* flatButton(QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setProperty("flat", true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

PromptView::PromptView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_edit(new PromptEdit(this))
    , m_second(new PromptEdit(this))
    , m_caption(new QLabel(tr("source"), this))
    , m_secondCaption(new QLabel(this))
    , m_secondRow(new QWidget(this))
    , m_count(new QLabel(this))
    , m_note(new QLabel(this))
    , m_addSecond(flatButton(this))
    , m_removeSecond(flatButton(this))
    , m_history(flatButton(this))
{
    auto figure = std::make_unique<PromptFigure>();
    m_figure = figure.get();
    m_chips = new PromptChips(std::move(figure), session, settings, this);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidget(m_chips);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);

    m_edit->setObjectName(QStringLiteral("promptEdit"));
    m_edit->setAccessibleName(tr("Sentence"));
    m_edit->setPlaceholderText(tr("Type a sentence"));
    m_second->setObjectName(QStringLiteral("secondEdit"));
    m_caption->setProperty("role", QStringLiteral("secondary"));
    m_secondCaption->setProperty("role", QStringLiteral("secondary"));
    m_count->setProperty("role", QStringLiteral("secondary"));
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText); // may quote names from elsewhere
    m_note->hide();
    m_history->setToolTip(tr("Earlier texts (Alt+Up, Alt+Down)"));
    m_history->setPopupMode(QToolButton::InstantPopup);
    m_history->setMenu(new QMenu(m_history));
    m_addSecond->setToolTip(tr("Add a second sentence"));
    m_removeSecond->setToolTip(tr("Remove the second sentence"));
    for (QToolButton* button : {m_history, m_addSecond, m_removeSecond})
        button->setAccessibleName(button->toolTip());

    auto* first = new QHBoxLayout;
    first->addWidget(m_caption, 0, Qt::AlignTop);
    first->addWidget(m_edit, 1, Qt::AlignTop);
    first->addWidget(m_count, 0, Qt::AlignTop);
    first->addWidget(m_history, 0, Qt::AlignTop);
    first->addWidget(m_addSecond, 0, Qt::AlignTop);
    auto* second = new QHBoxLayout(m_secondRow);
    second->setContentsMargins(0, 0, 0, 0);
    second->addWidget(m_secondCaption, 0, Qt::AlignTop);
    second->addWidget(m_second, 1, Qt::AlignTop);
    second->addWidget(m_removeSecond, 0, Qt::AlignTop);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(16, 10, 12, 6);
    all->setSpacing(6);
    all->addLayout(first);
    all->addWidget(m_secondRow);
    all->addWidget(m_note);
    all->addWidget(m_scroll);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    connect(m_edit, &PromptEdit::edited, this, [this](const QString& text) { typed(text, false); });
    connect(m_second, &PromptEdit::edited, this, [this](const QString& text) { typed(text, true); });
    for (PromptEdit* edit : {m_edit, m_second}) {
        connect(edit, &PromptEdit::wasCut, this, [this] {
            showNote(tr("Only the first %1 characters fit; the rest was left out.")
                         .arg(QLocale().toString(static_cast<qulonglong>(longestText))));
        });
        connect(edit, &PromptEdit::finished, this, [this] {
            m_settings.addToHistory(m_session.text());
            m_edit->setHistory(m_settings.history());
        });
    }
    m_edit->setHistory(settings.history());
    connect(m_history->menu(), &QMenu::aboutToShow, this, &PromptView::fillHistoryMenu);
    connect(m_addSecond, &QToolButton::clicked, this, &PromptView::addSecond);
    connect(m_removeSecond, &QToolButton::clicked, this, [this] {
        m_isSecondOpen = false;
        m_session.setSecondText(std::nullopt);
        showModel();
    });
    connect(&session, &Session::textChanged, this, &PromptView::showTexts);
    connect(&session, &Session::modelChanged, this, &PromptView::showModel);
    connect(&session, &Session::traceChanged, this, &PromptView::showCount);
    connect(&settings, &Settings::themeChanged, this, &PromptView::showTheme);
    showTheme();
    showTexts();
    showModel();
    showCount();
}

void PromptView::typed(const QString& text, bool isSecond)
{
    showNote(hasLoneSurrogate(text) ? tr("Half a character (a lone surrogate) was replaced by U+FFFD.") : QString());
    m_isTyping = true;
    if (isSecond)
        m_session.setSecondText(text);
    else
        m_session.setText(text);
    m_isTyping = false;
}

void PromptView::showTexts()
{
    if (m_isTyping)
        return;
    showNote({});
    m_edit->showText(m_session.text());
    m_second->showText(m_session.secondText().value_or(QString()));
    showModel();
}

void PromptView::showModel()
{
    const bool translates = isTranslation(m_session);
    m_edit->setVisible(m_session.readsText());
    m_history->setVisible(m_session.readsText());
    const bool pair = takesPair(m_session);
    m_isSecondOpen = pair && (m_isSecondOpen || m_session.secondText().has_value());
    m_secondRow->setVisible(translates || m_isSecondOpen);
    m_caption->setVisible(translates && m_session.readsText());
    m_secondCaption->setText(translates ? tr("target") : tr("second sentence"));
    m_second->setAccessibleName(m_secondCaption->text());
    m_second->setPlaceholderText(translates ? tr("The translation as far as it has been written")
                                            : tr("Type a second sentence"));
    m_addSecond->setVisible(pair && !m_isSecondOpen);
    m_removeSecond->setVisible(m_isSecondOpen);
    const int width = translates ? std::max(m_caption->sizeHint().width(), m_secondCaption->sizeHint().width()) : 0;
    m_caption->setMinimumWidth(width);
    m_secondCaption->setMinimumWidth(width);
    fitChips();
}

void PromptView::addSecond()
{
    m_isSecondOpen = true;
    showModel();
    m_second->setFocus();
}

QString PromptView::countText() const
{
    return m_count->text();
}

QString PromptView::noteText() const
{
    return m_note->text();
}

void PromptView::showCount()
{
    const TracePtr trace = m_session.trace();
    QString text;
    if (trace) {
        int tokens = 0;
        int words = 0;
        for (const Side side : trace->model().spec().sides()) {
            if (side == Side::Query) // tokens of the text once more
                continue;
            tokens += static_cast<int>(trace->tokens(side).size());
            words += wordCount(trace->tokens(side));
        }
        text = tr("%n token(s)", nullptr, tokens);
        if (m_session.readsText())
            text += QStringLiteral(" · ");
        if (const auto* tokenizer = dynamic_cast<const WordTokenizer*>(trace->model().tokenizer())) {
            Coverage known = tokenizer->coverage(m_session.request().text);
            if (const auto& second = m_session.request().second) {
                const Coverage more = tokenizer->coverage(*second);
                known = {known.known + more.known, known.total + more.total};
            }
            const int total = known.total;
            text += tr("%1 of %n word(s) known to this model", nullptr, total).arg(known.known);
        } else if (m_session.readsText()) { // pieces of a picture or of a sound are no words
            text += tr("%n word(s)", nullptr, words);
        }
    }
    m_count->setText(text);
    m_chips->setVisible(trace != nullptr);
    fitChips();
}

void PromptView::showNote(const QString& note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void PromptView::showTheme()
{
    const Theme theme = m_settings.theme();
    m_edit->setTheme(theme);
    m_second->setTheme(theme);
    m_history->setIcon(themedIcon(QStringLiteral("history"), theme));
    m_addSecond->setIcon(themedIcon(QStringLiteral("plus"), theme));
    m_removeSecond->setIcon(themedIcon(QStringLiteral("close"), theme));
    fitChips();
}

void PromptView::fitChips()
{
    const Scene scene = m_chips->scene();
    const qreal line = scene.theme.space(26 + 15 + 3);
    const int windowHeight = window()->height();
    const int most = windowHeight < 720 ? 1 : windowHeight < 900 ? 2 : 3;
    const int bar = m_scroll->verticalScrollBar()->sizeHint().width();
    const qreal cap = line * most + scene.theme.space(4);
    // As wide as the layout will make the chips: hidden ones, before the first text, have no width of their own yet.
    const QMargins margins = layout()->contentsMargins();
    const int width = this->width() - margins.left() - margins.right();
    qreal needed = m_figure->heightFor(scene, width);
    if (needed > cap)
        needed = m_figure->heightFor(scene, width - bar);
    // The first text finds its place kept: what lies below need not move when it has been run.
    const bool isAwaited = m_session.readsText() && m_session.model() && !m_session.text().isEmpty();
    const int height = scene.trace || isAwaited ? qRound(std::min(std::max(needed, line), cap)) : 0;
    m_scroll->setVisible(height > 0);
    m_chips->setMinimumHeight(qRound(needed));
    if (m_scroll->minimumHeight() == height && m_scroll->maximumHeight() == height)
        return;
    m_scroll->setFixedHeight(height);
    if (isVisible())
        settleAround(*this);
}

void PromptView::resizeEvent(QResizeEvent* event)
{
    View::resizeEvent(event);
    fitChips();
}

void PromptView::fillHistoryMenu()
{
    QMenu* menu = m_history->menu();
    menu->clear();
    const QStringList history = m_settings.history().mid(0, historyShown);
    for (const QString& text : history) {
        QString shown = fontMetrics().elidedText(text.simplified(), Qt::ElideRight, 420);
        shown.replace(QLatin1Char('&'), QLatin1String("&&"));
        connect(menu->addAction(shown), &QAction::triggered, this, [this, text] { m_session.setText(text); });
    }
    if (history.isEmpty())
        menu->addAction(tr("Texts finished with Enter are kept here"))->setEnabled(false);
}

} // namespace hl::ui
