#include "app/screenshots/samples.h"

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 24 * 60 * kMinute;

struct Title {
    const char *english, *chinese;
    std::int64_t ago;
    bool pinned;
};

constexpr Title kTitles[] = {
    {"Ten largest files in a folder", "找出文件夹里最大的十个文件", 8 * kMinute, false},
    {"Reword the landlord letter", "把房东的信改得更客气", 95 * kMinute, false},
    {"Why bread dough collapses", "面团为什么会塌？", 240 * kMinute, false},
    {"Train times, and what to pack", "火车时刻与行李清单", kDay + 60 * kMinute, false},
    {"Box plots for a ten-year-old", "给十岁孩子讲箱线图", kDay + 200 * kMinute, false},
    {"Draft: talk on slow software", "草稿：谈谈“慢软件”", 5 * kDay, false},
    {"Swift birds and where they sleep", "雨燕在哪里睡觉", 8 * kDay, false},
    {"Unit tests for the parser", "解析器的单元测试", 12 * kDay, false},
    {"Garden plan for spring", "春季菜园计划", 20 * kDay, true},
    {"Good commit messages", "写好提交说明的规则", 26 * kDay, true},
};

QString pick(SampleLanguage language, const char *english, const char *chinese)
{
    return QString::fromUtf8(language == SampleLanguage::English ? english : chinese);
}

QString firstQuestion(SampleLanguage language)
{
    return pick(language, "How do I find the ten largest files in a folder?", "怎样找出一个文件夹里最大的十个文件？");
}

QString firstReasoning(SampleLanguage language)
{
    return pick(language,
                "They want a command. find prints sizes, sort orders them, head keeps ten. Mention -xdev, so that "
                "other disks are left out.",
                "需要一条命令：find 输出大小，sort 排序，head 取前十个。用 -xdev 避开其他磁盘。");
}

QString firstReply(SampleLanguage language)
{
    return pick(language,
                "Ask `find` for each file’s size, sort the numbers, and keep the first ten:\n\n"
                "```bash\n"
                "find ~/Photos -xdev -type f -printf '%s\\t%p\\n' \\\n"
                "  | sort -rn \\\n"
                "  | head -n 10 \\\n"
                "  | numfmt --to=iec --field=1   # bytes to K, M, G\n"
                "```\n\n"
                "What each part is there for:\n\n"
                "| Part | What it does |\n| --- | --- |\n"
                "| `-xdev` | Stays on this disk; other mounts are skipped |\n"
                "| `sort -rn` | Sorts by number, largest first |\n"
                "| `numfmt` | Turns 48318382 into 47M, which is easier to read |\n",
                "让 `find` 输出每个文件的大小，按数字排序，留下前十个：\n\n"
                "```bash\n"
                "find ~/Photos -xdev -type f -printf '%s\\t%p\\n' \\\n"
                "  | sort -rn \\\n"
                "  | head -n 10 \\\n"
                "  | numfmt --to=iec --field=1   # 字节换成 K、M、G\n"
                "```\n\n"
                "每一部分的作用：\n\n"
                "| 部分 | 作用 |\n| --- | --- |\n"
                "| `-xdev` | 只在这个磁盘里找，跳过其他挂载点 |\n"
                "| `sort -rn` | 按数字排序，最大的在前 |\n"
                "| `numfmt` | 把 48318382 变成 47M，更容易读 |\n");
}

Message message(const Conversation &conversation, std::int64_t id, MessageId parent, Role role, const QString &text)
{
    Message m;
    m.id = MessageId(conversation.id.value * 100 + id);
    m.conversation = conversation.id;
    m.parent = parent;
    m.role = role;
    m.text = text;
    m.createdMs = conversation.updatedMs - (10 - id) * 1000;
    return m;
}

void speak(Message &m, SampleLanguage language)
{
    m.personaId = u"builtin.assistant"_s;
    m.personaName = pick(language, "Assistant", "助手");
    m.modelName = u"R1 Distill Llama 8B"_s;
}

Usage usage(int tokens, double rate)
{
    Usage u;
    u.promptTokens = 61;
    u.outputTokens = tokens;
    u.timeToFirstToken = std::chrono::milliseconds(312);
    u.decodeTime = Duration(static_cast<std::int64_t>((tokens - 1) / rate * 1e9));
    return u;
}

QList<Message> shownChat(const Conversation &conversation, SampleLanguage language)
{
    const Message question = message(conversation, 1, {}, Role::User, firstQuestion(language));
    QList<Message> all{question};
    // Two versions of the reply: the second is shown.
    for (int version = 0; version < 2; ++version) {
        Message reply = message(conversation, 2 + version, question.id, Role::Assistant, firstReply(language));
        speak(reply, language);
        reply.reasoning = firstReasoning(language);
        reply.usage = usage(212, 48.3);
        reply.usage->reasoningTokens = 180;
        reply.usage->reasoningTime = std::chrono::milliseconds(3900);
        reply.finishReason = FinishReason::EndOfReply;
        all.append(reply);
    }
    return all;
}

QList<Message> interruptedChat(const Conversation &conversation, SampleLanguage language)
{
    const Message question =
        message(conversation, 1, {}, Role::User, pick(language, "Where do swifts sleep?", "雨燕在哪里睡觉？"));
    Message reply = message(
        conversation, 2, question.id, Role::Assistant,
        pick(language, "A swift sleeps on the wing: it climbs high at dusk and glides, half its brain awake, until",
             "雨燕在飞行中睡觉：黄昏时它飞到高处滑翔，一半大脑醒着，直到"));
    speak(reply, language);
    reply.state = MessageState::Interrupted;
    reply.usage = usage(96, 47.9);
    return {question, reply};
}

QList<Message> failedChat(const Conversation &conversation, SampleLanguage language)
{
    const Message question =
        message(conversation, 1, {}, Role::User,
                pick(language, "Why does my bread dough collapse in the oven?", "为什么我的面团一进烤箱就塌？"));
    Message reply = message(conversation, 2, question.id, Role::Assistant, {});
    speak(reply, language);
    reply.state = MessageState::Failed;
    reply.failure = MessageFailure{Error(ErrorCode::NoModel)};
    return {question, reply};
}

} // namespace

QList<ConversationContent> sampleChats(SampleLanguage language)
{
    QList<ConversationContent> chats;
    for (const Title &title : kTitles) {
        Conversation conversation;
        conversation.id = sampleChat(static_cast<int>(chats.size()));
        conversation.title = pick(language, title.english, title.chinese);
        conversation.titleByHand = true;
        conversation.pinned = title.pinned;
        conversation.personaId = u"builtin.assistant"_s;
        conversation.createdMs = conversation.updatedMs = kSampleNowMs - title.ago;
        QList<Message> messages;
        switch (chats.size()) {
        case 0: messages = shownChat(conversation, language); break;
        case 2: messages = failedChat(conversation, language); break;
        case 6: messages = interruptedChat(conversation, language); break;
        default: messages = {message(conversation, 1, {}, Role::User, conversation.title)}; break;
        }
        conversation.activeLeaf = messages.constLast().id;
        chats.append({conversation, messages});
    }
    return chats;
}

QString sampleQuestion(SampleLanguage language)
{
    return pick(language, "Can it skip the thumbnails folder?", "能跳过缩略图文件夹吗？");
}

QString sampleStreamedReply(SampleLanguage language)
{
    return pick(language, "Yes. Tell `find` to prune that folder before it looks inside, so nothing in it is even ",
                "可以。让 `find` 在进入之前就跳过那个文件夹，这样里面的文件都不会 ");
}

LoadedModel sampleLoadedModel(int gpuLayers)
{
    LoadedModel model;
    model.spec.architecture = "llama";
    model.spec.name = "R1 Distill Llama 8B";
    model.spec.quantization = "Q8_0";
    model.spec.fileBytes = 8'540'000'000;
    model.spec.parameterCount = 8'030'000'000;
    model.spec.contextLength = 131'072;
    model.spec.layerCount = 32;
    model.contextLength = 8192;
    model.tuning = {6, 8, 512};
    model.tuningOrigin = TuningOrigin::Measured;
    model.canSwitchThinking = true;
    for (int layer = 0; layer <= 32; ++layer)
        model.layerDevices.push_back(layer >= 33 - gpuLayers ? "CUDA0" : "CPU");
    if (gpuLayers > 0)
        model.memory.devices.push_back(
            {"CUDA0", DeviceKind::Gpu, 8'590'000'000ULL * gpuLayers / 33, 1'073'741'824, 536'870'912});
    if (gpuLayers < 33)
        model.memory.devices.push_back(
            {"CPU", DeviceKind::Cpu, 8'590'000'000ULL * (33 - gpuLayers) / 33, 1'073'741'824, 281'018'368});
    return model;
}

} // namespace sotto
