#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// What a schema became.
struct SchemaGrammar {
    std::string gbnf;
    std::vector<std::string> notes; ///< Keywords that say nothing here and were left out, e.g. "format: email".
};

/// A grammar in GBNF for the JSON texts that fit a JSON Schema (2020-12, and what older drafts write otherwise).
///
/// Known: type (also several), enum, const, properties, required, additionalProperties, items, prefixItems, minItems,
/// maxItems, minLength, maxLength, pattern, format (date, time, date-time, uuid, ipv4), minimum, maximum and their
/// exclusive forms, oneOf, anyOf, allOf, $ref within the schema, recursive too, $defs, and OpenAPI's nullable.
/// Properties come in the order of the schema; those that are not listed only where additionalProperties allows it
/// expressly. oneOf is taken as anyOf. Between tokens of JSON: nothing, a space, or a line end and blanks.
/// A keyword that would narrow the texts and is not known here is refused by name, since the promise would be broken.
/// Errors: InvalidRequest (no JSON), GrammarInvalid (`subject` names place and keyword). Thread: any.
[[nodiscard]] Result<SchemaGrammar> grammarFromSchema(std::string_view schema);

} // namespace sotto
