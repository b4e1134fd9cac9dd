#include "ui/views/picture_view.h"

#include "core/picture/picture.h"
#include "ui/figure/picture_figure.h"
#include "ui/picture_image.h"
#include "ui/translate.h"
#include "ui/views/draw_canvas.h"
#include "ui/views/figure_view.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace hl::ui {

PictureView::PictureView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_canvas(new FigureView(std::make_unique<PictureFigure>(), session, settings, this))
    , m_sheet(new DrawCanvas(this))
    , m_open(new QToolButton(this))
    , m_clear(new QToolButton(this))
    , m_rollout(new QCheckBox(this))
    , m_note(new QLabel(this))
{
    setObjectName(name());
    m_open->setText(tr("Open a &PNG…"));
    m_open->setToolTip(tr("Let the model look at a picture file"));
    m_clear->setText(tr("&Clear"));
    m_clear->setToolTip(tr("Begin with an empty sheet"));
    m_clear->setObjectName(QStringLiteral("pictureClear"));
    m_rollout->setText(tr("&Rollout over all layers"));
    m_rollout->setObjectName(QStringLiteral("pictureRollout"));
    m_rollout->setToolTip(tr("Show what the selected token is made of after the last layer, added up over all layers and heads, in the place of one head"));
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText); // may quote names from elsewhere
    m_note->setObjectName(QStringLiteral("pictureNote"));
    m_note->hide();

    auto* buttons = new QVBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_open);
    buttons->addWidget(m_clear);
    buttons->addWidget(m_rollout);
    buttons->addWidget(m_note);
    buttons->addStretch();
    auto* input = new QHBoxLayout;
    input->setSpacing(12);
    input->addWidget(m_sheet, 1, Qt::AlignTop);
    input->addLayout(buttons, 1);
    m_all = new QBoxLayout(QBoxLayout::LeftToRight, this);
    m_all->setContentsMargins(12, 8, 0, 8);
    m_all->setSpacing(12);
    m_all->addLayout(input);
    m_all->addWidget(m_canvas, 1);

    connect(m_open, &QToolButton::clicked, this, &PictureView::chooseFile);
    connect(m_clear, &QToolButton::clicked, m_sheet, &DrawCanvas::clear);
    connect(m_rollout, &QCheckBox::toggled, this, [this](bool isOn) {
        PictureOptions options = m_settings.options();
        options.pictureRollout = isOn;
        m_settings.setOptions(options);
    });
    connect(&m_settings, &Settings::optionsChanged, this, &PictureView::showOptions);
    connect(m_sheet, &DrawCanvas::drawn, this, &PictureView::submitSheet);
    connect(&m_session, &Session::modelChanged, this, &PictureView::showModel);
    connect(&m_session, &Session::requestChanged, this, &PictureView::showModel);
    showModel();
    showOptions();
}

/// The sheet is as large as the panel lets it be: beside the picture in a low one, above it in a narrow one.
void PictureView::resizeEvent(QResizeEvent* event)
{
    constexpr double tall = 0.6; // height to width
    const bool isTall = height() > tall * width();
    m_all->setDirection(isTall ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    const QMargins margins = m_all->contentsMargins();
    const int most = isTall ? std::min(width() / 2, height() * 2 / 5) : std::min(height() - margins.top() - margins.bottom(), width() / 4);
    const int side = std::max(most, m_sheet->minimumSizeHint().width());
    m_sheet->setFixedSize(side, side);
    View::resizeEvent(event);
}

void PictureView::showOptions()
{
    const QSignalBlocker blocker(m_rollout);
    m_rollout->setChecked(m_settings.options().pictureRollout);
}

void PictureView::showModel()
{
    const bool readsPictures = m_session.readsPictures();
    for (QWidget* widget : {static_cast<QWidget*>(m_sheet), static_cast<QWidget*>(m_open), static_cast<QWidget*>(m_clear), static_cast<QWidget*>(m_rollout)})
        widget->setEnabled(readsPictures);
    const auto& picture = m_session.request().picture;
    if (readsPictures && !picture)
        submitSheet(); // an empty sheet is a picture too
    else if (picture && picture != m_drawn)
        m_sheet->show(imageOf(*picture));
}

void PictureView::submitSheet()
{
    m_note->hide();
    m_drawn = pictureOf(m_sheet->sheet());
    m_session.setPicture(m_drawn);
}

void PictureView::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a picture"), QString(), tr("PNG pictures (*.png)"));
    if (!path.isEmpty())
        openFile(path);
}

void PictureView::openFile(const QString& path)
{
    auto picture = readPng(std::filesystem::path(QFile::encodeName(path).toStdString()));
    m_note->setVisible(!picture);
    if (!picture) {
        m_note->setText(translated(picture.error().message));
        return;
    }
    m_session.setPicture(std::make_shared<const Picture>(std::move(*picture)));
}

} // namespace hl::ui
