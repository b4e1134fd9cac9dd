#include "core/text/roles.h"

#include <algorithm>
#include <initializer_list>

namespace hl {

namespace {

bool isKnown(const PipelineParts& parts, const std::string& piece)
{
    return parts.model->pieces().find(piece) ||
           std::any_of(parts.added.begin(), parts.added.end(),
                       [&](const SpecialToken& token) { return token.content == piece; });
}

std::optional<std::string> roleOf(const TokenizerSettings& settings, const PipelineParts& parts,
                                  std::initializer_list<const char*> roles, std::initializer_list<const char*> names)
{
    for (const char* role : roles) {
        const auto found = settings.roles.find(role);
        if (found != settings.roles.end() && isKnown(parts, found->second.content))
            return found->second.content;
    }
    for (const char* name : names)
        if (isKnown(parts, name))
            return name;
    return std::nullopt;
}

} // namespace

void addRoles(const TokenizerSettings& settings, PipelineParts& parts)
{
    parts.begin = roleOf(settings, parts, {"bos_token", "cls_token"},
                         {"<s>", "[CLS]", "<bos>", "<|begin_of_text|>", "<|startoftext|>", "<|endoftext|>"});
    parts.end = roleOf(settings, parts, {"eos_token", "sep_token"},
                       {"</s>", "[SEP]", "<eos>", "<|end_of_text|>", "<|endoftext|>"});
    parts.mask = roleOf(settings, parts, {"mask_token"}, {"[MASK]", "<mask>"});
}

} // namespace hl
