#include "inference/llama/tiny_model.h"

#include <cstdio>
#include <fstream>
#include <iterator>

/// Writes the built-in model at build time: `sotto_make_builtin_model CORPUS MODEL`.
int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fputs("usage: sotto_make_builtin_model CORPUS MODEL\n", stderr);
        return 2;
    }
    std::ifstream file(argv[1], std::ios::binary);
    sotto::WordModelOptions options;
    options.corpus.assign(std::istreambuf_iterator<char>(file), {});
    options.description =
        "A placeholder made at build time from a page of text. It recites; it knows and understands nothing.";
    options.license = "Apache-2.0";
    const sotto::Status written = sotto::writeWordModel(argv[2], options);
    if (written) return 0;
    std::fprintf(stderr, "%s could not be written: %s\n", argv[2], written.error().detail.c_str());
    return 1;
}
