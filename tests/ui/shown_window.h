#pragma once

#include "ui/samples.h"
#include "ui/session.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMessageBox>
#include <QMimeData>
#include <QTest>
#include <QUrl>

// What tests of the whole window wait for and show.

/// False where it takes longer than a busy machine needs.
[[nodiscard]] inline bool waitForTrace(hl::ui::Session& session)
{
    return QTest::qWaitFor([&] { return session.trace() && !session.isStale(); }, 20'000); // ms
}

/// False where the window does not take the file.
inline bool drop(QWidget& window, const QString& path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter); // without it Qt delivers no drop
    QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &event);
    return event.isAccepted();
}

/// Presses the button of a question whose text holds `text`; false where nobody asks that.
inline bool answer(QWidget& window, const char* question, const QString& text)
{
    const auto* box = window.findChild<QMessageBox*>(QLatin1String(question));
    if (!box)
        return false;
    for (QAbstractButton* button : box->buttons()) {
        if (button->text().remove(QLatin1Char('&')) == text) {
            button->click();
            return true;
        }
    }
    return false;
}

/// One of the samples of this built-in model.
[[nodiscard]] inline hl::ui::Sample sampleOf(const char* model, int number = 0)
{
    for (const hl::ui::Sample& sample : hl::ui::samples()) {
        if (sample.model == QLatin1String(model) && number-- == 0)
            return sample;
    }
    qFatal("no such sample");
}
