#include "settings.h"

#include <atomic>
#include <cstring>
#include <iterator>

namespace stand_in
{
namespace
{
struct Entry
{
    const char* name;
    long initial;
    std::atomic<long> value;

    Entry(const char* name, long initial) : name(name), initial(initial), value(initial) {}
};

// In the order of the enumeration.
Entry entries[] = {
    {"devices", 1},
    {"max-threads-per-threadgroup", 1024},
    {"max-threadgroup-memory", 32768},
    {"max-buffer-length", 1L << 30},
    {"apple-family", 7},
    {"unified-memory", 1},
    {"counter-sampling", 1},
    {"fail-buffer", 0},
    {"fail-texture", 0},
    {"fail-command-buffer", 0},
    {"fail-command-queue", 0},
    {"hold-command-buffers", 0},
};
static_assert(std::size(entries) == std::size_t(Setting::Count));

Entry& entryOf(Setting setting)
{
    return entries[std::size_t(setting)];
}
}

long valueOf(Setting setting)
{
    return entryOf(setting).value;
}

bool set(const char* name, long value)
{
    for (auto& entry : entries)
    {
        if (std::strcmp(entry.name, name) != 0) continue;
        entry.value = value;
        return true;
    }

    return false;
}

void resetSettings()
{
    for (auto& entry : entries) entry.value = entry.initial;
}

bool isDue(Setting fault)
{
    auto& value = entryOf(fault).value;
    for (long left = value; left > 0;)
    {
        if (value.compare_exchange_weak(left, left - 1)) return left == 1;
    }

    return false;
}
}
