#pragma once

#include "core/model/model.h"
#include "core/model_folder.h"
#include "core/trace/trace.h"

#include <QString>

#include <vector>

/// Heads of classes a second time, for tests alone: plain loops in float64 on the numbers of a folder.
namespace classChecks {

using Row = std::vector<double>;

[[nodiscard]] Row rowOf(const hl::MatrixView& view, hl::Index row);
/// Of a tensor that must be there.
[[nodiscard]] const std::vector<double>& numbersOf(const ModelFolder& made, const std::string& name);
/// y_o = Σ_i W[o,i] x_i + b_o, W stored [out, in].
[[nodiscard]] Row linear(const ModelFolder& made, const std::string& name, const Row& x);
[[nodiscard]] Row softmax(const Row& x);
[[nodiscard]] Row sigmoid(const Row& x);
[[nodiscard]] Row each(const Row& x, double (*f)(double));
// Activations of poolers.
[[nodiscard]] double tanhOf(double x);
[[nodiscard]] double reluOf(double x);
[[nodiscard]] double geluOf(double x);

/// Ends the test program where the model does not run.
[[nodiscard]] hl::TracePtr run(const std::shared_ptr<const hl::Model>& model, hl::DType dtype, const std::vector<hl::TokenId>& ids = {4, 7, 1, 9, 2});

/// The same with this target, whatever the model would read.
[[nodiscard]] hl::TracePtr runOnTarget(const std::shared_ptr<const hl::Model>& model, hl::DType dtype, const std::vector<hl::TokenId>& ids, hl::Tokens target);

/// What is wrong with the explanations and invariants of the steps of the head; empty where nothing is.
[[nodiscard]] QString unexplained(const hl::Trace& trace);

} // namespace classChecks
