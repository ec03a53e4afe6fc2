#include "control.h"

#include "compiler/compiler.h"
#include "metal/settings.h"
#include "objc/object.h"

#include <algorithm>
#include <cstring>

#define EXPORTED extern "C" __attribute__((visibility("default")))

namespace
{
void put(const std::string& text, char* target, long capacity)
{
    if (target == nullptr || capacity <= 0) return;
    auto length = std::min(text.size(), static_cast<std::size_t>(capacity) - 1);
    std::memcpy(target, text.data(), length);
    target[length] = '\0';
}
}

EXPORTED void metal_stand_in_configure(const char* headers, const char* cache)
{
    stand_in::configureCompiler(headers, cache);
}

EXPORTED int metal_stand_in_compile(const char* source, char* diagnostics, long capacity)
{
    auto compilation = stand_in::compile(source, stand_in::FloatMath::Safe);
    put(compilation.diagnostics, diagnostics, capacity);
    return compilation.library ? 1 : 0;
}

EXPORTED int metal_stand_in_set(const char* name, long value)
{
    return stand_in::set(name, value) ? 1 : 0;
}

EXPORTED void metal_stand_in_hide_selector(const char* name, int hidden)
{
    stand_in::hideSelector(name, hidden != 0);
}

EXPORTED void metal_stand_in_reset()
{
    stand_in::resetSettings();
    stand_in::showAllSelectors();
}

EXPORTED long metal_stand_in_live_objects(const char* class_name)
{
    return stand_in::liveObjects(class_name);
}

EXPORTED long metal_stand_in_over_releases()
{
    return stand_in::overReleases();
}

EXPORTED long metal_stand_in_unpooled()
{
    return stand_in::unpooled();
}

EXPORTED void metal_stand_in_report(char* text, long capacity)
{
    put(stand_in::liveReport(), text, capacity);
}
