#include "core/model/builtin/words.h"

namespace hl {

namespace {

constexpr const char* words[] = {
    "<bos>", "<sep>", "[MASK]",
    ".", ",", "!", "?", ":", ";", "'", "(", ")", "-",
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
    "the", "The", "a", "A", "an", "An", "and", "And", "or", "but", "But", "not", "no", "in", "In", "on", "On", "at",
    "of", "to", "from", "with", "by", "near", "for", "because", "when", "When", "while", "who", "that", "That", "this",
    "This", "it", "It", "its", "he", "He", "she", "She", "his", "her", "they", "They", "their", "we", "We", "you",
    "You", "I", "me", "my", "My", "your", "is", "Is", "are", "was", "were", "be", "has", "have", "had", "do", "did",
    "didn", "t", "s", "can", "will", "would", "could", "should", "too", "very", "so", "as", "if", "If", "then", "there",
    "hello", "Hello", "world", "World", "good", "bad", "big", "small", "old", "new", "red", "blue", "green", "tired",
    "happy", "sad", "fast", "slow", "hot", "cold", "long", "short", "first", "last", "one", "two", "three", "many",
    "cat", "Cat", "cats", "dog", "Dog", "dogs", "bird", "birds", "fish", "mouse", "animal", "animals", "man", "woman",
    "boy", "girl", "child", "children", "king", "queen", "teacher", "student", "students", "doctor", "friend", "friends",
    "key", "keys", "cabinet", "table", "chair", "house", "home", "door", "window", "street", "road", "river", "bank",
    "tree", "garden", "school", "book", "books", "word", "words", "sentence", "letter", "letters", "story", "time",
    "day", "night", "morning", "year", "money", "water", "bread", "apple", "apples", "ball", "box", "light", "mat",
    "sat", "sit", "sits", "sleep", "sleeps", "slept", "run", "runs", "ran", "walk", "walks", "cross", "see", "sees",
    "saw", "look", "looks", "eat", "eats", "ate", "love", "loves", "like", "likes", "read", "reads", "write", "writes",
    "gave", "give", "gives", "take", "takes", "took", "went", "go", "goes", "come", "comes", "came", "say", "says",
    "said", "know", "knows", "think", "thinks", "attention", "Attention", "all", "need", "query", "value", "head",
    "China", "London", "Paris", "Mary", "John", "Tom", "Anna", "Alice", "Bob",
    "我", "你", "他", "她", "它", "我们", "你们", "他们", "爱", "喜欢", "中国", "世界", "你好", "北京", "上海", "猫",
    "狗", "鸟", "鱼", "人", "男孩", "女孩", "老师", "学生", "学校", "书", "读", "写", "看", "吃", "喝", "水", "苹果",
    "在", "是", "的", "了", "不", "没", "有", "和", "很", "大", "小", "红", "一", "二", "三", "个", "只", "本", "今天",
    "昨天", "明天", "注意", "注意力", "，", "。", "？", "！", "钥匙", "桌子", "上", "下", "里", "因为", "所以", "太", "累",
};

} // namespace

WordVocabulary builtinVocabulary()
{
    WordVocabulary vocabulary;
    vocabulary.words.assign(std::begin(words), std::end(words));
    const auto bytes = bytePieces();
    vocabulary.words.insert(vocabulary.words.end(), bytes.begin(), bytes.end());
    return vocabulary;
}

} // namespace hl
