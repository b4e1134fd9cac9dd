#include "core/trace/step.h"

#include "core/base/likeness.h"
#include "core/base/shown.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace hl {

namespace {

/// The stack that a path begins with; Only where it begins with none.
Side sideOf(std::string_view path)
{
    for (const Side side : {Side::Encoder, Side::Decoder, Side::Query}) {
        if (path.starts_with(pathPrefix(side)))
            return side;
    }
    return Side::Only;
}

/// Plain digits only: "-1", "+1" and "007" would make several names for one step.
std::optional<int> readIndex(std::string_view part)
{
    if (part.empty() || part.size() > 6 || (part.size() > 1 && part[0] == '0'))
        return std::nullopt;
    if (!std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    int value = 0;
    std::from_chars(part.data(), part.data() + part.size(), value);
    return value;
}

std::optional<std::string_view> takePart(std::string_view& rest)
{
    const auto dot = rest.find('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    const auto part = rest.substr(0, dot);
    rest.remove_prefix(dot + 1);
    return part;
}

std::optional<Step> findStep(std::string_view name, Scope scope)
{
    for (const auto& row : stepTable()) {
        if (row.scope == scope && row.name == name)
            return row.step;
    }
    return std::nullopt;
}

bool takePrefix(std::string_view& path, std::string_view prefix)
{
    if (!path.starts_with(prefix))
        return false;
    path.remove_prefix(prefix.size());
    return true;
}

std::optional<StepRef> tryParse(std::string_view path)
{
    StepRef ref{.side = sideOf(path)};
    takePrefix(path, pathPrefix(ref.side));

    Scope scope = Scope::Model;
    if (takePrefix(path, "blocks.")) {
        const auto part = takePart(path);
        const auto layer = part ? readIndex(*part) : std::nullopt;
        if (!layer)
            return std::nullopt;
        ref.layer = *layer;
        scope = Scope::Layer;
        const bool isSelf = takePrefix(path, "attn.");
        ref.isCross = !isSelf && takePrefix(path, "cross.");
        if (isSelf || ref.isCross) {
            scope = Scope::Attention;
            if (const auto headPart = takePart(path)) {
                const auto head = readIndex(*headPart);
                if (!head)
                    return std::nullopt;
                ref.head = *head;
                scope = Scope::Head;
            }
        }
    }
    const auto step = findStep(path, scope);
    if (!step)
        return std::nullopt;
    ref.step = *step;
    return ref;
}

/// The known path closest to a wrong one, with the wrong one's own indices where it has some.
std::string nearestName(std::string_view path)
{
    std::vector<int> indices;
    for (std::string_view rest = path; !rest.empty();) {
        const auto dot = rest.find('.');
        if (const auto index = readIndex(rest.substr(0, dot)))
            indices.push_back(*index);
        rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
    }
    StepRef place{.layer = indices.empty() ? 0 : indices[0], .head = indices.size() > 1 ? indices[1] : 0};
    place.side = sideOf(path);

    std::string best;
    std::size_t bestDistance = static_cast<std::size_t>(-1);
    for (const bool isCross : {false, true}) {
        for (const auto& row : stepTable()) {
            StepRef ref = place;
            ref.step = row.step;
            ref.isCross = isCross && row.scope >= Scope::Attention;
            auto name = nameOf(ref);
            const auto distance = editDistance(path, name);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = std::move(name);
            }
        }
    }
    return best;
}

} // namespace

std::string_view pathPrefix(Side side)
{
    switch (side) {
    case Side::Encoder: return "encoder.";
    case Side::Decoder: return "decoder.";
    case Side::Query: return "query.";
    case Side::Only: break;
    }
    return {};
}

Side keySide(const StepRef& ref)
{
    if (ref.isCross)
        return Side::Encoder;
    return ref.side == Side::Query ? Side::Only : ref.side;
}

StepRef sharedStep(const StepRef& ref)
{
    const bool isOfKeys = ref.step == Step::K || ref.step == Step::V || ref.step == Step::PositionK || ref.step == Step::EmbedRelative;
    StepRef there = ref;
    if (isOfKeys)
        there.side = ref.side == Side::Query ? Side::Only : ref.side;
    return there;
}

std::string nameOf(const StepRef& ref)
{
    const auto& info = infoOf(ref.step);
    std::string name;
    name.reserve(48); // a run asks for the names of thousands of steps
    name += pathPrefix(ref.side);
    if (info.scope != Scope::Model)
        name += "blocks." + std::to_string(ref.layer) + ".";
    if (info.scope == Scope::Attention || info.scope == Scope::Head)
        name += ref.isCross ? "cross." : "attn.";
    if (info.scope == Scope::Head)
        name += std::to_string(ref.head) + ".";
    name += info.name;
    return name;
}

Result<StepRef> parseStep(std::string_view path)
{
    if (const auto ref = tryParse(path))
        return *ref;
    constexpr std::size_t longest = 200;
    if (path.size() > longest)
        return fail(ErrorCode::UnknownStep,
                    HL_NOOP("core", "This step name is too long; `headlight steps` lists the steps."));
    return fail(ErrorCode::UnknownStep,
                HL_NOOP("core", "There is no step \"%1\"; did you mean \"%2\"? `headlight steps` lists them all."),
                {shown(path), nearestName(path)});
}

bool matchesPattern(std::string_view path, std::string_view pattern)
{
    // Greedy, with one way back to the last star: no recursion, so no pattern can make it slow.
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t mark = 0;
    while (t < path.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && pattern[p] == path[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

} // namespace hl
