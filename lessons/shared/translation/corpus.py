"""Write the corpus of the translation lessons: English sentences and their French, by a small grammar.

Usage, from the repository's root:
    python3 lessons/shared/translation/corpus.py
"""
import itertools
import json
import pathlib
import random

# person: English, French, person index of the verb, object pronoun (before a consonant, before a vowel), English object form
I, YOU, HE, SHE, WE, THEY = range(6)
PRONOUNS = [
    ("i", "je", 0), ("you", "tu", 1), ("he", "il", 2), ("she", "elle", 2), ("we", "nous", 3), ("they", "ils", 5),
]
OBJECT_PRONOUNS = {I: ("me", "me"), YOU: ("you", "te"), HE: ("him", "le"), SHE: ("her", "la"), WE: ("us", "nous"), THEY: ("them", "les")}
# noun: English, French, gender
NOUNS = [("man", "homme", "m"), ("woman", "femme", "f"), ("cat", "chat", "m"), ("dog", "chien", "m"), ("car", "voiture", "f"), ("apple", "pomme", "f")]
PEOPLE = NOUNS[:4]
ADJECTIVES = [("red", "rouge", "rouge"), ("black", "noir", "noire"), ("green", "vert", "verte")]
# verb: English base, third person, French je tu il nous vous ils
VERBS = [
    ("love", "loves", "aime aimes aime aimons aimez aiment".split()),
    ("see", "sees", "vois vois voit voyons voyez voient".split()),
    ("want", "wants", "veux veux veut voulons voulez veulent".split()),
    ("hear", "hears", "entends entends entend entendons entendez entendent".split()),
]
VOWELS = "aeiouhéê"
ELIDED = {"je": "j'", "te": "t'", "me": "m'", "le": "l'", "la": "l'", "ne": "n'"}


def elide(words):
    """je aime becomes j' aime; the h of homme is silent."""
    return [ELIDED[w] if w in ELIDED and nxt[:1] in VOWELS and nxt else w for w, nxt in zip(words, words[1:] + [""])]


def noun_phrase(noun, adjective=None):
    en, fr, gender = noun
    if adjective:
        red, m, f = adjective
        return ["the", red, en], ["le" if gender == "m" else "la", fr, m if gender == "m" else f]
    return ["the", en], ["le" if gender == "m" else "la", fr]


def subjects():
    for who, (en, fr, person) in enumerate(PRONOUNS):
        yield [en], [fr], person, who
    for noun in PEOPLE:
        en, fr = noun_phrase(noun)
        yield en, fr, 2, None


def objects():
    """English, French, whether it stands before the verb, and whom it means."""
    for who, (en, fr) in OBJECT_PRONOUNS.items():
        yield [en], [fr], True, who
    for noun in NOUNS:
        yield *noun_phrase(noun), False, None
    for noun, adjective in itertools.product(NOUNS[2:], ADJECTIVES):
        yield *noun_phrase(noun, adjective), False, None


def pairs():
    for (s_en, s_fr, person, who), (o_en, o_fr, before, whom), (base, third, forms), negative in itertools.product(subjects(), objects(), VERBS, (False, True)):
        if who is not None and who == whom:  # nobody sees himself here: that would need a reflexive
            continue
        if {who, whom} == {I, WE} or s_en == o_en:
            continue
        verb = forms[person]
        does = ["does" if person == 2 else "do", "not", base] if negative else [third if person == 2 else base]
        en = s_en + does + o_en
        core = (o_fr + [verb]) if before else [verb]
        core = (["ne"] + core + ["pas"]) if negative else core
        fr = s_fr + core + ([] if before else o_fr)
        yield " ".join(en), " ".join(elide(fr))


COUNT, HELD_OUT, SEED = 1200, 200, 1
ALWAYS = "i love you"  # the sentence of the notes; it is trained
HERE = pathlib.Path(__file__).resolve().parent


def corpus():
    """Pairs to train on, and pairs that are held out; no sentence is in both."""
    chosen = list(pairs())
    random.Random(SEED).shuffle(chosen)  # Python's generator is the same in every version
    chosen.sort(key=lambda pair: pair[0] == ALWAYS, reverse=True)
    chosen = chosen[:COUNT]
    return chosen[: COUNT - HELD_OUT], chosen[COUNT - HELD_OUT :]


def main():
    trained, held_out = corpus()
    words = lambda k: sorted({w for pair in trained for w in pair[k].split()})
    vocabulary = {"english": ["<pad>", "<unk>"] + words(0), "french": ["<pad>", "<start>", "<end>"] + words(1)}
    rows = lambda part: ",\n".join(f"  {json.dumps(pair, ensure_ascii=False)}" for pair in part)
    lists = [f' "{name}": {json.dumps(v, ensure_ascii=False)},' for name, v in vocabulary.items()]
    (HERE / "corpus.json").write_text(
        "\n".join(["{", *lists, ' "trained": [', rows(trained), " ],", ' "heldOut": [', rows(held_out), " ]", "}"]) + "\n",
        encoding="utf-8",
    )
    print(f"{len(trained)} pairs to train on, {len(held_out)} held out, of {len(list(pairs()))} that the grammar allows")


if __name__ == "__main__":
    main()
