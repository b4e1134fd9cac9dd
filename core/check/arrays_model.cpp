#include "core/check/arrays_model.h"

#include "core/attention/recipe.h"
#include "core/base/shown.h"
#include "core/check/check.h"
#include "core/check/given_names.h"

#include <algorithm>
#include <array>
#include <new>

namespace hl {

namespace {

constexpr std::array startSteps{Step::Scores, Step::Scaled, Step::Masked, Step::Pattern};

/// The words along one axis: given, or the numbers of the places.
std::vector<std::string> namesOf(std::vector<std::string> words, int count)
{
    for (int i = static_cast<int>(words.size()); i < count; ++i)
        words.push_back(std::to_string(i));
    return words;
}

std::vector<std::string> wordsOf(const GivenArray& given)
{
    if (!given.texts.empty())
        return given.texts;
    std::vector<std::string> words; // ids are names, too
    for (const double number : given.array.toDoubles())
        words.push_back(std::to_string(static_cast<long long>(number)));
    return words;
}

tl::unexpected<Error> failWords(const GivenArray& given, std::size_t words, Index queries, Index keys)
{
    const std::string sizes = queries == keys ? std::to_string(queries) : std::to_string(queries) + ", " + std::to_string(keys);
    return fail(ErrorCode::BadInput, HL_NOOP("core", "`%1` has %2 words, but the numbers are of %3 tokens: give one word for each."),
                {shown(given.name), std::to_string(words), sizes});
}

Result<void> takeWords(const GivenArrays& arrays, const ArraysSpec& spec, AttentionArrays& into)
{
    std::vector<std::string> queries;
    std::vector<std::string> keys;
    for (const GivenArray& given : arrays) {
        const auto list = tokenListOf(given.name);
        if (!list)
            continue;
        const std::vector<std::string> words = wordsOf(given);
        const auto count = static_cast<Index>(words.size());
        const bool fitsQueries = *list != TokenList::Keys && count == spec.queries;
        const bool fitsKeys = *list != TokenList::Queries && count == spec.keys;
        if (!fitsQueries && !fitsKeys)
            return failWords(given, words.size(), *list == TokenList::Keys ? spec.keys : spec.queries,
                             *list == TokenList::Queries ? spec.queries : spec.keys);
        if (fitsQueries && (queries.empty() || *list == TokenList::Queries))
            queries = words;
        if (fitsKeys && (keys.empty() || *list == TokenList::Keys))
            keys = words;
    }
    into.queries = namesOf(std::move(queries), spec.queries);
    into.keys = namesOf(std::move(keys), spec.keys);
    return {};
}

/// The reading that agrees with everything that was given, or the most natural one, and what must be said of it.
const Reading& chosenReading(const Given& given, std::vector<Message>& notes)
{
    const Reading& natural = given.readings.front();
    const bool isAnyCompared = std::any_of(given.readings.begin(), given.readings.end(), [](const Reading& reading) { return !reading.compared.empty(); });
    if (!isAnyCompared)
        return natural;
    const CheckReport report = check(given);
    if (report.verdict == Verdict::Equal && !report.fits.empty())
        return given.readings[report.fits.front().reading];
    std::string names;
    for (const Compared& compared : natural.compared)
        names += (names.empty() ? "`" : ", `") + compared.name + "`";
    notes.push_back({HL_NOOP("core", "%1 of the file differ from what follows from the rest, which is what is shown; Check numbers says how."), {names}});
    return natural;
}

Tensor tensorOf(const std::string& name, const MatrixOf<double>& values, bool isDouble)
{
    return isDouble ? Tensor(name, values) : Tensor(name, MatrixOf<float>(values.cast<float>()));
}

class Maker
{
public:
    Maker(const AttentionProblem& problem, bool isDouble)
        : m_problem(problem)
        , m_computed(stepsBefore(problem, {}))
    {
        m_arrays.isDouble = isDouble;
        m_arrays.mask = problem.mask;
    }

    Result<void> takeNumbers()
    {
        if (m_problem.hasQueryKey() && m_computed.count(Step::Scores) > 0) {
            m_spec.start = Step::Q;
            take(Step::Q, m_computed.at(Step::Q));
            take(Step::K, m_computed.at(Step::K));
            setSize(m_computed.at(Step::Scores).front());
        } else {
            const auto* first = std::find_if(startSteps.begin(), startSteps.end(), [&](Step step) { return m_problem.later.count(step) > 0; });
            if (first == startSteps.end())
                return fail(ErrorCode::BadInput,
                            HL_NOOP("core", "There is no attention to show: give Q and K, or scores, or weights with a row for each query."));
            m_spec.start = *first;
            take(*first, m_problem.later.at(*first));
            setSize(m_problem.later.at(*first).front());
        }
        if (const auto values = m_computed.find(Step::V); values != m_computed.end() && values->second.front().rows() == m_spec.keys) {
            m_spec.hasValues = true;
            take(Step::V, values->second);
        }
        m_spec.hasProjection = m_spec.hasValues && m_problem.toOutput.isGiven();
        if (m_arrays.mask.size() > 0 && (m_arrays.mask.rows() != m_spec.queries || m_arrays.mask.cols() != m_spec.keys))
            return fail(ErrorCode::BadInput, HL_NOOP("core", "The mask is %1 × %2, but there are %3 queries and %4 keys."),
                        {std::to_string(m_arrays.mask.rows()), std::to_string(m_arrays.mask.cols()), std::to_string(m_spec.queries),
                         std::to_string(m_spec.keys)});
        return {};
    }

    Result<std::shared_ptr<const Model>> make(const GivenArrays& words, std::string name, std::vector<Message> notes)
    {
        if (auto ok = takeWords(words, m_spec, m_arrays); !ok)
            return tl::unexpected(ok.error());
        ModelSpec spec;
        spec.name = std::move(name);
        spec.family = "arrays";
        spec.arrays = m_spec;
        StackSpec stack;
        stack.norm = NormKind::None;
        AttentionSpec& attention = stack.attention;
        attention.heads = static_cast<int>(m_problem.heads);
        attention.dHead = widthOf(Step::K, static_cast<int>(std::max<Index>(m_problem.headWidth, 1)));
        attention.dValue = widthOf(Step::V, attention.dHead);
        attention.scale = m_problem.headWidth > 0 || m_problem.scale > 0.0 ? m_problem.trueScale() : 1.0;
        attention.isCausal = m_arrays.mask.size() > 0 && isCausal(m_arrays.mask);
        const Projection& output = m_problem.toOutput;
        spec.dModel = m_spec.hasProjection ? static_cast<int>(output.weight.cols()) : attention.heads * attention.dValue;
        spec.encoder = std::move(stack);

        Weights weights;
        weights.encoder.blocks.emplace_back();
        if (m_spec.hasProjection) {
            Linear& projection = weights.encoder.blocks.front().attention.o;
            projection.weight = tensorOf("W_O", output.weight, m_arrays.isDouble);
            if (output.bias.size() > 0)
                projection.bias = tensorOf("b_O", output.bias, m_arrays.isDouble);
        }
        weights.arrays = std::make_shared<const AttentionArrays>(std::move(m_arrays));
        return Model::make(std::move(spec), std::move(weights), nullptr, std::move(notes));
    }

private:
    void take(Step step, const HeadMatrices& heads)
    {
        for (const MatrixOf<double>& head : heads)
            m_arrays.steps[step].push_back(tensorOf(std::string(infoOf(step).name), head, m_arrays.isDouble));
    }

    void setSize(const MatrixOf<double>& cells)
    {
        m_spec.queries = static_cast<int>(cells.rows());
        m_spec.keys = static_cast<int>(cells.cols());
    }

    int widthOf(Step step, int otherwise) const
    {
        const auto found = m_arrays.steps.find(step);
        return found == m_arrays.steps.end() ? otherwise : static_cast<int>(found->second.front().cols());
    }

    const AttentionProblem& m_problem;
    AttentionSteps m_computed;
    ArraysSpec m_spec;
    AttentionArrays m_arrays;
};

Result<std::shared_ptr<const Model>> make(const GivenArrays& arrays, std::string name)
{
    auto given = readingsOf(arrays);
    if (!given)
        return tl::unexpected(given.error());
    std::vector<Message> notes = std::move(given->notes);
    const Reading& reading = chosenReading(*given, notes);
    notes.insert(notes.end(), reading.notes.begin(), reading.notes.end());
    const AttentionProblem& problem = reading.problem;
    if (problem.toQuery.isGiven() && problem.hasQueryKey())
        notes.push_back({HL_NOOP("core", "Queries, keys and values were computed from the inputs and weights of the file, which are not steps of their own here."), {}});
    const bool isDouble = std::any_of(arrays.begin(), arrays.end(), [](const GivenArray& one) {
        return one.texts.empty() && !isTokenListName(one.name) && one.array.type == StoredType::F64;
    });
    Maker maker(problem, isDouble);
    if (auto ok = maker.takeNumbers(); !ok)
        return tl::unexpected(ok.error());
    return maker.make(arrays, std::move(name), std::move(notes));
}

} // namespace

bool isArraysFile(const std::filesystem::path& path)
{
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    constexpr std::array<std::string_view, 6> endings{".npz", ".npy", ".json", ".csv", ".tsv", ".txt"};
    std::error_code error;
    if (std::find(endings.begin(), endings.end(), ending) == endings.end() || std::filesystem::is_directory(path, error))
        return false;
    return ending != ".json" || !std::filesystem::exists(path.parent_path() / "config.json", error); // else it is part of a model
}

Result<std::shared_ptr<const Model>> modelOfArrays(const GivenArrays& arrays, std::string name)
{
    try {
        return make(arrays, std::move(name));
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, HL_NOOP("core", "There is not enough memory for these arrays: give fewer heads or fewer tokens."));
    }
}

Result<std::shared_ptr<const Model>> openArrays(const std::filesystem::path& path)
{
    const auto arrays = readGiven(path);
    if (!arrays)
        return tl::unexpected(arrays.error());
    return modelOfArrays(*arrays, path.stem().string());
}

} // namespace hl
