#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace hl {

/// The lines of a file or of standard input, one at a time: memory for one line and a buffer, however long the file is.
///     auto lines = LineReader::open("corpus.txt", limit);
///     while (auto more = lines->next(); more && *more) ... lines->line() ...
class LineReader
{
public:
    /// "-" is standard input; pipes are read too. `longest`: bytes of a line that are kept.
    [[nodiscard]] static Result<LineReader> open(const std::string& path, std::size_t longest);

    /// Goes to the next line: false at the end. `isStopped` is asked when a signal interrupts the wait; then the error's
    /// code is Cancelled.
    [[nodiscard]] Result<bool> next(const std::function<bool()>& isStopped = {});

    [[nodiscard]] const std::string& line() const { return m_line; } ///< without its end, LF or CR LF
    [[nodiscard]] bool isTooLong() const { return m_isTooLong; }     ///< line() is its beginning
    [[nodiscard]] std::int64_t number() const { return m_number; }   ///< from 1
    [[nodiscard]] std::uint64_t bytesRead() const { return m_bytesRead; }
    [[nodiscard]] std::uint64_t fileBytes() const { return m_fileBytes; } ///< 0: unknown

    LineReader(LineReader&& other) noexcept;
    LineReader& operator=(LineReader&&) = delete;
    ~LineReader();

private:
    LineReader() = default;
    void append(const char* from, const char* to);

    int m_fd = -1;
    bool m_isOwned = false;
    std::string m_what;
    std::size_t m_longest = 0;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0; ///< of what is in the buffer and not yet given out
    std::size_t m_end = 0;
    std::string m_line;
    bool m_isTooLong = false;
    std::int64_t m_number = 0;
    std::uint64_t m_bytesRead = 0;
    std::uint64_t m_fileBytes = 0;
};

} // namespace hl
