#pragma once

#include "core/analysis/corpus_stats.h"
#include "core/base/error.h"

#include <memory>
#include <string>

namespace hl {

/// What `analyze` measures and where to.
struct CorpusRun
{
    std::shared_ptr<const Model> model;
    std::string file; ///< "-": standard input
    CorpusFormat format = CorpusFormat::Text;
    std::string field = "text";
    int part = 0;
    int of = 1;
    int maxTokens = 0; ///< longer texts are too long
    std::string out;   ///< "-": nothing is written on the way
};

/// Reads the corpus line by line in constant memory. What was measured so far is written to `out` from time to time, each
/// time entirely or not at all. SIGINT and SIGTERM stop the run: it writes what it has and tells so as an error.
[[nodiscard]] Result<CorpusStats> runCorpus(const CorpusRun& run);

} // namespace hl
