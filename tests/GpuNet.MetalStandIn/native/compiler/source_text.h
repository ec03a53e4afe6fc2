// An MSL source as tokens, and replacements in it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace stand_in
{
struct Token
{
    std::string_view text;
    std::size_t begin;
    unsigned line;
    unsigned column;
    bool isWord;

    std::size_t end() const { return begin + text.size(); }

    bool operator==(std::string_view other) const { return text == other; }
};

/// Words, numbers and single characters of punctuation; comments and preprocessor lines are left out.
std::vector<Token> tokenise(const std::string& source);

/// Replacements, in the order of their places, none of which adds or removes a line.
class Edits
{
public:
    void replace(std::size_t begin, std::size_t end, std::string text) { edits.push_back({begin, end, std::move(text)}); }

    std::string apply(const std::string& source) const;

private:
    struct Edit
    {
        std::size_t begin;
        std::size_t end;
        std::string text;
    };

    std::vector<Edit> edits;
};
}
