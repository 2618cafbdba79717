"""Data of a few lines for the tests, with one of everything: true, planned and retired facts, follow-ups, held-out questions."""

from __future__ import annotations

from guide_data import Fact, FollowUp, GuideData, Page, Question

PAGES = [Page("models", "Models", "now", None), Page("downloads", "Downloads", "planned", "models.get"),
         Page("privacy", "Privacy", "now", None)]
FACTS = [
    Fact("models.get", {"en": "Get a file with your browser.", "zh": "请用浏览器获取文件。"}, "help", "downloads.start", None),
    Fact("models.open", {"en": "Press Ctrl+Shift+O.", "zh": "按 Ctrl+Shift+O。"}, "help", None, None),
    Fact("downloads.start", {"en": "Press Download.", "zh": "点“下载”。"}, "help", None, None),
    Fact("privacy.sent", {"en": "No. Nothing is sent.", "zh": "不会。什么都不发送。"}, "privacy", None, None),
    Fact("privacy.old", {"en": "No log is kept yet.", "zh": "还没有日志。"}, "privacy", "privacy.sent", None),
]
REFUSALS = {
    "en": ["I know only Sotto.", "That is beyond me.", "Ask a larger model.", "I cannot help with that."],
    "zh": ["我只懂 Sotto。", "这超出了我的能力。", "请问更大的模型。", "这个帮不上忙。"],
}
QUESTIONS = {
    "models.get": {"en": ["where do the models come from", "Who gives me a model file?"],
                   "zh": ["模型从哪来", "去哪里找模型文件"]},
    "models.open": {"en": ["open a file please", "how do I load something"], "zh": ["怎么打开文件", "如何加载模型"]},
    "downloads.start": {"en": ["can you fetch one for me", "start the transfer"], "zh": ["能帮我下载吗", "开始下载模型"]},
    "privacy.sent": {"en": ["is anything sent away", "who reads my words"], "zh": ["会不会上传", "谁能看到我写的"]},
    "privacy.old": {"en": ["does it keep a log of me", "are there secret records"], "zh": ["有没有日志", "会留下记录吗"]},
    "off-topic": {"en": ["how tall is a horse", "how deep is the sea", "How far is Mars", "write a poem on spring",
                         "why is grass green"],
                  "zh": ["马有多高", "写一首春天的诗", "草为什么是绿的", "帮我算一下税"]},
}


def questions() -> list[Question]:
    return [Question(fact, language, text, f"a.tsv:{number}")
            for fact, languages in QUESTIONS.items() for language, texts in languages.items() for number, text in enumerate(texts)]


def small_data() -> GuideData:
    follow_ups = [FollowUp("models.get", Question("models.open", "en", "and then?", "f.tsv:1")),
                  FollowUp("downloads.start", Question("models.open", "en", "and what does one do after that", "f.tsv:2"))]
    held_out = [Question("models.get", "en", "where do models come from", "h.tsv:1")]
    pages, facts = {page.name: page for page in PAGES}, {fact.id: fact for fact in FACTS}
    return GuideData(pages, facts, REFUSALS, questions(), follow_ups, held_out)
