#pragma once

#include "ui/transcript/markdown/block.h"

namespace sotto::markdown {

/// Inline Markdown after CommonMark: emphasis, code, links, autolinks, bare http(s) addresses, escapes, entities, hard
/// breaks; GFM strike-through with two tildes; emphasis also closes beside Chinese, Japanese and Korean text. LaTeX
/// between $…$, $$…$$, \(…\), \[…\] is left as written; so are raw HTML and links to anything but http, https or
/// mailto. Pictures become their words and their address. Pure; nothing is ever loaded.
/// `steps`, where given, is raised by the amount of work done, for tests of its growth.
[[nodiscard]] InlineText parseInline(QStringView source, qint64 *steps = nullptr);

/// Cells of a table row, without their outer spaces; "\|" stands for a bar.
[[nodiscard]] QStringList splitTableRow(QStringView row);

/// Whether an address may be offered as a link: absolute http or https with a host, or mailto.
[[nodiscard]] bool isOpenable(QStringView address);

} // namespace sotto::markdown
