#include "ui/start_page.h"

#include "ui/icons.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace hl::ui {

namespace {

constexpr int shownSamples[] = {0, 9, 12}; // a head that can be read, one to check by hand, a mask

} // namespace

StartPage::StartPage(Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_settings(settings)
{
    setObjectName(QStringLiteral("startPage"));
    auto* heading = new QLabel(tr("Type a sentence above"));
    heading->setProperty("role", QStringLiteral("sentence"));
    heading->setAlignment(Qt::AlignCenter);
    heading->setWordWrap(true);
    auto* explanation = new QLabel(tr("Headlight computes its attention and shows every number on the way. Or begin with a sample:"));
    explanation->setProperty("role", QStringLiteral("secondary"));
    explanation->setAlignment(Qt::AlignCenter);
    explanation->setWordWrap(true);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(8);
    layout->addStretch();
    layout->addWidget(heading);
    layout->addWidget(explanation);
    layout->addSpacing(8);
    const std::vector<Sample> all = samples();
    for (const int index : shownSamples) {
        const Sample& sample = all.at(static_cast<std::size_t>(index));
        auto* button = new QPushButton(QStringLiteral("%1:  %2").arg(sample.title, sample.text));
        button->setToolTip(sample.look);
        button->setMinimumWidth(160);
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        button->setMaximumWidth(520);
        connect(button, &QPushButton::clicked, this, [this, sample] { emit sampleChosen(sample); });
        auto* row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(button, 8);
        row->addStretch(1);
        layout->addLayout(row);
    }
    auto* open = new QPushButton(tr("Open a model folder, or drop it here"));
    open->setIcon(themedIcon(QStringLiteral("open"), m_settings.theme()));
    connect(open, &QPushButton::clicked, this, &StartPage::openModelWanted);
    layout->addSpacing(8);
    layout->addWidget(open, 0, Qt::AlignCenter);
    layout->addStretch();
}

} // namespace hl::ui
