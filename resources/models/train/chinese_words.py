"""The words of the English-Chinese grammar."""
from typing import NamedTuple, Tuple


class Noun(NamedTuple):
    one: str
    many: str
    chinese: str
    measure: str        # the measure word between a number and the noun
    kind: str


class Verb(NamedTuple):
    base: str
    third: str
    past: str
    ing: str            # "" where English does not say "is loving"
    chinese: str
    kinds: Tuple[str, ...]      # kinds of objects; none: the verb takes no object
    sort: str = "action"        # "state" verbs take no 了; "event" verbs take it, but no place
    animals: bool = False       # animals do this as well


class Adjective(NamedTuple):
    english: str
    chinese: str
    kinds: Tuple[str, ...]
    is_colour: bool = False


class Pronoun(NamedTuple):
    subject: str
    object: str
    possessive: str
    chinese: str
    person: str         # "1", "3", or "p" for those that go with "are"


ANYTHING = ("text", "food", "animal", "person", "thing", "drink")

NOUNS = [Noun(*row) for row in [
    ("book", "books", "书", "本", "text"), ("letter", "letters", "信", "封", "text"),
    ("newspaper", "newspapers", "报纸", "份", "text"), ("story", "stories", "故事", "个", "text"),
    ("apple", "apples", "苹果", "个", "food"), ("cake", "cakes", "蛋糕", "块", "food"),
    ("egg", "eggs", "鸡蛋", "个", "food"), ("fish", "fish", "鱼", "条", "food"),
    ("orange", "oranges", "橙子", "个", "food"), ("cat", "cats", "猫", "只", "animal"),
    ("dog", "dogs", "狗", "只", "animal"), ("bird", "birds", "鸟", "只", "animal"),
    ("horse", "horses", "马", "匹", "animal"), ("teacher", "teachers", "老师", "个", "person"),
    ("student", "students", "学生", "个", "person"), ("doctor", "doctors", "医生", "个", "person"),
    ("friend", "friends", "朋友", "个", "person"), ("child", "children", "孩子", "个", "person"),
    ("singer", "singers", "歌手", "个", "person"), ("car", "cars", "汽车", "辆", "thing"),
    ("house", "houses", "房子", "座", "thing"), ("flower", "flowers", "花", "朵", "thing"),
    ("map", "maps", "地图", "张", "thing"), ("table", "tables", "桌子", "张", "thing"),
    ("cup", "cups", "杯子", "个", "thing"), ("pen", "pens", "笔", "支", "thing"),
    ("hat", "hats", "帽子", "顶", "thing"), ("picture", "pictures", "图画", "幅", "thing")]]

# Nouns without article or plural: English, Chinese, kind.
MASS = [("tea", "茶", "drink"), ("milk", "牛奶", "drink"), ("water", "水", "drink"), ("coffee", "咖啡", "drink"),
        ("rice", "米饭", "food"), ("bread", "面包", "food"), ("music", "音乐", "art"), ("China", "中国", "place"),
        ("France", "法国", "place"), ("Japan", "日本", "place"), ("Beijing", "北京", "place"),
        ("London", "伦敦", "place"), ("Paris", "巴黎", "place")]

NAMES = [("Mary", "玛丽"), ("Tom", "汤姆"), ("Anna", "安娜"), ("John", "约翰"), ("Lucy", "露西"), ("David", "大卫"),
         ("Peter", "彼得"), ("Emma", "艾玛")]

PRONOUNS = [Pronoun(*row) for row in [
    ("I", "me", "my", "我", "1"), ("you", "you", "your", "你", "p"), ("he", "him", "his", "他", "3"),
    ("she", "her", "her", "她", "3"), ("we", "us", "our", "我们", "p"), ("they", "them", "their", "他们", "p")]]

# "read" is written alike in the present and the past: it is never used in a past without "did".
VERBS = [
    Verb("love", "loves", "loved", "", "爱", ANYTHING + ("art", "place"), "state", True),
    Verb("like", "likes", "liked", "", "喜欢", ANYTHING + ("art", "place"), "state", True),
    Verb("know", "knows", "knew", "", "认识", ("person",), "state"),
    Verb("need", "needs", "needed", "", "需要", ANYTHING, "state", True),
    Verb("see", "sees", "saw", "", "看见", ("text", "food", "animal", "person", "thing"), "event", True),
    Verb("find", "finds", "found", "", "找到", ("text", "food", "animal", "person", "thing"), "event", True),
    Verb("buy", "buys", "bought", "buying", "买", ("text", "food", "animal", "thing", "drink")),
    Verb("sell", "sells", "sold", "selling", "卖", ("text", "food", "animal", "thing", "drink")),
    Verb("read", "reads", "", "reading", "读", ("text",)),
    Verb("write", "writes", "wrote", "writing", "写", ("text",)),
    Verb("eat", "eats", "ate", "eating", "吃", ("food",), "action", True),
    Verb("drink", "drinks", "drank", "drinking", "喝", ("drink",), "action", True),
    Verb("help", "helps", "helped", "helping", "帮助", ("person",)),
    Verb("draw", "draws", "drew", "drawing", "画", ("animal", "person", "thing")),
    Verb("wash", "washes", "washed", "washing", "洗", ("food", "animal", "thing"))]

VERBS_ALONE = [
    Verb("work", "works", "worked", "working", "工作", ()),
    Verb("sleep", "sleeps", "slept", "sleeping", "睡觉", (), "action", True),
    Verb("sing", "sings", "sang", "singing", "唱歌", ()),
    Verb("swim", "swims", "swam", "swimming", "游泳", (), "action", True),
    Verb("dance", "dances", "danced", "dancing", "跳舞", ()),
    Verb("run", "runs", "ran", "running", "跑步", (), "action", True)]

# "old" is 旧 of things and 老 of the living.
ADJECTIVES = [Adjective(*row) for row in [
    ("red", "红色", ("text", "food", "animal", "thing"), True), ("black", "黑色", ("text", "animal", "thing"), True),
    ("white", "白色", ("text", "animal", "thing"), True), ("big", "大", ("text", "food", "animal", "thing")),
    ("small", "小", ("text", "food", "animal", "thing")), ("good", "好", ANYTHING),
    ("old", "旧", ("text", "thing")), ("old", "老", ("animal", "person")),
    ("new", "新", ("text", "thing", "person")), ("beautiful", "漂亮", ("animal", "thing", "person")),
    ("expensive", "贵", ("text", "food", "thing")), ("clever", "聪明", ("animal", "person")),
    ("young", "年轻", ("person",)), ("interesting", "有趣", ("text", "person"))]]

COMPARATIVES = [("taller", "高"), ("older", "大"), ("faster", "快"), ("smarter", "聪明")]

# English, Chinese, tense it asks for ("any" but the present).
TIMES = [("yesterday", "昨天", "past"), ("last year", "去年", "past"), ("tomorrow", "明天", "future"),
         ("next week", "下周", "future"), ("every day", "每天", "present"), ("now", "现在", "now"),
         ("today", "今天", "any"), ("in the morning", "早上", "any"), ("in the evening", "晚上", "any")]

PLACES = [("at school", "学校"), ("at home", "家"), ("in the park", "公园"), ("in the library", "图书馆"),
          ("in the garden", "花园"), ("in the shop", "商店"), ("in Beijing", "北京"), ("in London", "伦敦"),
          ("in China", "中国")]

NUMBERS = [("two", "两"), ("three", "三"), ("four", "四"), ("five", "五"), ("ten", "十")]
