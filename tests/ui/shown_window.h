#pragma once

#include "ui/samples.h"
#include "ui/session.h"

#include <QTest>

// What tests of the whole window wait for and show.

/// False where it takes longer than a busy machine needs.
[[nodiscard]] inline bool waitForTrace(hl::ui::Session& session)
{
    return QTest::qWaitFor([&] { return session.trace() && !session.isStale(); }, 20'000); // ms
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
