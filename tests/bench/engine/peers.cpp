#include "peers.h"

#include "base/clock.h"

#include <arpa/inet.h>
#include <cstdlib>
#include <format>
#include <functional>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace sotto::bench {
namespace {

sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A port nobody listens on at this moment.
int freePort()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    const bool bound = bind(socket, reinterpret_cast<sockaddr *>(&address), size) == 0 &&
                       getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) == 0;
    close(socket);
    return bound ? ntohs(address.sin_port) : 0;
}

/// Sends a request and hands over what comes back, piece by piece, until the other side closes.
bool exchange(int port, const std::string &request, const std::function<void(std::string_view)> &take)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(port);
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    bool ok = connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 &&
              send(socket, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size());
    char buffer[65536];
    while (ok) {
        const ssize_t n = recv(socket, buffer, sizeof buffer, 0);
        if (n <= 0) break;
        take({buffer, static_cast<std::size_t>(n)});
    }
    close(socket);
    return ok;
}

std::string escaped(const std::string &text)
{
    std::string json;
    for (const char c : text) {
        if (c == '"' || c == '\\')
            json += {'\\', c};
        else if (static_cast<unsigned char>(c) < 0x20)
            json += std::format("\\u{:04x}", static_cast<int>(c));
        else
            json += c;
    }
    return json;
}

std::string bodyOf(const std::vector<ChatMessage> &messages, int tokens)
{
    std::string list;
    for (const ChatMessage &message : messages) {
        const char *role = message.role == Role::User ? "user" : message.role == Role::System ? "system" : "assistant";
        list += std::format("{}{{\"role\":\"{}\",\"content\":\"{}\"}}", list.empty() ? "" : ",", role,
                            escaped(message.content));
    }
    return std::format(
        "{{\"messages\":[{}],\"stream\":true,\"temperature\":0,\"max_tokens\":{},\"cache_prompt\":true}}", list,
        tokens);
}

/// The text of `"content":"…"` in an event; what these models say needs no more of JSON than simple escapes.
std::string contentOf(std::string_view event)
{
    constexpr std::string_view mark = "\"content\":\"";
    const auto at = event.find(mark);
    std::string text;
    if (at == std::string_view::npos) return text;
    for (std::size_t i = at + mark.size(); i < event.size() && event[i] != '"'; ++i) {
        if (event[i] == '\\' && ++i < event.size())
            text += event[i] == 'n' ? '\n' : event[i] == 't' ? '\t' : event[i];
        else
            text += event[i];
    }
    return text;
}

/// The number behind `"name":` in an event; `otherwise` where there is none.
double numberOf(const std::string &event, std::string_view name, double otherwise)
{
    const std::string mark = std::format("\"{}\":", name);
    const auto at = event.find(mark);
    return at == std::string::npos ? otherwise : std::strtod(event.c_str() + at + mark.size(), nullptr);
}

} // namespace

double runLlamaBench(const BenchRun &run)
{
    Child child({"llama-bench",
                 "-m",
                 run.model.string(),
                 "-t",
                 std::to_string(run.threads),
                 "-b",
                 "512",
                 "-ub",
                 "512",
                 "-fa",
                 "auto",
                 "-ngl",
                 "0",
                 "-p",
                 std::to_string(run.promptTokens),
                 "-n",
                 std::to_string(run.outputTokens),
                 "-d",
                 std::to_string(run.depth),
                 "-r",
                 "1",
                 "-o",
                 "csv"});
    std::string text = child.output();
    while (text.ends_with('\n'))
        text.pop_back();
    // The last line is the result; avg_ts is the column before the last.
    const auto last = text.rfind(',');
    const auto before = last == std::string::npos ? last : text.rfind(',', last - 1);
    if (before == std::string::npos) return 0;
    std::string value = text.substr(before + 1, last - before - 1);
    std::erase(value, '"');
    return std::atof(value.c_str());
}

Server::Server(const std::filesystem::path &model, int threads, int contextLength)
    : m_port(freePort()), m_child(std::make_unique<Child>(std::vector<std::string>{"llama-server",
                                                                                   "-m",
                                                                                   model.string(),
                                                                                   "--host",
                                                                                   "127.0.0.1",
                                                                                   "--port",
                                                                                   std::to_string(m_port),
                                                                                   "-t",
                                                                                   std::to_string(threads),
                                                                                   "-c",
                                                                                   std::to_string(contextLength),
                                                                                   "-b",
                                                                                   "512",
                                                                                   "-ub",
                                                                                   "512",
                                                                                   "-fa",
                                                                                   "auto",
                                                                                   "-ngl",
                                                                                   "0",
                                                                                   "-np",
                                                                                   "1",
                                                                                   "--jinja"},
                                                          /*readOutput=*/false))
{
}

bool Server::waitUntilReady()
{
    for (int attempt = 0; attempt < 600 && m_child->isRunning(); ++attempt) {
        std::string answer;
        exchange(m_port, "GET /health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n",
                 [&](std::string_view part) { answer += part; });
        if (answer.contains(" 200 ")) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
}

ServerReply Server::chat(const std::vector<ChatMessage> &messages, int tokens)
{
    const std::string body = bodyOf(messages, tokens);
    const std::string request =
        std::format("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                    "Connection: close\r\nContent-Length: {}\r\n\r\n{}",
                    body.size(), body);
    const SystemClock clock;
    ServerReply reply;
    const Instant sent = clock.now();
    const auto since = [&] { return std::chrono::duration<double, std::milli>(clock.now() - sent).count(); };
    std::string pending;
    const bool answered = exchange(m_port, request, [&](std::string_view part) {
        pending += part;
        for (auto end = pending.find('\n'); end != std::string::npos; end = pending.find('\n')) {
            const std::string line = pending.substr(0, end);
            pending.erase(0, end + 1);
            if (!line.starts_with("data: ")) continue;
            if (line.contains("[DONE]")) {
                reply.ok = true;
                reply.totalMs = since();
            }
            reply.readTokens = numberOf(line, "prompt_n", reply.readTokens);
            reply.readMs = numberOf(line, "prompt_ms", reply.readMs);
            const std::string text = contentOf(line);
            if (text.empty()) continue;
            if (reply.text.empty()) reply.firstMs = since();
            reply.text += text;
            ++reply.tokens;
        }
    });
    reply.ok = reply.ok && answered;
    return reply;
}

} // namespace sotto::bench
