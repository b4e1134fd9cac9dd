#include "core/analysis/corpus_stats.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <tuple>

namespace hl {

namespace {

/// FNV-1a, 64 bits.
class Hash
{
public:
    void add(std::string_view bytes)
    {
        for (const char byte : bytes)
            add(static_cast<std::uint8_t>(byte));
    }
    void add(std::uint64_t number)
    {
        for (int shift = 0; shift < 64; shift += 8)
            add(static_cast<std::uint8_t>(number >> shift));
    }
    [[nodiscard]] std::uint64_t value() const { return m_value; }

private:
    void add(std::uint8_t byte) { m_value = (m_value ^ byte) * 0x0000'0100'0000'01B3ULL; }
    std::uint64_t m_value = 0xCBF2'9CE4'8422'2325ULL;
};

std::string headName(const StepRef& pattern)
{
    std::string name = nameOf(pattern);
    return name.substr(0, name.rfind('.'));
}

constexpr std::size_t placeOf(HeadMetric metric)
{
    return static_cast<std::size_t>(metric);
}

} // namespace

void Tally::add(double value)
{
    value += 0.0; // −0 is 0
    least = count > 0 ? std::min(least, value) : value;
    largest = count > 0 ? std::max(largest, value) : value;
    ++count;
    sum.add(value);
    squares.addSquare(value);
}

void Tally::add(const Tally& other)
{
    if (other.count == 0)
        return;
    least = count > 0 ? std::min(least, other.least) : other.least;
    largest = count > 0 ? std::max(largest, other.largest) : other.largest;
    count += other.count;
    sum.add(other.sum);
    squares.add(other.squares);
}

std::optional<double> Tally::mean() const
{
    return count > 0 ? std::optional(sum.value() / static_cast<double>(count)) : std::nullopt;
}

std::optional<double> Tally::deviation() const
{
    if (count < 2)
        return std::nullopt;
    if (least == largest)
        return 0.0;
    // n Σv² − (Σv)² with both sums in two doubles, so that what cancels is not what was rounded away.
    const auto n = static_cast<double>(count);
    const ExactSum::Pair s = sum.pair();
    const ExactSum::Pair q = squares.pair();
    ExactSum difference;
    const auto addProduct = [&difference](double a, double b) {
        const double product = a * b;
        difference.add(product);
        difference.add(std::fma(a, b, -product));
    };
    addProduct(n, q.high);
    addProduct(n, q.low);
    addProduct(-s.high, s.high);
    addProduct(-2.0 * s.high, s.low);
    addProduct(-s.low, s.low);
    return std::sqrt(std::max(0.0, difference.value()) / n / (n - 1.0));
}

CorpusStats::CorpusStats(const Model& m, const Result<RepeatedScores>& scores, CorpusPart part)
    : model(m.spec().name)
    , fingerprint(fingerprintOf(m))
    , parts{std::move(part)}
{
    if (!scores)
        scoresNote = scores.error().english();
    for (const StepRef& ref : attentionHeads(m.spec())) {
        Head head;
        head.name = headName(ref);
        head.pattern = ref;
        const HeadScores* own = scores ? scores->find(ref) : nullptr;
        for (int i = textMetricCount; own != nullptr && i < headMetricCount; ++i)
            head.scores[static_cast<std::size_t>(i - textMetricCount)] = own->value(static_cast<HeadMetric>(i));
        heads.push_back(std::move(head));
    }
}

CorpusStats CorpusStats::emptyLike(const CorpusStats& other)
{
    CorpusStats empty;
    empty.model = other.model;
    empty.fingerprint = other.fingerprint;
    empty.scoresNote = other.scoresNote;
    empty.heads = other.heads;
    for (Head& head : empty.heads)
        head.tallies = {};
    empty.isFinished = true;
    return empty;
}

void CorpusStats::countLine(std::int64_t number, std::string_view bytes)
{
    Hash hash;
    hash.add(static_cast<std::uint64_t>(number));
    hash.add(bytes);
    ++parts.front().lines;
    parts.front().digest += hash.value();
}

void CorpusStats::skip(std::int64_t number, LineProblem problem)
{
    ++skipped[static_cast<std::size_t>(problem)];
    if (skippedLines.size() < listedLines)
        skippedLines.push_back({parts.front().file, number, problem});
}

void CorpusStats::add(const Trace& trace, bool hasTarget)
{
    const ModelSpec& spec = trace.model().spec();
    const bool isWhole = hasTarget || !spec.takesTarget();
    ++texts;
    withoutTarget += isWhole ? 0 : 1;
    for (const Side side : spec.sides())
        tokens += side != Side::Query && (side != Side::Decoder || isWhole) ? static_cast<std::int64_t>(trace.tokens(side).size()) : 0;
    for (Head& head : heads) {
        if (!isWhole && head.pattern.side == Side::Decoder)
            continue;
        const auto measured = headMetrics(trace, head.pattern);
        for (int i = 0; measured && i < textMetricCount; ++i) {
            const auto metric = static_cast<HeadMetric>(i);
            if (const auto value = measured->value(metric); value && std::isfinite(*value))
                head.tallies[placeOf(metric)].add(*value);
        }
    }
}

Result<void> CorpusStats::merge(const CorpusStats& other, const std::string& what)
{
    const bool isSameModel = model == other.model && fingerprint == other.fingerprint && heads.size() == other.heads.size()
                             && std::equal(heads.begin(), heads.end(), other.heads.begin(),
                                           [](const Head& a, const Head& b) { return a.name == b.name && a.scores == b.scores; });
    if (!isSameModel)
        return fail(ErrorCode::BadInput,
                    HL_NOOP("core", "%1 was measured with another model (%2, %3) than the files before it (%4, %5): merge parts of one model."),
                    {what, other.model, other.fingerprint, model, fingerprint});
    if (!other.isFinished)
        return fail(ErrorCode::BadInput,
                    HL_NOOP("core", "%1 holds the beginning of a run that was stopped: run that part again, to its end."), {what});
    for (const CorpusPart& part : other.parts) {
        for (const CorpusPart& known : parts) {
            if (known.file != part.file || (known.of == 1 && part.of == 1))
                continue;
            const std::string name = std::to_string(part.part) + "/" + std::to_string(part.of);
            if (known.of != part.of)
                return fail(ErrorCode::BadInput,
                            HL_NOOP("core", "%1 is part %2 of %3, of which another division is already in: merge the parts of one division."),
                            {what, name, part.file});
            if (known.part == part.part)
                return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 is part %2 of %3, which is already in: give each part once."),
                            {what, name, part.file});
        }
    }
    parts.insert(parts.end(), other.parts.begin(), other.parts.end());
    tidyParts();
    texts += other.texts;
    tokens += other.tokens;
    withoutTarget += other.withoutTarget;
    for (std::size_t i = 0; i < skipped.size(); ++i)
        skipped[i] += other.skipped[i];
    skippedLines.insert(skippedLines.end(), other.skippedLines.begin(), other.skippedLines.end());
    tidySkippedLines();
    for (std::size_t h = 0; h < heads.size(); ++h) {
        for (std::size_t i = 0; i < heads[h].tallies.size(); ++i)
            heads[h].tallies[i].add(other.heads[h].tallies[i]);
    }
    return {};
}

/// Sorted; the parts of a file that are all there become the whole, and wholes of one name become one entry.
void CorpusStats::tidyParts()
{
    std::sort(parts.begin(), parts.end(),
              [](const CorpusPart& a, const CorpusPart& b) { return std::tie(a.file, a.of, a.part) < std::tie(b.file, b.of, b.part); });
    std::vector<CorpusPart> tidy;
    for (std::size_t i = 0; i < parts.size();) {
        std::size_t end = i;
        CorpusPart whole{parts[i].file, 0, 1, 0, 0, 0};
        while (end < parts.size() && parts[end].file == parts[i].file && parts[end].of == parts[i].of) {
            whole.streams += parts[end].of == 1 ? parts[end].streams : 0;
            whole.lines += parts[end].lines;
            whole.digest += parts[end].digest;
            ++end;
        }
        const bool isDivided = parts[i].of > 1;
        if (isDivided && end - i == static_cast<std::size_t>(parts[i].of)) {
            whole.streams = 1;
            tidy.push_back(whole);
        } else if (isDivided) {
            tidy.insert(tidy.end(), parts.begin() + static_cast<std::ptrdiff_t>(i), parts.begin() + static_cast<std::ptrdiff_t>(end));
        } else {
            tidy.push_back(whole);
        }
        i = end;
    }
    parts = std::move(tidy);
}

void CorpusStats::tidySkippedLines()
{
    std::sort(skippedLines.begin(), skippedLines.end());
    skippedLines.resize(std::min(skippedLines.size(), listedLines));
}

std::vector<std::string> CorpusStats::missingParts() const
{
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < parts.size();) {
        std::size_t end = i;
        for (int part = 0; part < parts[i].of; ++part) {
            if (end < parts.size() && parts[end].file == parts[i].file && parts[end].of == parts[i].of && parts[end].part == part)
                ++end;
            else
                missing.push_back(std::to_string(part) + "/" + std::to_string(parts[i].of) + " of " + parts[i].file);
        }
        i = end;
    }
    return missing;
}

std::int64_t CorpusStats::lines() const
{
    std::int64_t sum = 0;
    for (const CorpusPart& part : parts)
        sum += part.lines;
    return sum;
}

std::int64_t CorpusStats::skippedCount() const
{
    std::int64_t sum = 0;
    for (const std::int64_t count : skipped)
        sum += count;
    return sum;
}

std::string fingerprintOf(const Model& model)
{
    constexpr Index looked = 4096; // numbers of a tensor
    Hash hash;
    for (const Tensor& tensor : model.tensors()) {
        hash.add(tensor.name());
        hash.add(static_cast<std::uint64_t>(tensor.rows()));
        hash.add(static_cast<std::uint64_t>(tensor.cols()));
        const auto& values = tensor.as<float>();
        for (Index i = 0; i < std::min(looked, values.size()); ++i)
            hash.add(std::uint64_t{std::bit_cast<std::uint32_t>(values.data()[i])});
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4)
        text += digits[hash.value() >> shift & 0xF];
    return text;
}

} // namespace hl
