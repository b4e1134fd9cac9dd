"""English to Chinese: every sentence is made in both languages at once.

What Chinese does otherwise: time and place stand before the verb, relative clauses and adjectives before the noun with
的, numbers need measure words, the past is a 了 after the verb or a 没 before it, questions end with 吗, comparisons put
比 between the two, and verbs do not change with their subject.

The grammar is a function: one English sentence has one Chinese sentence (python3 chinese.py checks it).
"""
from chinese_words import (ADJECTIVES, COMPARATIVES, MASS, NAMES, NOUNS, NUMBERS, PLACES, PRONOUNS, TIMES, VERBS,
                           VERBS_ALONE)
from pairs import Grammar, Phrase

ANIMATE = ("person", "animal")

# Sentences a reader tries first; the trained model must translate each of them exactly.
FIXED = [
    ("I love China .", "我 爱 中国 ."),
    ("She did not buy the red flowers .", "她 没 买 红色 的 花 ."),
    ("My friend reads two books in the library every day .", "我 的 朋友 每天 在 图书馆 读 两 本 书 ."),
    ("Mary is taller than Tom .", "玛丽 比 汤姆 高 ."),
    ("Do you like music ?", "你 喜欢 音乐 吗 ?"),
    ("The teacher who bought a car drinks tea .", "买 了 一 辆 汽车 的 老师 喝 茶 ."),
    ("We want to eat those apples .", "我们 想 吃 那些 苹果 ."),
    ("Anna gave the child an interesting book .", "安娜 给 了 孩子 一 本 有趣 的 书 ."),
    ("They will not work tomorrow .", "他们 明天 不 会 工作 ."),
    ("The book that John wrote is good .", "约翰 写 的 书 很 好 .")]


def article(word):
    return "an" if word[0] in "aeiou" else "a"


def be(person):
    return {"1": "am", "3": "is"}.get(person, "are")


class Chinese(Grammar):

    def _sentence(self):
        kinds = [(self._statement, 58), (self._question, 8), (self._quality, 12), (self._identity, 6), (self._giving, 8),
                 (self._comparison, 8)]
        return self.random.choices(*zip(*kinds))[0]()

    # Sentences ---------------------------------------------------------------------------------------------------

    def _statement(self):
        subject = self._subject(depth=int(self.chance(0.3)))
        verb = self._verb(subject, self.chance(0.2))
        tense, time, fronted = "present", Phrase(), False
        if self.chance(0.5):
            tense, time = self._time(verb)
            fronted = self.chance(0.25)
        elif self.chance(0.5):
            tense = self.random.choice(["past", "future"])
        place = Phrase()
        if verb.sort == "action" and tense != "now" and self.chance(0.4):
            place = self._place()
        predicate = self._predicate(verb, tense, subject.person, self._object(verb), place)
        front, end = (time.source + [(",", None)], []) if fronted else ([], time.source)
        return self._closed(front + subject.source + predicate.source + end,
                            subject.target + time.target + predicate.target)

    def _question(self):
        do, mark = self.link(), self.link()
        pronoun = self.random.choice(PRONOUNS)
        who, wer = self.word(pronoun.subject, pronoun.chinese)
        verb = self.random.choice(VERBS)
        link = self.link()
        thing = self._object(verb)
        return Phrase([("does" if pronoun.person == "3" else "do", do)] + who + [(verb.base, link)] + thing.source
                      + [("?", mark)],
                      wer + [(verb.chinese, link)] + thing.target + [("吗", do), ("?", mark)])

    def _quality(self):
        """The dog is big."""
        subject = self._subject(depth=1)
        english, chinese = self.word(*self._adjective(subject.kind, colours=False))
        if self.chance(0.3):
            no, nicht = self.word("not", "不")
            return self._closed(subject.source + [(be(subject.person), None)] + no + english,
                                subject.target + nicht + chinese)
        return self._closed(subject.source + [(be(subject.person), None)] + english,
                            subject.target + [("很", None)] + chinese)

    def _identity(self):
        """She is a doctor."""
        pronoun = self.random.choice(PRONOUNS[:4])
        noun = self.random.choice([n for n in NOUNS if n.kind == "person"])
        who, wer = self.word(pronoun.subject, pronoun.chinese)
        is_, ist = self.word(be(pronoun.person), "是")
        no, nicht = self.word("not", "不") if self.chance(0.25) else ([], [])
        one, ein = self.word(article(noun.one), "一")
        thing, ding = self.word(noun.one, noun.chinese)
        return self._closed(who + is_ + no + one + thing, wer + nicht + ist + ein + [(noun.measure, None)] + ding)

    def _giving(self):
        """Anna gave the child an apple."""
        giver, taker = self._subject(kinds=("person",)), self._noun_phrase(("person",), depth=0)
        gift = self._noun_phrase(("text", "food", "thing"), depth=0)
        link, will = self.link(), self.link()
        if self.chance(0.3):
            verb = [("will", will), ("give", link)], [("会", will), ("给", link)]
        else:
            verb = [("gave", link)], [("给", link), ("了", link)]
        return self._closed(giver.source + verb[0] + taker.source + gift.source,
                            giver.target + verb[1] + taker.target + gift.target)

    def _comparison(self):
        """Mary is taller than Tom."""
        one, other = self._name(), self._name()
        english, chinese = self.word(*self.random.choice(COMPARATIVES))
        than, als = self.word("than", "比")
        return self._closed(one.source + [("is", None)] + english + than + other.source,
                            one.target + als + other.target + chinese)

    def _closed(self, source, target):
        stop, ende = self.word(".", ".")
        return Phrase(source + stop, target + ende)

    # Predicates --------------------------------------------------------------------------------------------------

    def _verb(self, subject, alone):
        verbs = VERBS_ALONE if alone else VERBS
        return self.random.choice([v for v in verbs if v.animals or subject.kind != "animal"])

    def _object(self, verb, depth=1):
        return self._noun_phrase(verb.kinds, depth, verb=verb) if verb.kinds else Phrase()

    def _predicate(self, verb, tense, person, thing, place=Phrase()):
        """Verb, object and place in a tense. In Chinese the place stands before the verb, but behind its helpers."""
        link, helper, no = self.link(), self.link(), self.link()
        third = person == "3"
        plain, draw = [(verb.base, link)], self.random.random()
        before, after = [], []      # the Chinese verb
        if tense == "past" and (draw < 0.25 or not verb.past):
            english = [("did", None), ("not", no)] + plain
            before = [("不" if verb.sort == "state" else "没", no)]
        elif tense == "past":
            english = [(verb.past, link)]
            after = [("了", link)] if verb.sort != "state" else []
        elif tense == "future" and draw < 0.3:
            english = [("will", helper), ("not", no)] + plain
            before = [("不", no), ("会", helper)]
        elif tense == "future":
            english = [("will", helper)] + plain
            before = [("会", helper)]
        elif tense == "now":
            english = [(be(person), None), (verb.ing, link)]
            before = [("正在", None)]
        elif draw < 0.2:
            english = [("does" if third else "do", None), ("not", no)] + plain
            before = [("不", no)]
        elif draw < 0.35:
            english = [("wants" if third else "want", helper), ("to", None)] + plain
            before = [("想", helper)]
        elif draw < 0.45:
            english = [("can", helper)] + plain
            before = [("能", helper)]
        else:
            english = [(verb.third if third else verb.base, link)]
        return Phrase(english + thing.source + place.source,
                      before + place.target + [(verb.chinese, link)] + after + thing.target)

    def _time(self, verb):
        """The tense and the words."""
        english, chinese, tense = self.random.choice(TIMES)
        if tense == "any":
            tense = self.random.choice(["past", "future"])
        elif tense == "now" and not verb.ing:
            tense = "present"
        link = self.link()
        return tense, Phrase([(word, link) for word in english.split()], [(chinese, link)])

    def _place(self):
        english, chinese = self.random.choice(PLACES)
        words = english.split()
        at, where = self.link(), self.link()
        source = [(words[0], at)] + [(word, None if word == "the" else where) for word in words[1:]]
        return Phrase(source, [("在", at), (chinese, where)])

    # Who and what ------------------------------------------------------------------------------------------------

    def _name(self):
        if self.chance(0.12):
            return Phrase(*self.spelled_name(), kind="person")
        return Phrase(*self.word(*self.random.choice(NAMES)), kind="person")

    def _pronoun(self, form):
        pronoun = self.random.choice(PRONOUNS)
        return Phrase(*self.word(getattr(pronoun, form), pronoun.chinese), pronoun.person, "person")

    def _subject(self, kinds=ANIMATE, depth=0):
        if self.chance(0.45):
            return self._pronoun("subject") if self.chance(0.7) else self._name()
        return self._described([n for n in NOUNS if n.kind in kinds], depth)

    def _noun_phrase(self, kinds, depth, verb=None):
        if "person" in kinds and self.chance(0.22):
            return self._pronoun("object") if self.chance(0.6) else self._name()
        mass = [m for m in MASS if m[2] in kinds]
        nouns = [n for n in NOUNS if n.kind in kinds]
        if mass and (not nouns or self.chance(0.3)):
            english, chinese, kind = self.choose(mass, verb and verb.base, lambda m: m[0])
            return Phrase(*self.word(english, chinese), "3", kind)
        return self._described(nouns, depth, verb)

    def _adjective(self, kind, noun=None, colours=True):
        fitting = [a for a in ADJECTIVES if kind in a.kinds and (colours or not a.is_colour)]
        adjective = self.choose(fitting, noun, lambda a: a.english)
        return adjective.english, adjective.chinese

    def _described(self, nouns, depth, verb=None):
        """A noun with what stands around it: this big dog, two dogs, my dog, the dog that Anna likes."""
        noun = self.choose(nouns, verb and verb.base, lambda n: n.one)
        many = self.chance(0.35)
        source, target = self.word(noun.many if many else noun.one, noun.chinese)
        if self.chance(0.3):
            english, chinese = self.word(*self._adjective(noun.kind, noun.one))
            source, target = english + source, chinese + [("的", None)] + target
        source, target = self._determined(noun, many, depth, source, target)
        return Phrase(source, target, "p" if many else "3", noun.kind)

    def _determined(self, noun, many, depth, source, target):
        measure = [(noun.measure, None)]
        draw = self.random.random()
        if draw < 0.10 and many:        # dogs
            return source, target
        if draw < 0.28:                 # the dog
            return [("the", None)] + source, target
        if draw < 0.47:                 # two dogs, a dog
            number = self.random.choice(NUMBERS) if many else (article(source[0][0]), "一")
            english, chinese = self.word(*number)
            return english + source, chinese + measure + target
        if draw < 0.65:                 # these dogs, this dog
            far = self.chance(0.5)
            pointing = [("these", "这些"), ("those", "那些")] if many else [("this", "这"), ("that", "那")]
            english, chinese = self.word(*pointing[far])
            return english + source, chinese + ([] if many else measure) + target
        if draw < 0.75:                 # my dog
            pronoun = self.random.choice(PRONOUNS)
            english, chinese = self.word(pronoun.possessive, pronoun.chinese)
            return english + source, chinese + [("的", None)] + target
        if draw < 0.82:                 # Anna's dog
            owner = self._name()
            english, chinese = self.word("'s", "的")
            return owner.source + english + source, owner.target + chinese + target
        source = [("the", None)] + source
        if depth == 0:
            return source, target
        clause = self._clause(noun, many)
        return source + clause.source, clause.target + target

    def _clause(self, noun, many):
        """the doctor who drank tea; the book that Anna wrote"""
        that = self.link()
        if noun.kind == "person" and self.chance(0.5):
            verb = self.random.choice(VERBS)
            tense = self.random.choice(["present", "past"])
            predicate = self._predicate(verb, tense, "p" if many else "3", self._object(verb, depth=0))
            return Phrase([("who", that)] + predicate.source, predicate.target + [("的", that)])
        who = self._subject(kinds=("person",))
        verb = self.choose([v for v in VERBS if noun.kind in v.kinds], noun.one, lambda v: v.base)
        link = self.link()
        is_past = bool(verb.past) and verb.sort != "state" and self.chance(0.7)
        english = verb.past if is_past else verb.third if who.person == "3" else verb.base
        return Phrase([("that", that)] + who.source + [(english, link)],
                      who.target + [(verb.chinese, link), ("的", that)])


GRAMMAR = Chinese

if __name__ == "__main__":
    from check_grammar import check
    check(Chinese)
