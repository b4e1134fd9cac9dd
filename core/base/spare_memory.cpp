#include "core/base/spare_memory.h"

#include "core/base/big_buffer.h"

#include <algorithm>
#include <bit>
#include <mutex>
#include <new>
#include <vector>

namespace hl {

namespace {

struct Piece
{
    std::size_t bytes = 0;
    std::shared_ptr<void> memory;
};

/// What lies ready, the oldest first, and how much is out.
class SparePieces
{
public:
    /// The smallest that is large enough, but not one of more than twice the size; null memory where there is none.
    Piece take(std::size_t bytes)
    {
        const std::scoped_lock lock(m_mutex);
        auto best = m_pieces.end();
        for (auto piece = m_pieces.begin(); piece != m_pieces.end(); ++piece) {
            if (piece->bytes >= bytes && piece->bytes / 2 <= bytes && (best == m_pieces.end() || piece->bytes < best->bytes))
                best = piece;
        }
        if (best == m_pieces.end())
            return {};
        Piece found = std::move(*best);
        m_pieces.erase(best);
        m_ready -= found.bytes;
        return found;
    }

    void countOut(std::size_t bytes)
    {
        const std::scoped_lock lock(m_mutex);
        m_out += bytes;
        m_mostOut = std::max(m_mostOut, m_out);
    }

    void put(Piece piece) noexcept
    {
        const std::scoped_lock lock(m_mutex);
        m_out -= piece.bytes;
        const std::size_t most = std::min(m_mostOut / 2 * 3, mostSpareBytes); // of one run not all is needed at one time
        if (piece.bytes > most)
            return;
        try {
            m_ready += piece.bytes;
            m_pieces.push_back(std::move(piece));
        } catch (const std::bad_alloc&) { // not even memory for the list: the piece is freed
            m_ready -= piece.bytes;
            return;
        }
        auto kept = m_pieces.begin();
        for (; m_ready > most; ++kept)
            m_ready -= kept->bytes;
        m_pieces.erase(m_pieces.begin(), kept);
    }

    void clear()
    {
        const std::scoped_lock lock(m_mutex);
        m_pieces.clear();
        m_ready = 0;
    }

    static const std::shared_ptr<SparePieces>& instance()
    {
        static const auto pieces = std::make_shared<SparePieces>();
        return pieces;
    }

private:
    std::mutex m_mutex;
    std::vector<Piece> m_pieces;
    std::size_t m_ready = 0; // bytes
    std::size_t m_out = 0;
    std::size_t m_mostOut = 0;
};

/// One of eight sizes between two powers of two: what a text needs still fits when it has grown by a word.
std::size_t usualSize(std::size_t bytes)
{
    constexpr std::size_t smallest = 4096;
    const std::size_t step = std::bit_floor(std::max(bytes, smallest)) / 8;
    return (std::max(bytes, smallest) + step - 1) / step * step;
}

} // namespace

std::shared_ptr<void> borrowMemory(std::size_t bytes)
{
    const std::shared_ptr<SparePieces>& spare = SparePieces::instance();
    Piece piece = spare->take(bytes);
    if (!piece.memory) {
        piece.bytes = usualSize(bytes);
        piece.memory = makeBigBuffer(piece.bytes);
    }
    spare->countOut(piece.bytes);
    void* begin = piece.memory.get();
    return {begin, [piece = std::move(piece), place = std::weak_ptr(spare)](void*) mutable {
                if (const auto pieces = place.lock())
                    pieces->put(std::move(piece));
            }};
}

void freeSpareMemory()
{
    SparePieces::instance()->clear();
}

} // namespace hl
