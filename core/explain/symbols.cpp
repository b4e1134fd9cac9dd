#include "core/explain/symbols.h"

namespace hl {

const char* symbolOf(Step step)
{
    switch (step) {
    case Step::Tokens: return "id";
    case Step::Positions: return "pos";
    case Step::Pixels: return "I";
    case Step::Patches: return "P";
    case Step::Mel: return "S";
    case Step::Conv1Pre:
    case Step::ConvPre:
    case Step::Conv2Pre: return "h";
    case Step::Conv1Post:
    case Step::ConvPost:
    case Step::Conv2Post: return "f";
    case Step::EmbedPatch:
    case Step::EmbedSequence:
    case Step::EmbedToken: return "e";
    case Step::EmbedStart: return "g";
    case Step::EmbedScaled: return "e′";
    case Step::EmbedPosition: return "PE";
    case Step::EmbedType: return "t";
    case Step::EmbedSum:
    case Step::EmbedProject:
    case Step::ResidPre:
    case Step::ResidMid:
    case Step::ResidCross:
    case Step::ResidConv:
    case Step::ResidPost: return "x";
    case Step::EmbedNorm:
    case Step::Ln1Out:
    case Step::LnCrossOut:
    case Step::Ln2Out:
    case Step::LnConvOut:
    case Step::LnFinalOut: return "x̂";
    case Step::Q: return "q";
    case Step::K: return "k";
    case Step::V: return "v";
    case Step::QNorm: return "q̂";
    case Step::KNorm: return "k̂";
    case Step::EmbedRelative:
    case Step::EmbedRelativeNorm: return "r";
    case Step::Memory:
    case Step::MemoryNorm: return "M";
    case Step::WithMemory: return "x";
    case Step::QContent: return "q+u";
    case Step::QPosition: return "q+v";
    case Step::QSegment: return "q+s";
    case Step::PositionK: return "pk";
    case Step::PositionQ: return "pq";
    case Step::ScoresC2P: return "c2p";
    case Step::ScoresP2C: return "p2c";
    case Step::ScoresSegment: return "seg";
    case Step::ScoresSum: return "sum";
    case Step::QRot: return "q′";
    case Step::KRot: return "k′";
    case Step::Scores: return "score";
    case Step::Scaled: return "scaled";
    case Step::PositionBias: return "B";
    case Step::Biased: return "biased";
    case Step::Mask: return "M";
    case Step::Masked: return "s";
    case Step::SoftmaxMax: return "m";
    case Step::SoftmaxShifted: return "d";
    case Step::SoftmaxExp: return "exp";
    case Step::SoftmaxSum: return "sum";
    case Step::Pattern: return "a";
    case Step::Z: return "z";
    case Step::Concat: return "c";
    case Step::AttnOut: return "attn";
    case Step::MlpPre: return "h";
    case Step::MlpGate: return "g";
    case Step::MlpPost: return "f";
    case Step::MlpOut: return "mlp";
    case Step::PoolerPre:
    case Step::PoolerOut: return "pool";
    case Step::HeadPre:
    case Step::HeadPost:
    case Step::HeadNorm: return "y";
    case Step::HeadScaled: return "y";
    case Step::ClassLogits: return "c";
    case Step::DistillationLogits: return "t";
    case Step::HeadScores: return "score";
    case Step::PairLogits:
    case Step::Logits: return "logit";
    case Step::Probs:
    case Step::ClassProbs:
    case Step::PairProbs:
    case Step::SpanProbs: return "p";
    case Step::ChoiceScore: return "choice";
    }
    return "";
}

const char* weightSymbolOf(Step step)
{
    switch (step) {
    case Step::EmbedPatch:
    case Step::EmbedToken: return "E";
    case Step::EmbedPosition: return "P";
    case Step::EmbedType: return "T";
    case Step::EmbedProject: return "W_E";
    case Step::PositionK: return "W_PK";
    case Step::PositionQ: return "W_PQ";
    case Step::QContent: return "u";
    case Step::QPosition: return "v";
    case Step::QSegment: return "s";
    case Step::HeadScores: return "W_U";
    case Step::Q: return "W_Q";
    case Step::K: return "W_K";
    case Step::V: return "W_V";
    case Step::AttnOut: return "W_O";
    case Step::MlpPre: return "W_1";
    case Step::MlpGate: return "W_G";
    case Step::MlpOut: return "W_2";
    case Step::PoolerPre: return "W_P";
    case Step::ChoiceScore: return "W_C";
    case Step::PairLogits: return "W_S";
    case Step::HeadPre: return "W_H";
    case Step::DistillationLogits: return "W_D";
    case Step::ClassLogits:
    case Step::Logits: return "W_U";
    case Step::PositionBias: return "B";
    default: return "W";
    }
}

const char* biasSymbolOf(Step step)
{
    switch (step) {
    case Step::EmbedProject: return "b_E";
    case Step::PositionK: return "b_PK";
    case Step::PositionQ: return "b_PQ";
    case Step::HeadScores: return "b_U";
    case Step::Q: return "b_Q";
    case Step::K: return "b_K";
    case Step::V: return "b_V";
    case Step::AttnOut: return "b_O";
    case Step::MlpPre: return "b_1";
    case Step::MlpGate: return "b_G";
    case Step::MlpOut: return "b_2";
    case Step::PoolerPre: return "b_P";
    case Step::ChoiceScore: return "b_C";
    case Step::PairLogits: return "b_S";
    case Step::HeadPre: return "b_H";
    case Step::DistillationLogits: return "b_D";
    case Step::ClassLogits:
    case Step::Logits: return "b_U";
    default: return "b";
    }
}

std::string cellSymbol(const std::string& symbol, Index row, Index col)
{
    return symbol + "[" + std::to_string(row) + "," + std::to_string(col) + "]";
}

} // namespace hl
