// What nearly every test includes, read by the compiler once. Standard C++ and Qt only: a header of Sotto's own here
// would make every test compile again whenever it changes.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <expected>
#include <filesystem>
#include <format>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <ranges>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <QtCore>
#ifdef QT_WIDGETS_LIB
#include <QtWidgets>
#endif
#include <QtTest>
