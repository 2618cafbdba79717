"""Varies how a question is typed and not what it asks: case, marks at the end, courtesy, slips of the hand.

Standard library only. Every choice comes from the generator that is handed in, so that a seed gives the same text again. The
same is done to questions about Sotto and to others, or the model would learn that a courtesy means one of them.
"""

from __future__ import annotations

import random
import re

LEAST_CHARACTERS = {"en": 8, "zh": 5}  # in a shorter question a slip takes the sense with it

OPENINGS = {
    "en": ("hi, ", "hello, ", "hey ", "please, ", "sorry, ", "ok, ", "so ", "um, ", "excuse me, ", "quick question: ", "and "),
    "zh": ("请问", "你好，", "您好，", "我想问下，", "麻烦问一下，", "那个，", "那", "求助，", "话说", "诶，"),
}
CLOSINGS = {
    "en": (" please", " thanks", ", thanks", " thx", " pls", " :)", " help", ", any idea"),
    "zh": ("，谢谢", "谢谢", "啊", "呢", "呀", "，急", "，求解答", "~"),
}
MARKS = {"en": ("?", "?", "?", ".", "!", "??", " ?"), "zh": ("？", "？", "?", "。", "！", "？？")}
END_MARKS = "?？!！.。~ "
# Words that a hurried hand leaves out and that carry no sense of their own; never a “not” or a “without”.
SMALL_WORDS = {"a", "an", "the", "do", "does", "is", "are", "my", "it", "to", "of", "that", "please"}
NEIGHBOURS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def opened(text: str, language: str, rng: random.Random) -> str:
    opening = rng.choice(OPENINGS[language])
    # “I” and names like GPU keep their capital.
    if language == "en" and re.match(r"[A-Z][a-z]", text):
        text = text[0].lower() + text[1:]
    return opening + text


def closed(text: str, language: str, rng: random.Random) -> str:
    return (text.rstrip(END_MARKS) or text) + rng.choice(CLOSINGS[language])


def marked(text: str, language: str, rng: random.Random) -> str:
    """Another mark at the end, or none."""
    bare = text.rstrip(END_MARKS)
    if not bare:
        return text  # "???" is a question of its own
    return bare if rng.random() < 0.5 else bare + rng.choice(MARKS[language])


def cased(text: str, rng: random.Random) -> str:
    chance = rng.random()
    if chance < 0.6:
        return text.lower()
    return text[:1].upper() + text[1:] if chance < 0.92 else text.upper()


def slip_letter(letter: str, rng: random.Random) -> str:
    for row in NEIGHBOURS:
        at = row.find(letter)
        if at >= 0:
            return rng.choice(row[max(0, at - 1):at] + row[at + 1:at + 2])
    return letter


def slipped_word(word: str, rng: random.Random) -> str:
    """One letter inside the word missing, doubled, beside the right key, or two of them exchanged."""
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1:]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + slip_letter(word[at], rng) + word[at + 1:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2:]


def slipped_english(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    small = [i for i, word in enumerate(words) if word.lower() in SMALL_WORDS]
    if small and len(words) > 3 and rng.random() < 0.4:
        del words[rng.choice(small)]
        return " ".join(words)
    long = [i for i, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if long:
        at = rng.choice(long)
        words[at] = slipped_word(words[at], rng)
    return " ".join(words)


def slipped_chinese(text: str, rng: random.Random) -> str:
    """Two neighbouring signs exchanged, or the spaces around Latin words gone. A lost sign might be the 不: none is lost."""
    if " " in text and rng.random() < 0.5:
        return re.sub(r"(?<![A-Za-z]) | (?![A-Za-z])", "", text)
    at = rng.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2:]


def slipped(text: str, language: str, rng: random.Random) -> str:
    if len(text) < LEAST_CHARACTERS[language]:
        return text
    return slipped_english(text, rng) if language == "en" else slipped_chinese(text, rng)


def varied(text: str, language: str, rng: random.Random) -> str:
    """`text` as another hand might type it. Never empty."""
    if rng.random() < 0.08:
        text = slipped(text, language, rng)
    if rng.random() < 0.25:
        text = marked(text, language, rng)
    if language == "en" and rng.random() < 0.25:
        text = cased(text, rng)
    if rng.random() < 0.06:
        text = opened(text, language, rng)
    if rng.random() < 0.06:
        text = closed(text, language, rng)
    return text.strip()
