#include "ui/status_line.h"

#include "ui/icons.h"
#include "ui/translate.h"

#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

namespace hl::ui {

namespace {

QString notesOf(const Trace& trace)
{
    QStringList notes;
    for (const Message& note : trace.notes())
        notes.append(translated(note));
    for (const Message& note : trace.model().notes())
        notes.append(translated(note));
    const auto strange = static_cast<int>(std::min<std::int64_t>(trace.nonFiniteCount(), 2'000'000'000));
    if (strange > 0)
        notes.append(StatusLine::tr("Not finite (NaN or infinite): %n number(s).", nullptr, strange));
    return joinedSentences(notes);
}

} // namespace

StatusLine::StatusLine(Session& session, Settings& settings, ModelLoader& loader, QWidget* parent)
    : QStatusBar(parent)
    , m_session(session)
    , m_settings(settings)
    , m_icon(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setSizeGripEnabled(false);
    setContentsMargins(12, 0, 12, 0);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sentence->installEventFilter(this);
    m_facts->setContentsMargins(12, 0, 0, 0);
    m_facts->setProperty("role", QStringLiteral("secondary"));
    m_facts->setTextFormat(Qt::PlainText);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(160);
    m_progress->setAccessibleName(tr("Opening the model"));
    addWidget(m_icon);
    addWidget(m_sentence, 1);
    addPermanentWidget(m_progress);
    addPermanentWidget(m_cancel);
    addPermanentWidget(m_facts);
    m_progress->hide();
    m_cancel->hide();

    connect(m_cancel, &QPushButton::clicked, &loader, &ModelLoader::cancel);
    connect(&loader, &ModelLoader::started, this, [this](const QString& name) {
        m_progress->setValue(0);
        m_progress->show();
        m_cancel->show();
        m_opening = QFileInfo(name).fileName();
        tell(tr("Opening %1…").arg(m_opening));
    });
    connect(&loader, &ModelLoader::progressed, this, &StatusLine::showProgress);
    connect(&loader, &ModelLoader::stopped, this, [this] {
        m_progress->hide();
        m_cancel->hide();
        if (m_mood != Mood::Complaint)
            tell({});
    });
    connect(&session, &Session::traceChanged, this, &StatusLine::showState);
    connect(&session, &Session::errorChanged, this, &StatusLine::showState);
    connect(&settings, &Settings::themeChanged, this, [this] { show(m_mood, m_full); });
    showState();
}

void StatusLine::showProgress(int permille, const LoadProgress& done)
{
    m_progress->setValue(permille);
    const QLocale locale = QLocale::c();
    const auto size = [&](std::uint64_t bytes) { return locale.formattedDataSize(static_cast<qint64>(bytes), 1); };
    if (m_mood != Mood::Complaint)
        tell(tr("Opening %1… %2 of %3 read").arg(m_opening, size(done.bytesRead), size(done.bytesTotal)));
}

void StatusLine::tell(const QString& sentence)
{
    show(sentence.isEmpty() ? Mood::Quiet : Mood::Told, sentence);
    if (sentence.isEmpty())
        showState();
}

void StatusLine::complain(const QString& sentence)
{
    show(Mood::Complaint, sentence);
}

QString StatusLine::sentence() const
{
    return m_full;
}

QString StatusLine::factsText() const
{
    return m_facts->text();
}

void StatusLine::refresh()
{
    m_cancel->setText(tr("Cancel"));
    showState();
}

void StatusLine::showState()
{
    const TracePtr trace = m_session.trace();
    QStringList facts;
    if (trace) {
        int tokens = 0;
        for (const Side side : trace->model().spec().sides())
            tokens += side == Side::Query ? 0 : static_cast<int>(trace->tokens(side).size()); // which are the text's once more
        const QLocale locale = QLocale::c();
        facts << tr("%n token(s)", nullptr, tokens) << QString::fromStdString(trace->model().spec().name)
              << tr("%1 ms").arg(locale.toString(m_session.runMilliseconds(), 'f', 1))
              << locale.formattedDataSize(static_cast<qint64>(trace->bytes()), 1);
    }
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
    if (!m_session.errorText().isEmpty())
        show(m_session.waitsForInput() ? Mood::Note : Mood::Error, m_session.errorText());
    else if (m_mood == Mood::Complaint)
        return; // of something else than this run
    else if (const QString notes = trace ? notesOf(*trace) : QString(); !notes.isEmpty())
        show(Mood::Note, notes);
    else if (m_mood != Mood::Told)
        show(Mood::Quiet, {});
}

/// What has no room ends in an ellipsis; the tool tip has all of it.
void StatusLine::fitSentence()
{
    m_sentence->setText(m_sentence->fontMetrics().elidedText(m_full, Qt::ElideRight, m_sentence->contentsRect().width()));
}

bool StatusLine::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_sentence && event->type() == QEvent::Resize)
        fitSentence();
    return QStatusBar::eventFilter(watched, event);
}

void StatusLine::show(Mood mood, const QString& sentence)
{
    m_mood = mood;
    m_full = sentence;
    const Theme theme = m_settings.theme();
    const bool isError = mood == Mood::Error || mood == Mood::Complaint;
    const int side = qRound(theme.space(16));
    m_icon->setVisible(isError || mood == Mood::Note);
    m_icon->setPixmap(tintedPixmap(isError ? QStringLiteral("warning") : QStringLiteral("info"),
                                   isError ? theme.broken : theme.secondary, side, devicePixelRatioF()));
    m_icon->setAccessibleName(isError ? tr("Error") : tr("Note"));
    fitSentence();
    m_sentence->setToolTip(sentence.toHtmlEscaped());
    QPalette palette = m_sentence->palette();
    palette.setColor(QPalette::WindowText, isError ? theme.broken : theme.secondary);
    m_sentence->setPalette(palette);
}

} // namespace hl::ui
