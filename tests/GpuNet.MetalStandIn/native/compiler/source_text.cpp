#include "source_text.h"

#include <algorithm>
#include <cctype>

namespace stand_in
{
namespace
{
bool isWordCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The place after a comment or a preprocessor line that begins at `at`, or `at` itself.
std::size_t skipIgnored(const std::string& source, std::size_t at)
{
    if (source.compare(at, 2, "/*") == 0)
    {
        auto close = source.find("*/", at + 2);
        return close == std::string::npos ? source.size() : close + 2;
    }

    if (source[at] != '#' && source.compare(at, 2, "//") != 0) return at;
    auto end = source.find('\n', at);
    return end == std::string::npos ? source.size() : end;
}
}

std::vector<Token> tokenise(const std::string& source)
{
    std::vector<Token> tokens;
    std::size_t lineStart = 0;
    unsigned line = 1;
    for (std::size_t at = 0; at < source.size();)
    {
        if (source[at] == '\n')
        {
            line++;
            lineStart = ++at;
            continue;
        }

        if (auto next = skipIgnored(source, at); next != at)
        {
            for (; at < next; at++)
            {
                if (source[at] != '\n') continue;
                line++;
                lineStart = at + 1;
            }

            continue;
        }

        if (std::isspace(static_cast<unsigned char>(source[at])) != 0)
        {
            at++;
            continue;
        }

        auto end = at + 1;
        bool isWord = isWordCharacter(source[at]);
        if (isWord)
        {
            while (end < source.size() && isWordCharacter(source[end])) end++;
        }

        tokens.push_back(
            {std::string_view(source).substr(at, end - at), at, line, static_cast<unsigned>(at - lineStart + 1), isWord});
        at = end;
    }

    return tokens;
}

std::string Edits::apply(const std::string& source) const
{
    auto sorted = edits;
    std::sort(sorted.begin(), sorted.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
    std::string result;
    std::size_t copied = 0;
    for (const auto& edit : sorted)
    {
        result.append(source, copied, edit.begin - copied);
        result += edit.text;
        copied = edit.end;
    }

    return result.append(source, copied, std::string::npos);
}
}
