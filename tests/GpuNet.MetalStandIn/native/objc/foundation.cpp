#include "foundation.h"

namespace stand_in
{
namespace
{
/// Whether bytes are UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF.
bool isUtf8(const std::string& text)
{
    for (std::size_t i = 0; i < text.size();)
    {
        auto lead = static_cast<unsigned char>(text[i]);
        int more = lead < 0x80 ? 0 : lead >> 5 == 6 ? 1 : lead >> 4 == 14 ? 2 : lead >> 3 == 30 ? 3 : -1;
        if (more < 0 || i + static_cast<std::size_t>(more) >= text.size()) return false;
        unsigned point = more == 0 ? lead : lead & (0x3FU >> more);
        for (int k = 1; k <= more; k++)
        {
            auto next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
            if (next >> 6 != 2) return false;
            point = point << 6 | (next & 0x3FU);
        }

        static constexpr unsigned least[] = {0, 0x80, 0x800, 0x10000};
        if (point < least[more] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return false;
        i += static_cast<std::size_t>(more) + 1;
    }

    return true;
}

// The root class: every class inherits these.
struct Root : Object
{
    static constexpr const char* className = "NSObject";
};

Object* allocate(Object* self)
{
    auto& isa = *headerOf(self).isa;
    if (isa.create == nullptr) fail("%s is a protocol or made by others: it has no alloc", isa.name.c_str());
    return isa.create(isa);
}

void defineRoot()
{
    defineClassMethod<Root>("alloc", +[](Object* self, Selector) -> Object* { return allocate(self); });
    defineClassMethod<Root>("new", +[](Object* self, Selector) -> Object* { return allocate(self); });
    defineMethod("init", +[](Root* self, Selector) -> Object* { return self; });
    defineMethod("retain", +[](Root* self, Selector) -> Object* { return retain(self); });
    defineMethod("release", +[](Root* self, Selector) { release(self); });
    defineMethod("autorelease", +[](Root* self, Selector) -> Object* { return autorelease(self); });
    defineMethod("retainCount", +[](Root* self, Selector) -> unsigned long { return static_cast<unsigned long>(headerOf(self).references); });
    defineMethod("respondsToSelector:", +[](Root* self, Selector, Selector asked) -> bool { return respondsTo(*headerOf(self).isa, asked); });
}

constexpr unsigned long utf8Encoding = 4;

String* initialise(String* self, const std::string& bytes, unsigned long encoding)
{
    if (encoding != utf8Encoding)
        fail("-[NSString initWithBytes:length:encoding:]: the stand-in knows UTF-8 only, not encoding %lu", encoding);
    if (!isUtf8(bytes))
    {
        release(self);
        return nullptr;
    }

    self->utf8 = bytes;
    return self;
}

void defineString()
{
    defineClass<String>();
    defineClassMethod<String>("stringWithUTF8String:", +[](Object*, Selector, const char* text) -> String* {
        auto* string = initialise(make<String>(), text, utf8Encoding);
        return string == nullptr ? nullptr : autoreleased(string);
    });
    defineMethod("initWithBytes:length:encoding:", +[](String* self, Selector, const char* bytes, unsigned long length, unsigned long encoding) -> String* {
        return initialise(self, std::string(bytes, length), encoding);
    });
    defineMethod("UTF8String", +[](String* self, Selector) -> const char* { return self->utf8.c_str(); });
    defineMethod("length", +[](String* self, Selector) -> unsigned long {
        unsigned long units = 0; // of UTF-16
        for (unsigned char c : self->utf8) units += c >> 6 != 2 ? c >> 3 == 30 ? 2 : 1 : 0;
        return units;
    });
}
}

String* stringOf(const std::string& utf8)
{
    auto* string = make<String>();
    string->utf8 = utf8;
    return autoreleased(string);
}

std::nullptr_t refuse(Error** error, const char* domain, long code, const std::string& description)
{
    if (error == nullptr) return nullptr;
    auto* made = make<Error>();
    made->domain = domain;
    made->code = code;
    made->description = description;
    *error = autoreleased(made);
    return nullptr;
}

void defineFoundation()
{
    defineRoot();
    defineString();
    defineMethod("localizedDescription", +[](Error* self, Selector) -> String* { return stringOf(self->description); });
    defineMethod("domain", +[](Error* self, Selector) -> String* { return stringOf(self->domain); });
    defineMethod("code", +[](Error* self, Selector) -> long { return self->code; });
    defineMethod("count", +[](Array* self, Selector) -> unsigned long { return self->items.size(); });
    defineMethod("objectAtIndex:", +[](Array* self, Selector, unsigned long index) -> Object* {
        if (index >= self->items.size()) fail("-[NSArray objectAtIndex:]: index %lu is beyond %zu items", index, self->items.size());
        return self->items[index].get();
    });
    defineMethod("bytes", +[](Data* self, Selector) -> const void* { return self->content.data(); });
    defineMethod("length", +[](Data* self, Selector) -> unsigned long { return self->content.size(); });
}
}
