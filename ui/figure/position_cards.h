#pragma once

#include "core/analysis/position_lab.h"
#include "ui/figure/ink.h"

namespace hl::ui {

/// The parts of the positions picture. Numbers are named "positions ...", for the truth test.
struct PositionCards
{
    Ink& ink;
    const Scene& scene;
    const PositionLab& lab;

    /// What a base that grows with the text is at this length; returns where that ends.
    [[nodiscard]] qreal base(const QRectF& rect, const PositionSpec& own) const;
    /// Title of a card; returns the room below it.
    [[nodiscard]] QRectF card(const QRectF& rect, const QString& title) const;
    /// A matrix with its axes' names and its colour scale's ends. `name`: "rows", "similarity", "bias".
    void matrix(const QRectF& rect, const MatrixOf<double>& values, const char* name, const QString& down,
                const QString& across) const;
    /// Some dimensions as curves over the positions, each with its wavelength where there is one.
    void waves(const QRectF& rect) const;
    /// Some rotary pairs as dials: a mark per position, a hand at the selected one.
    void dials(const QRectF& rect) const;
    /// The slope of each ALiBi head.
    void slopes(const QRectF& rect) const;
};

} // namespace hl::ui
