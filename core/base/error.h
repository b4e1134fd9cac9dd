#pragma once

#include "core/base/message.h"

#include <tl/expected.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace hl {

/// Why something that came from outside (a file, a text, an argument) could not be used.
enum class ErrorCode {
    FileNotFound,
    FileUnreadable,
    FileUnwritable,
    FileTooLarge,
    WrongKindOfFile,
    BadJson,
    BadSafetensors,
    BadNpy,
    BadConfig,
    BadTensor,
    BadTokenizer,
    BadInput,
    TextTooLong,
    UnknownModel,
    UnknownStep,
    NotCaptured,
    Unsupported,
    OutOfMemory,
    NeedsMemory, ///< nothing was computed: it would take more than is taken unasked
    Cancelled,
};

/// A code for programs and one sentence for people, which names the thing and says what to do.
struct Error
{
    ErrorCode code;
    Message message;

    [[nodiscard]] std::string english() const { return message.english(); }
};

/// A value or the reason why there is none. std::expected where the compiler has it (C++23).
template <class T>
using Result = tl::expected<T, Error>;

/// `return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: ..."), {path});`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, const char* source,
                                                std::vector<std::string> args = {})
{
    return tl::unexpected<Error>(Error{code, Message{source, std::move(args)}});
}

} // namespace hl

/// Our own mistake (never the user's): stops loudly in every build.
#define HL_ASSERT(condition)                                                                                 \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            std::fprintf(stderr, "%s:%d: broken assumption: %s\n", __FILE__, __LINE__, #condition);          \
            std::abort();                                                                                    \
        }                                                                                                    \
    } while (false)
