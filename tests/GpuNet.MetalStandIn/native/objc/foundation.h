// The classes of Foundation that Metal's interface needs.
#pragma once
#include "object.h"

#include <cstdint>
#include <vector>

namespace stand_in
{
struct String : Object
{
    static constexpr const char* className = "NSString";
    std::string utf8;
};

struct Error : Object
{
    static constexpr const char* className = "NSError";
    std::string domain;
    long code = 0;
    std::string description;
};

struct Array : Object
{
    static constexpr const char* className = "NSArray";
    std::vector<Ref<Object>> items;
};

struct Data : Object
{
    static constexpr const char* className = "NSData";
    std::vector<std::uint8_t> content;
};

/// A string that the innermost pool owns.
String* stringOf(const std::string& utf8);

/// Sets an error that the innermost pool owns, if the caller wants to know, and gives null.
std::nullptr_t refuse(Error** error, const char* domain, long code, const std::string& description);
}
