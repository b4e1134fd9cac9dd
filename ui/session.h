#pragma once

#include "core/run/latest_wins.h"
#include "core/run/run_request.h"
#include "ui/selection.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace hl::ui {

/// The document: a model, one or two texts, and the trace computed from them. Owns the worker; every view reads
/// trace() and selection() and owns nothing else. All of its public functions are for the GUI thread.
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    [[nodiscard]] std::shared_ptr<const Model> model() const { return m_request.model; }
    [[nodiscard]] QString text() const;
    [[nodiscard]] std::optional<QString> secondText() const;
    [[nodiscard]] const RunRequest& request() const { return m_request; }
    /// What the model reads; before there is one, text.
    [[nodiscard]] bool readsText() const;
    [[nodiscard]] bool readsPictures() const;
    [[nodiscard]] bool readsSound() const;
    /// The model waits for a picture or a sound: nothing is wrong.
    [[nodiscard]] bool waitsForInput() const;
    /// Name or folder the model came from, as `--model` takes it.
    [[nodiscard]] QString modelName() const { return m_modelName; }

    /// Null before the first run and after an error.
    [[nodiscard]] TracePtr trace() const { return m_trace; }
    /// True while the trace on screen is not yet that of the present texts.
    [[nodiscard]] bool isStale() const { return m_isStale; }
    /// The sentence that says why there is no trace; empty if all is well.
    [[nodiscard]] QString errorText() const { return m_errorText; }

    /// How long the run of the trace on screen took, tokenizing included.
    [[nodiscard]] double runMilliseconds() const { return m_runMilliseconds; }

    [[nodiscard]] Selection& selection() { return m_selection; }
    [[nodiscard]] const Selection& selection() const { return m_selection; }

    // Each of these starts a run; the newest request wins.
    void setModel(std::shared_ptr<const Model> model, const QString& name);
    void setText(const QString& text);
    void setSecondText(const std::optional<QString>& text);
    void setMask(const MaskChoice& mask);
    void setShuffle(const std::vector<int>& permutation);
    void setWithoutPositions(bool isWithout);
    /// What is done with a text whose numbers are more than are kept unasked. Keep::Layer means the selected one.
    void setKeep(Keep keep);
    /// What a model of pictures reads.
    void setPicture(std::shared_ptr<const Picture> picture);
    /// What a model of speech reads.
    void setSound(std::shared_ptr<const Sound> sound);
    /// What is changed by hand.
    void setEdits(Edits edits);
    /// Everything at once, in one run: what undo and samples need. The place is selected as soon as its trace is there.
    void setRequest(const RunRequest& request, const QString& modelName, const Place& place);

    /// Says that numbers which follow from the trace, and took long, are there.
    void noteDerived() { emit derivedChanged(); }

signals:
    void traceChanged();
    void derivedChanged();
    void staleChanged(bool isStale);
    void modelChanged();
    void textChanged();
    void errorChanged();
    /// Nothing was computed, for it would take more memory than is taken unasked.
    void memoryAsked(const QString& sentence);
    /// Any part of request() changed.
    void requestChanged();

private:
    struct Timed
    {
        Result<TracePtr> result;
        double milliseconds = 0.0;
    };

    void submit();
    void receive(std::uint64_t generation, const Timed& done);

    RunRequest m_request;
    QString m_modelName;
    TracePtr m_trace;
    QString m_errorText;
    bool m_isStale = false;
    double m_runMilliseconds = 0.0;
    Selection m_selection;
    // Last: destroyed first, so that nothing is delivered to a half-destroyed session.
    std::unique_ptr<LatestWins<RunRequest, Timed>> m_worker;
};

} // namespace hl::ui
