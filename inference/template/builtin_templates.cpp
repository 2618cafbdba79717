#include "inference/template/builtin_templates.h"

#include <algorithm>
#include <array>

namespace sotto {
namespace {

// The forms are those the families' own papers and model cards give.

constexpr std::string_view kChatMl = R"jinja(
{%- for message in messages -%}
<|im_start|>{{ message.role }}
{{ message.content }}<|im_end|>
{% endfor -%}
{%- if add_generation_prompt -%}
<|im_start|>assistant
{% endif -%}
)jinja";

constexpr std::string_view kLlama2 = R"jinja(
{%- set ns = namespace(system='') -%}
{%- for message in messages -%}
{%- if message.role == 'system' -%}
{%- set ns.system = '<<SYS>>\n' ~ message.content|trim ~ '\n<</SYS>>\n\n' -%}
{%- elif message.role == 'user' -%}
{{ bos_token }}[INST] {{ ns.system ~ message.content|trim }} [/INST]
{%- set ns.system = '' -%}
{%- else -%}
{{ ' ' ~ message.content|trim ~ ' ' ~ eos_token }}
{%- endif -%}
{%- endfor -%}
)jinja";

constexpr std::string_view kLlama3 = R"jinja(
{{- bos_token -}}
{%- for message in messages -%}
<|start_header_id|>{{ message.role }}<|end_header_id|>

{{ message.content|trim }}<|eot_id|>
{%- endfor -%}
{%- if add_generation_prompt -%}
<|start_header_id|>assistant<|end_header_id|>

{% endif -%}
)jinja";

constexpr std::string_view kMistral = R"jinja(
{{- bos_token -}}
{%- set ns = namespace(system='') -%}
{%- for message in messages -%}
{%- if message.role == 'system' -%}
{%- set ns.system = message.content ~ '\n\n' -%}
{%- elif message.role == 'user' -%}
[INST] {{ ns.system ~ message.content }} [/INST]
{%- set ns.system = '' -%}
{%- else -%}
{{ ' ' ~ message.content ~ eos_token }}
{%- endif -%}
{%- endfor -%}
)jinja";

constexpr std::string_view kGemma = R"jinja(
{{- bos_token -}}
{%- set ns = namespace(system='') -%}
{%- for message in messages -%}
{%- if message.role == 'system' -%}
{%- set ns.system = message.content|trim ~ '\n\n' -%}
{%- else -%}
<start_of_turn>{{ 'model' if message.role == 'assistant' else message.role }}
{{ ns.system ~ message.content|trim }}<end_of_turn>
{% set ns.system = '' -%}
{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
<start_of_turn>model
{% endif -%}
)jinja";

constexpr std::string_view kPhi3 = R"jinja(
{{- bos_token -}}
{%- for message in messages -%}
<|{{ message.role }}|>
{{ message.content }}<|end|>
{% endfor -%}
{%- if add_generation_prompt -%}
<|assistant|>
{% endif -%}
)jinja";

constexpr std::string_view kPhi4 = R"jinja(
{%- for message in messages -%}
<|im_start|>{{ message.role }}<|im_sep|>{{ message.content }}<|im_end|>
{%- endfor -%}
{%- if add_generation_prompt -%}
<|im_start|>assistant<|im_sep|>
{%- endif -%}
)jinja";

constexpr std::string_view kCommandR = R"jinja(
{{- bos_token -}}
{%- set names = {'system': 'SYSTEM', 'user': 'USER', 'assistant': 'CHATBOT'} -%}
{%- for message in messages -%}
<|START_OF_TURN_TOKEN|><|{{ names.get(message.role, 'SYSTEM') }}_TOKEN|>{{ message.content|trim }}<|END_OF_TURN_TOKEN|>
{%- endfor -%}
{%- if add_generation_prompt -%}
<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>
{%- endif -%}
)jinja";

constexpr std::string_view kDeepSeek = R"jinja(
{{- bos_token -}}
{%- for message in messages -%}
{%- if message.role == 'system' -%}
{{ message.content }}
{%- elif message.role == 'assistant' -%}
<｜Assistant｜>{{ message.content ~ eos_token }}
{%- else -%}
<｜User｜>{{ message.content }}
{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
<｜Assistant｜>
{%- endif -%}
)jinja";

constexpr std::string_view kFalcon = R"jinja(
{%- for message in messages -%}
{%- if not loop.first %}{{ '\n\n' }}{% endif -%}
{{ {'system': 'System', 'user': 'User', 'assistant': 'Assistant'}.get(message.role, 'User') }}: {{ message.content|trim }}
{%- endfor -%}
{%- if add_generation_prompt %}{{ '\n\nAssistant:' }}{% endif -%}
)jinja";

constexpr std::string_view kZephyr = R"jinja(
{%- for message in messages -%}
<|{{ message.role }}|>
{{ message.content ~ eos_token }}
{% endfor -%}
{%- if add_generation_prompt -%}
<|assistant|>
{% endif -%}
)jinja";

constexpr std::string_view kGlm4 = R"jinja(
{{- '[gMASK]<sop>' -}}
{%- for message in messages -%}
<|{{ message.role }}|>
{{ message.content }}
{%- endfor -%}
{%- if add_generation_prompt -%}
<|assistant|>
{% endif -%}
)jinja";

constexpr std::string_view kGranite = R"jinja(
{%- for message in messages -%}
<|start_of_role|>{{ message.role }}<|end_of_role|>{{ message.content }}<|end_of_text|>
{% endfor -%}
{%- if add_generation_prompt -%}
<|start_of_role|>assistant<|end_of_role|>
{%- endif -%}
)jinja";

constexpr std::string_view kHarmony = R"jinja(
{%- for message in messages -%}
<|start|>{{ message.role }}{{ '<|channel|>final' if message.role == 'assistant' }}<|message|>{{ message.content }}<|end|>
{%- endfor -%}
{%- if add_generation_prompt -%}
<|start|>assistant
{%- endif -%}
)jinja";

constexpr auto kTemplates = std::to_array<BuiltinTemplate>({
    {"chatml", kChatMl},
    {"llama2", kLlama2},
    {"llama3", kLlama3},
    {"mistral", kMistral},
    {"gemma", kGemma},
    {"phi3", kPhi3},
    {"phi4", kPhi4},
    {"command-r", kCommandR},
    {"deepseek", kDeepSeek},
    {"falcon", kFalcon},
    {"zephyr", kZephyr},
    {"glm4", kGlm4},
    {"granite", kGranite},
    {"harmony", kHarmony},
});

struct Sign {
    std::string_view sign; ///< A mark of the vocabulary, or the beginning of an architecture's name.
    std::string_view family;
};

/// The first that fits counts.
constexpr auto kMarks = std::to_array<Sign>({
    {"<|im_sep|>", "phi4"},
    {"<|im_start|>", "chatml"},
    {"<|start_header_id|>", "llama3"},
    {"<start_of_turn>", "gemma"},
    {"<|START_OF_TURN_TOKEN|>", "command-r"},
    {"<｜User｜>", "deepseek"},
    {"<|start_of_role|>", "granite"},
    {"[gMASK]", "glm4"},
    {"<|channel|>", "harmony"},
    {"<|end|>", "phi3"},
    {"[INST]", "mistral"},
});

constexpr auto kArchitectures = std::to_array<Sign>({
    {"qwen", "chatml"},
    {"smollm", "chatml"},
    {"internlm", "chatml"},
    {"gemma", "gemma"},
    {"phi3", "phi3"},
    {"command-r", "command-r"},
    {"cohere", "command-r"},
    {"deepseek", "deepseek"},
    {"falcon", "falcon"},
    {"stablelm", "zephyr"},
    {"chatglm", "glm4"},
    {"glm", "glm4"},
    {"granite", "granite"},
    {"gpt-oss", "harmony"},
    {"mistral", "mistral"},
});

const BuiltinTemplate *ofFamily(std::string_view family)
{
    return &*std::ranges::find(kTemplates, family, &BuiltinTemplate::family);
}

} // namespace

std::span<const BuiltinTemplate> builtinTemplates()
{
    return kTemplates;
}

const BuiltinTemplate *builtinTemplateFor(std::string_view architecture,
                                          const std::function<bool(std::string_view)> &hasMark)
{
    for (const Sign &mark : kMarks)
        if (hasMark(mark.sign)) return ofFamily(mark.family);
    for (const Sign &name : kArchitectures)
        if (architecture.starts_with(name.sign)) return ofFamily(name.family);
    return nullptr;
}

} // namespace sotto
