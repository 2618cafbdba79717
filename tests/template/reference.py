#!/usr/bin/env python3
"""Renders every case with Jinja2, set up as transformers sets it up, and writes what came out.

reference.py FOLDER OUT [MORE_TEMPLATES…]: FOLDER is tests/template, OUT a JSON file:
{"templates": [text…], "contexts": [[[name, JSON text]…]…], "cases": [[template, context, text or null, reason]…]}.
"""

import datetime
import json
import pathlib
import sys

import jinja2
from jinja2 import nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = 1764079200

TOOLS = [
    {"type": "function", "function": {
        "name": "get_weather", "description": "The weather of a city, \"now\" & <later>.",
        "parameters": {"type": "object", "properties": {
            "city": {"type": "string", "description": "Ünïcode name"},
            "days": {"type": "integer", "default": 1},
            "unit": {"type": "string", "enum": ["C", "F"]},
            "list": {"type": "array", "items": {"type": "number"}}},
            "required": ["city"]}}},
    {"type": "function", "function": {"name": "one", "description": "", "parameters": {"type": "object", "properties": {}}}},
]

DOCUMENTS = [{"title": "A \"title\"", "text": "Text with {{ braces }}.\n", "doc_id": 1}, {"title": "", "text": "", "doc_id": 2},
             {"content": {"a": 1}, "id": "x", "score": 0.5}]

CONTEXT = {
    "name": "World", "empty": "", "spaced": "  a b\tc \n", "uni": "Straße 你好 🌍 éÀ", "number": 42, "negative": -7,
    "real": 3.14159, "big": 1e20, "small": 1.5e-7, "yes": True, "no": False, "nothing": None, "html": "<b>\"x\" & 'y'</b>",
    "items": [3, 1, 2], "words": ["pear", "Apple", "fig", "apple"], "nested": [[1, 2], [3, [4, 5]]], "mixed": [1, "a", None, True, 2.5],
    "data": {"b": 2, "a": 1, "c": {"d": [1, 2, 3], "keys": "shadow"}, "items": "not the method", "é": "é"},
    "people": [{"name": "Ann", "age": 30, "city": {"name": "Rome"}}, {"name": "bob", "age": 25, "city": {"name": "Oslo"}},
               {"name": "Cid", "age": 30, "city": {"name": "rome"}}, {"name": "dee"}],
    "tree": [{"name": "a", "kids": [{"name": "b", "kids": [{"name": "c", "kids": []}]}, {"name": "d", "kids": []}]}],
    "long": "The quick brown fox jumps over the lazy dog. " * 4, "lines": "one\ntwo\r\nthree\n\nfive\n", "tools": TOOLS,
}


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_generation"), [], [], body).set_lineno(line)

    def _generation(self, caller):
        return caller()


def environment():
    def raise_exception(message):
        raise jinja2.exceptions.TemplateError(message)

    def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    def strftime_now(form):
        return datetime.datetime.fromtimestamp(NOW).strftime(form)

    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = strftime_now
    return env


def chat_contexts(conversations):
    special = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    for messages in conversations:
        for prompt in (False, True):
            base = {"messages": messages, "add_generation_prompt": prompt, **special}
            yield base
            yield {**base, "tools": TOOLS}
            yield {**base, "enable_thinking": True, "thinking": True, "reasoning_effort": "high"}
            yield {**base, "enable_thinking": False, "thinking": False, "tools": None}
            yield {**base, "tools": TOOLS, "documents": DOCUMENTS, "preserve_thinking": True, "clear_thinking": False,
                   "keep_past_thinking": True, "custom_tools": TOOLS, "xml_tools": TOOLS, "builtin_tools": ["code_interpreter"],
                   "date_string": "1 May 2026", "model_identity": "You are <b>it</b>.", "controls": {"length": "short"},
                   "reasoning_effort": "low", "thinking_budget": 512, "add_vision_id": True, "tools_in_user_message": False}


def main():
    folder, out, more = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    conversations = json.loads((folder / "conversations.json").read_text("utf-8"))
    contexts = list(chat_contexts(conversations)) + [CONTEXT]
    chats = [p.read_bytes().decode("utf-8") for p in sorted([*folder.glob("corpus/*"), *folder.glob("hard/*")])]
    chats += [pathlib.Path(p).read_bytes().decode("utf-8") for p in more]
    small = [f"{{{{ {line} }}}}" for line in (folder / "features/expressions.txt").read_text("utf-8").split("\n") if line]
    small += (folder / "features/templates.txt").read_bytes().decode("utf-8").split("\n----\n")
    plan = [(i, c) for i in range(len(chats)) for c in range(len(contexts) - 1)]
    plan += [(len(chats) + i, len(contexts) - 1) for i in range(len(small))]

    env, parsed, cases = environment(), {}, []
    templates = chats + small
    for number, context in plan:
        try:
            if number not in parsed:
                parsed[number] = env.from_string(templates[number])
            cases.append([number, context, parsed[number].render(**contexts[context]), ""])
        except Exception as problem:  # whatever goes wrong there must go wrong here
            cases.append([number, context, None, f"{type(problem).__name__}: {problem}"[:100]])
    flat = [[[k, json.dumps(v, ensure_ascii=False)] for k, v in c.items()] for c in contexts]
    pathlib.Path(out).write_text(json.dumps({"now": NOW, "templates": templates, "contexts": flat, "cases": cases}), "utf-8")


main()
