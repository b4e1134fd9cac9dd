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
#include <QScrollArea>
#include <QSignalBlocker>

namespace hl::ui {

namespace {

constexpr int shownLines = 4; // the heads above need the room; the rest is scrolled to

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
    auto* texts = new QWidget;
    auto* lines = new QVBoxLayout(texts);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(4);
    lines->addWidget(m_effect);
    lines->addWidget(m_roles);
    lines->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(texts);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    texts->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setFixedHeight(fontMetrics().lineSpacing() * shownLines);
    layout->addWidget(m_out);
    layout->addWidget(scroll);

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

QString HeadCard::rolesText(const StepRef& pattern, const std::vector<HeadRole>& roles) const
{
    const Theme theme = m_settings.theme();
    const QString heading = tr("Head %1").arg(headName(pattern.layer, pattern.head));
    if (roles.empty())
        return QStringLiteral("<b>%1</b>: %2").arg(heading.toHtmlEscaped(), tr("no single role found").toHtmlEscaped());
    QStringList lines;
    for (const HeadRole& role : roles) {
        QStringList evidence;
        for (const Message& sentence : roleEvidence(role))
            evidence << translated(sentence);
        if (role.ablationDrop >= negligibleDrop)
            evidence << tr("Without it %1: −%2 points.")
                            .arg(translated(probeTitle(role.ablationProbe)))
                            .arg(100.0 * role.ablationDrop, 0, 'f', 0);
        lines << QStringLiteral("%1%2 <span style='color:%3'>[%4]</span> <span style='color:%5'>%6</span>")
                     .arg(lines.isEmpty() ? QStringLiteral("<b>%1</b> ").arg(heading.toHtmlEscaped()) : QString(),
                          translated(roleTitle(role.role)).toHtmlEscaped(), theme.accent.name(),
                          translated(originTitle(role.origin)).toHtmlEscaped(), theme.secondary.name(),
                          evidence.join(QLatin1Char(' ')).toHtmlEscaped());
    }
    return lines.join(QStringLiteral("<br>"));
}

QString HeadCard::effectText() const
{
    const Scene scene{m_session.trace(), m_session.selection().place(), m_settings.options(), m_settings.theme(), false};
    return predictionChangeText(scene).toHtmlEscaped();
}

void HeadCard::show()
{
    const bool hasModel = m_session.model() != nullptr;
    m_out->setEnabled(hasModel);
    if (!hasModel) {
        m_roles->clear();
        m_effect->clear();
        return;
    }
    StepRef pattern = selectedHead();
    pattern.step = Step::Pattern;
    const auto roles = rolesOf(m_session.model()->card(), pattern);
    m_roles->setText(rolesText(pattern, roles));
    m_roles->setToolTip(roles.empty() ? tr("Nothing was measured of this head that exceeds a head of fixed distance by far")
                                      : tr("Measured on held-out text; models trained and compared: %1").arg(roles.front().seeds));
    const QSignalBlocker blocker(m_out);
    const Edit* ablation = ablationOf(m_session.request().edits, selectedHead());
    m_out->setChecked(ablation && ablation->isOn);
    const QString effect = effectText();
    m_effect->setText(effect);
    m_effect->setVisible(!effect.isEmpty());
}

void HeadCard::setTakenOut(bool isTakenOut)
{
    Edits edits = m_session.request().edits;
    hl::setTakenOut(edits, selectedHead(), isTakenOut);
    m_session.setEdits(std::move(edits));
}

} // namespace hl::ui
