#include "inference/template/builtin_templates.h"
#include "inference/template/chat_template.h"

#include <QTest>

using namespace sotto;
using namespace std::literals;

namespace {

std::string joined(const Result<std::vector<TextSpan>> &spans)
{
    if (!spans) return "! " + spans.error().detail;
    std::string text;
    for (const TextSpan &span : *spans)
        text += span.text;
    return text;
}

ChatTemplate ofFile(const std::string &source)
{
    return ChatTemplate::choose({.ofFile = source, .bosToken = "<s>", .eosToken = "</s>"});
}

const std::string kPlain = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}";

} // namespace

/// Which template is chosen, and what it is given.
class TestChatTemplate final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choosesInOrder();
    void familyByMarksThenName();
    void everyBuiltinPassesItsTrial();
    void foldsSystemWhereRefused();
    void givesPartsWhereWanted();
    void knowsThinkingSwitch();
    void passesToolsAndCalls();
    void goesOnAndRefuses();
};

void TestChatTemplate::choosesInOrder()
{
    QCOMPARE(ofFile(kPlain).origin(), TemplateOrigin::Model);
    QVERIFY(ofFile(kPlain).problem().empty());
    QCOMPARE(ChatTemplate::choose({.inPlace = "!" + kPlain, .ofFile = kPlain}).origin(), TemplateOrigin::Override);
    const ChatTemplate broken = ChatTemplate::choose({.inPlace = "\n{% if %}", .ofFile = kPlain});
    QCOMPARE(broken.origin(), TemplateOrigin::Model);
    QCOMPARE(broken.problem(), "line 2: expected an expression"s);
    QCOMPARE(ChatTemplate::choose({.architecture = "gemma3"}).origin(), TemplateOrigin::Architecture);
    QCOMPARE(ChatTemplate::choose({.architecture = "unheard-of"}).origin(), TemplateOrigin::Fallback);
    for (const char *bad :
         {"no words of anybody", "{{ raise_exception('never') }}", "{{ x.y }}", "{{ range(10**9) }}"}) {
        const ChatTemplate chosen = ofFile(bad);
        QCOMPARE(chosen.origin(), TemplateOrigin::Fallback);
        QVERIFY(!chosen.problem().empty());
        QCOMPARE(joined(chosen.render({{Role::User, "hi"}})),
                 "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n"s);
    }
}

void TestChatTemplate::familyByMarksThenName()
{
    const auto family = [](std::string_view architecture, std::string_view only) {
        const BuiltinTemplate *found =
            builtinTemplateFor(architecture, [&](std::string_view mark) { return mark == only; });
        return found ? found->family : "none";
    };
    QCOMPARE(family("llama", "<|start_header_id|>"), "llama3"sv);
    QCOMPARE(family("llama", "<|im_start|>"), "chatml"sv);
    QCOMPARE(family("llama", "[INST]"), "mistral"sv);
    QCOMPARE(family("qwen3moe", ""), "chatml"sv);
    QCOMPARE(family("cohere2", ""), "command-r"sv);
    QCOMPARE(family("deepseek2", ""), "deepseek"sv);
    QCOMPARE(family("llama", ""), "none"sv);
}

void TestChatTemplate::everyBuiltinPassesItsTrial()
{
    for (const BuiltinTemplate &builtin : builtinTemplates()) {
        const ChatTemplate chosen = ofFile(std::string(builtin.source));
        QVERIFY2(chosen.origin() == TemplateOrigin::Model, std::string(builtin.family).c_str());
        const std::string text = joined(chosen.render(
            {{Role::System, "Sys."}, {Role::User, "One"}, {Role::Assistant, "Two"}, {Role::User, "Three"}}));
        std::size_t at = 0;
        for (const char *word : {"Sys.", "One", "Two", "Three"}) {
            at = text.find(word, at);
            QVERIFY2(at != std::string::npos, (std::string(builtin.family) + ": " + text).c_str());
        }
        QVERIFY2(!text.contains("\n\n\n"), text.c_str());
    }
    const std::vector<ChatMessage> chat{
        {Role::System, "S"}, {Role::User, "U"}, {Role::Assistant, "A"}, {Role::User, "V"}};
    const auto of = [&](std::string_view family) {
        for (const BuiltinTemplate &builtin : builtinTemplates())
            if (builtin.family == family) return joined(ofFile(std::string(builtin.source)).render(chat));
        return std::string();
    };
    QCOMPARE(of("llama2"), "<s>[INST] <<SYS>>\nS\n<</SYS>>\n\nU [/INST] A </s><s>[INST] V [/INST]"s);
    QCOMPARE(of("mistral"), "<s>[INST] S\n\nU [/INST] A</s>[INST] V [/INST]"s);
    QCOMPARE(
        of("llama3"),
        "<s><|start_header_id|>system<|end_header_id|>\n\nS<|eot_id|><|start_header_id|>user<|end_header_id|>"
        "\n\nU<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nA<|eot_id|>"
        "<|start_header_id|>user<|end_header_id|>\n\nV<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"s);
    QCOMPARE(of("gemma"), "<s><start_of_turn>user\nS\n\nU<end_of_turn>\n<start_of_turn>model\nA<end_of_turn>\n"
                          "<start_of_turn>user\nV<end_of_turn>\n<start_of_turn>model\n"s);
    QCOMPARE(
        of("phi3"),
        "<s><|system|>\nS<|end|>\n<|user|>\nU<|end|>\n<|assistant|>\nA<|end|>\n<|user|>\nV<|end|>\n<|assistant|>\n"s);
    QCOMPARE(of("deepseek"), "<s>S<｜User｜>U<｜Assistant｜>A</s><｜User｜>V<｜Assistant｜>"s);
    QCOMPARE(of("falcon"), "System: S\n\nUser: U\n\nAssistant: A\n\nUser: V\n\nAssistant:"s);
}

void TestChatTemplate::foldsSystemWhereRefused()
{
    const std::vector<ChatMessage> chat{{Role::System, "Be kind."}, {Role::User, "Hi"}};
    const ChatTemplate refusing =
        ofFile("{% if messages[0].role == 'system' %}{{ raise_exception('No system') }}{% endif %}" + kPlain);
    QCOMPARE(refusing.origin(), TemplateOrigin::Model);
    QCOMPARE(joined(refusing.render(chat)), "<user>Be kind.\n\nHi"s);
    const ChatTemplate losing =
        ofFile("{% for m in messages if m.role != 'system' %}<{{ m.role }}>{{ m.content }}{% endfor %}");
    QCOMPARE(joined(losing.render(chat)), "<user>Be kind.\n\nHi"s);
    QCOMPARE(joined(refusing.render({{Role::System, "alone"}})), "<user>alone"s);
    QCOMPARE(joined(ofFile(kPlain).render(chat)), "<system>Be kind.<user>Hi"s);
}

void TestChatTemplate::givesPartsWhereWanted()
{
    const ChatTemplate parts = ofFile(
        "{% for m in messages %}{% for p in m.content if p.type == 'text' %}{{ p.text }};{% endfor %}{% endfor %}");
    QCOMPARE(parts.origin(), TemplateOrigin::Model);
    QCOMPARE(joined(parts.render({{Role::User, "a \"b\""}})), "a \"b\";"s);
}

void TestChatTemplate::knowsThinkingSwitch()
{
    const ChatTemplate knows =
        ofFile(kPlain + "{% if enable_thinking is defined and not enable_thinking %}<think></think>{% endif %}");
    QVERIFY(knows.canSwitchThinking());
    QVERIFY(!ofFile(kPlain).canSwitchThinking());
    const std::vector<ChatMessage> chat{{Role::User, "x"}};
    QCOMPARE(joined(knows.render(chat)), "<user>x"s);
    QCOMPARE(joined(knows.render(chat, {.thinking = Thinking::On})), "<user>x"s);
    QCOMPARE(joined(knows.render(chat, {.thinking = Thinking::Off})), "<user>x<think></think>"s);
}

void TestChatTemplate::passesToolsAndCalls()
{
    const ChatTemplate all = ofFile(
        "{{ tools|tojson if tools }}{% for m in messages %}<{{ m.role }}>{{ m.reasoning_content }}{{ m.content }}"
        "{% for c in m.tool_calls %}{{ c.id }}:{{ c.function.name }}({{ c.function.arguments.city }}){% endfor %}"
        "{{ m.name }}{{ m.tool_call_id }}{% endfor %}");
    ChatMessage call{Role::Assistant, ""};
    call.reasoning = "Hm";
    call.toolCalls = {{"id1", "weather", R"({"city": "Rome"})"}};
    ChatMessage answer{Role::Tool, "21"};
    answer.toolCallId = "id1";
    const auto spans = all.render({{Role::User, "q"}, call, answer}, {.tools = R"([{"b": 1, "a": "<|x|>"}])"});
    QCOMPARE(joined(spans), R"([{"b": 1, "a": "<|x|>"}]<user>q<assistant>Hmid1:weather(Rome)<tool>21weatherid1)"s);
    for (const TextSpan &span : *spans)
        QVERIFY(span.origin == TextOrigin::Person || !span.text.contains("<|x|>"));
    QCOMPARE(all.render({{Role::User, "q"}}, {.tools = "[{"}).error().code, ErrorCode::InvalidRequest);
}

void TestChatTemplate::goesOnAndRefuses()
{
    const ChatTemplate plain = ofFile(kPlain + "{% if add_generation_prompt %}<assistant>{% endif %}");
    QCOMPARE(joined(plain.render({{Role::User, "q"}, {Role::Assistant, "so far"}})), "<user>q<assistant>so far"s);
    QCOMPARE(plain.render({}).error().code, ErrorCode::InvalidRequest);
    QCOMPARE(plain.render({{Role::Assistant, "x"}}).error().code, ErrorCode::InvalidRequest);
    const ChatTemplate strict =
        ofFile("{% if messages|length > 1 %}{{ raise_exception('One at a time') }}{% endif %}" + kPlain);
    const auto refused = strict.render({{Role::User, "a"}, {Role::User, "b"}});
    QCOMPARE(refused.error().code, ErrorCode::TemplateFailed);
    QCOMPARE(refused.error().detail, "One at a time"s);
}

QTEST_GUILESS_MAIN(TestChatTemplate)
#include "test_chat_template.moc"
