#include "ui/views/sound_view.h"

#include "ui/figure/sound_figure.h"
#include "ui/translate.h"
#include "ui/views/figure_view.h"

#include <QBoxLayout>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

namespace hl::ui {

SoundView::SoundView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_canvas(new FigureView(std::make_unique<SoundFigure>(), session, settings, this))
    , m_open(new QToolButton(this))
    , m_note(new QLabel(this))
{
    setObjectName(name());
    m_open->setObjectName(QStringLiteral("openSound"));
    m_open->setText(tr("Open a &WAV…"));
    m_open->setToolTip(tr("Let the model listen to a sound file of one channel"));
    m_note->setObjectName(QStringLiteral("soundNote"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);

    auto* controls = new QHBoxLayout;
    controls->setContentsMargins(12, 8, 12, 0);
    controls->setSpacing(12);
    controls->addWidget(m_open);
    controls->addWidget(m_note, 1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(controls);
    all->addWidget(m_canvas, 1);

    connect(m_open, &QToolButton::clicked, this, &SoundView::chooseFile);
    connect(&m_session, &Session::modelChanged, this, &SoundView::showModel);
    showModel();
}

void SoundView::showModel()
{
    m_open->setEnabled(m_session.readsSound());
    if (!m_session.request().sound)
        m_note->clear();
}

void SoundView::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a sound"), QString(), tr("WAV sound (*.wav)"));
    if (!path.isEmpty())
        openFile(path);
}

void SoundView::openFile(const QString& path)
{
    auto sound = readWav(std::filesystem::path(QFile::encodeName(path).toStdString()));
    if (!sound) {
        m_note->setText(translated(sound.error().message));
        return;
    }
    const double seconds = static_cast<double>(sound->samples.size()) / sound->sampleRate;
    m_note->setText(tr("%1 · %2 s").arg(QFileInfo(path).fileName(), QLocale::c().toString(seconds, 'f', 2)));
    m_session.setSound(std::make_shared<const Sound>(std::move(*sound)));
}

} // namespace hl::ui
