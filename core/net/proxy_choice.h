#pragma once

#include <QString>

#include <cstdint>

namespace sotto {

enum class ProxyMode : std::uint8_t { System, None, Http, Socks5 };

/// The proxy that requests go through.
struct ProxyChoice {
    ProxyMode mode = ProxyMode::System;
    QString host{}; ///< For Http and Socks5.
    int port = 0;

    bool operator==(const ProxyChoice &) const = default;
};

} // namespace sotto
