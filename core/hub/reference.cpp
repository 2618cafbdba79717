#include "core/hub/reference.h"

#include <QStringList>

#include <algorithm>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype kLongestReference = 2048;
constexpr qsizetype kLongestPart = 128;

bool isPart(const QString &part)
{
    const auto allowed = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-' ||
               c == u'_' || c == u'.';
    };
    return !part.isEmpty() && part.size() <= kLongestPart && part != u"."_s && part != u".."_s &&
           std::ranges::all_of(part, allowed);
}

bool isModelPath(const QString &path)
{
    const QStringList parts = path.split(u'/');
    const auto good = [](const QString &part) {
        return !part.isEmpty() && part != u"."_s && part != u".."_s && !part.contains(u'\\') &&
               std::ranges::none_of(part, [](QChar c) { return c.unicode() < 0x20; });
    };
    return path.endsWith(u".gguf"_s, Qt::CaseInsensitive) && std::ranges::all_of(parts, good);
}

std::optional<HubReference> hubFrom(QStringList parts)
{
    if (parts.size() < 2) return std::nullopt;
    QString repo = parts.at(1);
    QString quantization;
    if (const qsizetype colon = repo.indexOf(u':'); colon >= 0 && parts.size() == 2) {
        quantization = repo.sliced(colon + 1);
        repo.truncate(colon);
        if (!isPart(quantization)) return std::nullopt;
    }
    if (!isPart(parts.at(0)) || !isPart(repo)) return std::nullopt;
    HubReference found{.model = parts.at(0) + u'/' + repo, .quantization = quantization};
    if (parts.size() == 2) return found;
    const QString &kind = parts.at(2);
    if (kind != u"resolve"_s && kind != u"blob"_s && kind != u"tree"_s) return std::nullopt;
    if (parts.size() < 4 || !isPart(parts.at(3))) return std::nullopt;
    found.revision = parts.at(3) == u"main"_s ? QString() : parts.at(3);
    if (kind == u"tree"_s) return found;
    found.file = parts.sliced(4).join(u'/');
    return isModelPath(found.file) ? std::optional(found) : std::nullopt;
}

std::optional<OllamaReference> ollamaFrom(const QStringList &parts)
{
    if (parts.isEmpty() || parts.size() > 2) return std::nullopt;
    OllamaReference found;
    if (parts.size() == 2) found.space = parts.front();
    found.model = parts.back().section(u':', 0, 0);
    if (parts.back().contains(u':')) found.tag = parts.back().section(u':', 1);
    if (!isPart(found.space) || !isPart(found.model) || !isPart(found.tag)) return std::nullopt;
    return found;
}

template <class Reference>
Result<ModelReference> orInvalid(const std::optional<Reference> &found, const QString &text)
{
    if (found) return *found;
    return fail(ErrorCode::InvalidRequest, text.left(200).toStdString(), "not an address of a model");
}

Result<ModelReference> fromAddress(const QUrl &url, const QString &text)
{
    const QStringList parts = url.path().split(u'/', Qt::SkipEmptyParts);
    const QString host = url.host();
    if (host == u"huggingface.co"_s || host == u"hf.co"_s || host == u"www.huggingface.co"_s)
        return orInvalid(hubFrom(parts), text);
    if (host == u"ollama.com"_s || host == u"registry.ollama.ai"_s) return orInvalid(ollamaFrom(parts), text);
    const bool file =
        url.scheme() == u"https"_s && !host.isEmpty() && url.userInfo().isEmpty() && isModelPath(url.path().mid(1));
    return orInvalid(file ? std::optional(LinkReference{url}) : std::nullopt, text);
}

} // namespace

Result<ModelReference> parseReference(const QString &text)
{
    QString wanted = text.trimmed();
    if (wanted.size() > kLongestReference) return orInvalid(std::optional<LinkReference>(), text);
    for (const QString &command : {u"ollama run "_s, u"ollama pull "_s})
        if (wanted.startsWith(command)) wanted = wanted.sliced(command.size()).trimmed();
    for (const QString &host : {u"hf.co/"_s, u"huggingface.co/"_s, u"ollama.com/"_s})
        if (wanted.startsWith(host)) wanted.prepend(u"https://"_s);
    if (wanted.startsWith(u"https://"_s) || wanted.startsWith(u"http://"_s))
        return fromAddress(QUrl(wanted, QUrl::StrictMode), text);
    const QStringList parts = wanted.split(u'/');
    // One word is Ollama's; two are the hub's, which has more of them.
    if (parts.size() == 1) return orInvalid(ollamaFrom(parts), text);
    return orInvalid(hubFrom(parts), text);
}

QString shownReference(const ModelReference &reference)
{
    if (const auto *link = std::get_if<LinkReference>(&reference)) return link->url.toString();
    if (const auto *ollama = std::get_if<OllamaReference>(&reference)) {
        const QString name = ollama->model + u':' + ollama->tag;
        return ollama->space == u"library"_s ? name : u"ollama.com/"_s + ollama->space + u'/' + name;
    }
    const auto &hub = std::get<HubReference>(reference);
    if (!hub.file.isEmpty())
        return u"hf.co/"_s + hub.model + u"/resolve/"_s + (hub.revision.isEmpty() ? u"main"_s : hub.revision) + u'/' +
               hub.file;
    return u"hf.co/"_s + hub.model + (hub.quantization.isEmpty() ? QString() : u':' + hub.quantization);
}

} // namespace sotto
