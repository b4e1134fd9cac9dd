#include "core/text/sentencepiece_families.h"

#include <algorithm>
#include <string_view>

namespace hl {

namespace {

const std::vector<SentencePieceFamily>& families()
{
    using Roles = std::map<std::string, std::string>;
    static const Roles bertLike{{"bos_token", "[CLS]"}, {"eos_token", "[SEP]"}, {"cls_token", "[CLS]"},
                                {"sep_token", "[SEP]"}, {"mask_token", "[MASK]"}};
    const auto with = [](Roles roles, std::initializer_list<std::pair<const std::string, std::string>> more) {
        roles.insert(more);
        return roles;
    };
    static const Roles fairseq{{"bos_token", "<s>"}, {"eos_token", "</s>"}, {"unk_token", "<unk>"},
                               {"sep_token", "</s>"}, {"pad_token", "<pad>"}, {"cls_token", "<s>"},
                               {"mask_token", "<mask>"}};
    static const std::vector<SentencePieceFamily> all{
        {"T5Tokenizer", {"t5", "mt5", "umt5"}, Frame::End, Numbering::AsInFile,
         {{"eos_token", "</s>"}, {"unk_token", "<unk>"}, {"pad_token", "<pad>"}}},
        {"LlamaTokenizer", {"llama", "mistral"}, Frame::Begin, Numbering::AsInFile,
         {{"bos_token", "<s>"}, {"eos_token", "</s>"}, {"unk_token", "<unk>"}}},
        {"GemmaTokenizer", {"gemma", "gemma2"}, Frame::Begin, Numbering::AsInFile,
         {{"bos_token", "<bos>"}, {"eos_token", "<eos>"}, {"unk_token", "<unk>"}, {"pad_token", "<pad>"}}},
        {"AlbertTokenizer", {"albert"}, Frame::Bert, Numbering::AsInFile,
         with(bertLike, {{"unk_token", "<unk>"}, {"pad_token", "<pad>"}})},
        {"DebertaV2Tokenizer", {"deberta-v2"}, Frame::Bert, Numbering::AsInFile,
         with(bertLike, {{"unk_token", "[UNK]"}, {"pad_token", "[PAD]"}})},
        {"XLNetTokenizer", {"xlnet"}, Frame::XlNet, Numbering::AsInFile,
         {{"bos_token", "<s>"}, {"eos_token", "</s>"}, {"unk_token", "<unk>"}, {"sep_token", "<sep>"},
          {"pad_token", "<pad>"}, {"cls_token", "<cls>"}, {"mask_token", "<mask>"}}},
        {"MBartTokenizer", {"mbart"}, Frame::MBart, Numbering::Fairseq, fairseq},
        {"MBart50Tokenizer", {}, Frame::MBart50, Numbering::Fairseq, fairseq},
        {"XLMRobertaTokenizer", {"xlm-roberta"}, Frame::Roberta, Numbering::Fairseq, fairseq},
        {"MarianTokenizer", {"marian"}, Frame::Marian, Numbering::VocabJson,
         {{"eos_token", "</s>"}, {"unk_token", "<unk>"}, {"pad_token", "<pad>"}}},
    };
    return all;
}

} // namespace

const SentencePieceFamily* findSentencePieceFamily(const TokenizerSettings& settings)
{
    for (const SentencePieceFamily& family : families())
        if (settings.tokenizerClass == family.tokenizerClass)
            return &family;
    if (!settings.tokenizerClass.empty() && settings.tokenizerClass != "PreTrainedTokenizer")
        return nullptr;
    for (const SentencePieceFamily& family : families())
        for (const char* type : family.modelTypes)
            if (settings.modelType == type)
                return &family;
    return nullptr;
}

const std::vector<std::string>& languageCodes(Frame frame)
{
    static const std::vector<std::string> first{"ar_AR", "cs_CZ", "de_DE", "en_XX", "es_XX", "et_EE", "fi_FI",
                                                "fr_XX", "gu_IN", "hi_IN", "it_IT", "ja_XX", "kk_KZ", "ko_KR",
                                                "lt_LT", "lv_LV", "my_MM", "ne_NP", "nl_XX", "ro_RO", "ru_RU",
                                                "si_LK", "tr_TR", "vi_VN", "zh_CN"};
    static const std::vector<std::string> fifty = [] {
        std::vector<std::string> out = first;
        for (const char* code : {"af_ZA", "az_AZ", "bn_IN", "fa_IR", "he_IL", "hr_HR", "id_ID", "ka_GE", "km_KH",
                                 "mk_MK", "ml_IN", "mn_MN", "mr_IN", "pl_PL", "ps_AF", "pt_XX", "sv_SE", "sw_KE",
                                 "ta_IN", "te_IN", "th_TH", "tl_XX", "uk_UA", "ur_PK", "xh_ZA", "gl_ES", "sl_SI"})
            out.emplace_back(code);
        return out;
    }();
    static const std::vector<std::string> none;
    return frame == Frame::MBart ? first : frame == Frame::MBart50 ? fifty : none;
}

} // namespace hl
