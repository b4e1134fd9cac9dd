#include "ui/views/head_card.h"

#include "core/model/roles.h"
#include "ui/figure/change_text.h"
#include "ui/figure/labels.h"
#include "ui/session.h"
#include "ui/settings.h"
#include "ui/translate.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QLabel>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <QTextDocumentFragment>

namespace hl::ui {

namespace {

constexpr int mostOfPanel = 3; // one part in so many, and no more, is for what was measured: the heads need the room

QLabel* wrappedLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::RichText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

HeadCard::HeadCard(Session& session, Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_settings(settings)
    , m_roles(wrappedLabel(this))
    , m_out(new QCheckBox(tr("&Take this head out"), this))
    , m_effect(wrappedLabel(this))
{
    setObjectName(QStringLiteral("headCard"));
    m_roles->setObjectName(QStringLiteral("headRoles"));
    m_roles->setAccessibleName(tr("What this head does"));
    m_out->setObjectName(QStringLiteral("headOut"));
    m_out->setToolTip(tr("Run the model without what this head adds: its columns of concat are zeros"));
    m_effect->setObjectName(QStringLiteral("headEffect"));
    m_effect->setAccessibleName(tr("What the prediction becomes without the heads taken out"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(4);
    layout->addWidget(m_out);
    layout->addWidget(m_effect);
    layout->addWidget(m_roles);
    parent->installEventFilter(this);

    connect(m_out, &QCheckBox::toggled, this, &HeadCard::setTakenOut);
    connect(&m_session.selection(), &Selection::changed, this, &HeadCard::show);
    connect(&m_session, &Session::traceChanged, this, &HeadCard::show);
    connect(&m_settings, &Settings::themeChanged, this, &HeadCard::show);
    show();
}

StepRef HeadCard::selectedHead() const
{
    const Place& place = m_session.selection().place();
    return {.step = Step::Z, .layer = place.layer, .head = place.head, .side = place.side, .isCross = place.isCross};
}

QStringList HeadCard::sayings(const StepRef& pattern, const std::vector<HeadRole>& roles) const
{
    const Theme theme = m_settings.theme();
    const QString heading = QStringLiteral("<b>%1</b>").arg(tr("Head %1").arg(headName(pattern.layer, pattern.head)).toHtmlEscaped());
    if (roles.empty())
        return {QStringLiteral("%1: %2").arg(heading, tr("no single role found").toHtmlEscaped())};
    QStringList claims;
    QStringList measured;
    for (const HeadRole& role : roles) {
        QStringList evidence;
        for (const Message& sentence : roleEvidence(role))
            evidence << translated(sentence);
        if (role.ablationDrop >= negligibleDrop)
            evidence << tr("Without it %1: −%2 points.")
                            .arg(translated(probeTitle(role.ablationProbe)))
                            .arg(100.0 * role.ablationDrop, 0, 'f', 0);
        claims << QStringLiteral("%1 <span style='color:%2'>[%3]</span>")
                      .arg(translated(roleTitle(role.role)).toHtmlEscaped(), theme.accent.name(), translated(originTitle(role.origin)).toHtmlEscaped());
        measured << QStringLiteral("%1 <span style='color:%2'>%3</span>")
                        .arg(claims.back(), theme.secondary.name(), joinedSentences(evidence).toHtmlEscaped().replace(QLatin1String(" %"), QLatin1String("&nbsp;%")));
    }
    const auto whole = [&heading](const QStringList& lines) { return heading + QLatin1Char(' ') + lines.join(QStringLiteral("<br>")); };
    QStringList all{whole(measured), whole(claims)};
    if (claims.size() > 1)
        all << whole({claims.front(), tr("and %n more: see the tool tip", nullptr, static_cast<int>(claims.size()) - 1).toHtmlEscaped()});
    return all;
}

QString HeadCard::effectText() const
{
    const Scene scene{m_session.trace(), m_session.selection().place(), m_settings.options(), m_settings.theme(), false};
    return predictionChangeText(scene).toHtmlEscaped();
}

void HeadCard::show()
{
    const bool hasHead = m_session.model() && m_session.trace(); // the place before a run may be that of another model
    m_out->setEnabled(hasHead);
    if (!hasHead) {
        m_sayings = {QString()};
        m_seeds.clear();
        m_effect->clear();
        fit();
        return;
    }
    StepRef pattern = selectedHead();
    pattern.step = Step::Pattern;
    const auto roles = rolesOf(m_session.model()->card(), pattern);
    m_sayings = sayings(pattern, roles);
    m_seeds = roles.empty() ? tr("Nothing was measured of this head that exceeds a head of fixed distance by far")
                            : tr("Measured on held-out text; models trained and compared: %1").arg(roles.front().seeds);
    const QSignalBlocker blocker(m_out);
    const Edit* ablation = ablationOf(m_session.request().edits, selectedHead());
    m_out->setChecked(ablation && ablation->isOn);
    const QString effect = effectText();
    m_effect->setText(effect);
    m_effect->setVisible(!effect.isEmpty());
    fit();
}

/// In a low panel the card says less, and its tool tip all: nothing is scrolled in it.
void HeadCard::fit()
{
    std::tuple fitting(m_sayings, m_seeds, m_effect->text(), QSize(width(), parentWidget()->height()), m_roles->font());
    if (fitting == m_fitted)
        return;
    m_fitted = std::move(fitting);
    const QMargins margins = layout()->contentsMargins();
    const int lineWidth = width() - margins.left() - margins.right();
    const int effect = m_effect->text().isEmpty() ? 0 : m_effect->heightForWidth(lineWidth); // it comes first
    const int available = parentWidget()->height() / mostOfPanel - effect;
    for (const QString& saying : m_sayings) {
        m_roles->setText(saying);
        if (m_roles->heightForWidth(lineWidth) <= available)
            break;
    }
    const bool isWhole = m_roles->text() == m_sayings.front();
    m_roles->setAccessibleDescription(QTextDocumentFragment::fromHtml(m_sayings.front()).toPlainText());
    m_roles->setToolTip(isWhole ? m_seeds : m_sayings.front() + QStringLiteral("<br>") + m_seeds.toHtmlEscaped());
}

bool HeadCard::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        fit();
    return QWidget::eventFilter(watched, event);
}

void HeadCard::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fit();
}

void HeadCard::setTakenOut(bool isTakenOut)
{
    Edits edits = m_session.request().edits;
    hl::setTakenOut(edits, selectedHead(), isTakenOut);
    m_session.setEdits(std::move(edits));
}

} // namespace hl::ui
