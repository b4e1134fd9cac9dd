#pragma once

#include "core/base/big_buffer.h"
#include "core/base/crew.h"
#include "core/model/safetensors.h"
#include "core/model/weights.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// A file's tensors as a family takes them: by name, with the shape the configuration implies. Every refusal names the
/// tensor, its shape and the expected one. Remembers what was taken, so that the rest can be told.
class TensorStore
{
public:
    explicit TensorStore(SafetensorsFile file);
    /// The files of one model; no two have a tensor of the same name. `what` names them together.
    TensorStore(std::vector<SafetensorsFile> files, std::string what);

    [[nodiscard]] const std::vector<SafetensorsFile>& files() const { return m_files; }
    [[nodiscard]] std::uint64_t bytes() const; ///< of all tensors, as they are stored

    /// From now on nothing more is taken once its stop was requested; it is told the bytes of the tensors read so far, from
    /// any thread.
    void setWatch(Watch watch) { m_watch = std::move(watch); }

    /// From now on weights of linear layers that are stored in 16 bits stay so.
    void setKeepsNarrow(bool doesKeep) { m_keepsNarrow = doesKeep; }

    /// Names are looked up with this in front from now on: the first candidate under which `probe` exists.
    /// "" is a candidate too; without any match names stay as they are.
    void choosePrefix(std::initializer_list<std::string_view> candidates, std::string_view probe);

    [[nodiscard]] bool has(std::string_view name) const;

    /// Stored [rows, cols], used so: a table of rows.
    [[nodiscard]] Result<Tensor> matrix(std::string_view name, Index rows, Index cols);
    /// The same, as the weights of a linear layer.
    [[nodiscard]] Result<Tensor> weights(std::string_view name, Index rows, Index cols);
    /// Stored [cols, rows] as torch's Linear has it, used as [rows, cols].
    [[nodiscard]] Result<Tensor> transposed(std::string_view name, Index rows, Index cols);
    /// Rows [first, first + count) of a stored [rows, cols].
    [[nodiscard]] Result<Tensor> rows(std::string_view name, Index rows, Index cols, Index first, Index count);
    /// Columns [first, first + count) of a stored [rows, cols]: one of several projections kept in one tensor.
    [[nodiscard]] Result<Tensor> columns(std::string_view name, Index rows, Index cols, Index first, Index count);
    /// Stored with this shape, whose numbers in order make [rows, cols].
    [[nodiscard]] Result<Tensor> reshaped(std::string_view name, const std::vector<std::int64_t>& shape, Index rows, Index cols);
    /// A convolution's filters, stored [out, ...], used as [everything else, out]: what multiplies a window laid out as a row.
    [[nodiscard]] Result<Tensor> filters(std::string_view name, const std::vector<std::int64_t>& shape);
    /// The same of the outputs [first, first + count) alone.
    [[nodiscard]] Result<Tensor> filters(std::string_view name, const std::vector<std::int64_t>& shape, Index first, Index count);
    /// These rows, in this order, of a stored [out, in], used as [in, rows]: one of several projections kept in one
    /// tensor. `part` tells it from the others: "q".
    [[nodiscard]] Result<Tensor> pickedRows(std::string_view name, Index out, Index in, const std::vector<Index>& rows,
                                            std::string_view part);
    [[nodiscard]] Result<Tensor> pickedEntries(std::string_view name, const std::vector<std::int64_t>& shape,
                                               const std::vector<Index>& which, std::string_view part);
    /// Stored with this shape, whose numbers in order make a matrix of `rows` rows, or then its transpose.
    [[nodiscard]] Result<Tensor> inOrder(std::string_view name, const std::vector<std::int64_t>& shape, Index rows,
                                         bool isTransposed);
    /// Stored [n], used as [1, n].
    [[nodiscard]] Result<Tensor> vector(std::string_view name, Index n);
    [[nodiscard]] Result<Tensor> entries(std::string_view name, Index n, Index first, Index count);

    /// weight [in, out] and bias [out] below `name` (Conv1D), or weight [out, in] (Linear).
    [[nodiscard]] Result<Linear> linear(const std::string& name, Index in, Index out, bool isStoredOutIn);
    /// weight or gamma, and bias or beta, below `name`; the bias may be absent.
    [[nodiscard]] Result<NormWeights> norm(const std::string& name, Index n);

    /// Names in the file that were never taken, those ending in one of `known` left out (buffers, not weights).
    [[nodiscard]] std::vector<std::string> unused(const std::vector<std::string_view>& known) const;

private:
    struct Found
    {
        const SafetensorsFile* file = nullptr;
        const TensorInfo* info = nullptr;
    };
    [[nodiscard]] Found find(std::string_view name) const;
    [[nodiscard]] Result<Found> take(std::string_view name, const std::vector<std::int64_t>& shape);
    template <class Shape>
    [[nodiscard]] Result<Tensor> decode(const Found& found, const std::string& suffix, Index rows, Index cols, Shape shape);
    /// The same for the weights of a linear layer, in the order in which products read them: a part of a stored [rows, cols],
    /// or then its transpose.
    template <class Part>
    [[nodiscard]] Result<Tensor> decodePacked(const Found& found, const std::string& suffix, Index rows, Index cols,
                                              bool isTransposed, Part part);
    /// The numbers of a tensor in T, in memory that the next tensor takes.
    template <class T>
    [[nodiscard]] Result<std::span<const T>> numbers(const Found& found);
    [[nodiscard]] Result<void> read(const Found& found, std::span<std::byte> out);
    Crew& crew();

    std::vector<SafetensorsFile> m_files;
    std::string m_what;
    std::string m_prefix;
    std::set<std::string, std::less<>> m_taken;
    std::unique_ptr<BorrowedCrew> m_crew;
    Watch m_watch;
    bool m_keepsNarrow = false;
    std::uint64_t m_bytesRead = 0; // of tensors that were taken, each counted once
    const TensorInfo* m_lastRead = nullptr; ///< whose bytes m_stored has: several parts of one tensor are taken in turn
    ScratchBuffer m_stored;
    ScratchBuffer m_little;
    ScratchBuffer m_decoded;
};

} // namespace hl
