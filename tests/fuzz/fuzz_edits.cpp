// Any bytes as a list of edits: refused, or edits that are written and read as the same, and that a run survives.

#include "core/edit/edit_json.h"
#include "core/model/builtin.h"
#include "core/run/run_request.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto edits = hl::editsFromJson({reinterpret_cast<const char*>(data), size}, "edits.json");
    if (!edits)
        return 0;
    const auto again = hl::editsFromJson(hl::editsToJson(*edits), "again.json");
    if (!again || *again != *edits)
        std::abort();
    hl::RunRequest request;
    request.model = hl::builtinModel("toy");
    request.text = "the cat saw the dog";
    request.edits = *edits;
    (void)hl::run(request);
    return 0;
}
