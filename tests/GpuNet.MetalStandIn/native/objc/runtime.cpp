#include "object.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <unordered_set>
#include <vector>

namespace stand_in
{
void defineFoundation();
void defineMetal();

namespace
{
// Defined before the first message and never changed after, so that messages need no lock.
struct Runtime
{
    std::mutex mutex;
    std::unordered_map<std::string, std::string*> selectors;
    std::map<std::string, Class*> classes;
    std::unordered_map<Class*, Object*> classObjects;
    std::unordered_set<Selector> hidden;
    std::atomic<long> overReleases{0};
    std::atomic<long> unpooled{0};
};

Runtime& runtime()
{
    static auto* instance = new Runtime; // messages may come while the process ends
    return *instance;
}

/// The objects to release, innermost pool last; null marks where a pool begins.
thread_local std::vector<Object*> pools;

std::size_t colons(const std::string& selector)
{
    std::size_t count = 0;
    for (char c : selector) count += c == ':';
    return count;
}
}

void* Object::operator new(std::size_t bytes)
{
    static_assert(sizeof(Header) <= 32, "objects keep the alignment of malloc");
    auto* memory = static_cast<char*>(std::calloc(1, 32 + bytes));
    if (memory == nullptr) throw std::bad_alloc();
    new (memory) Header{nullptr, 1, false};
    return memory + 32;
}

void Object::operator delete(void*)
{
    // The header stays, to tell of messages to the object.
}

Header& headerOf(Object* object)
{
    return *reinterpret_cast<Header*>(reinterpret_cast<char*>(object) - 32);
}

Selector selectorNamed(const std::string& name)
{
    std::lock_guard lock(runtime().mutex);
    auto& entry = runtime().selectors[name];
    if (entry == nullptr) entry = new std::string(name);
    return entry->c_str();
}

Class& classNamed(const std::string& name)
{
    std::lock_guard lock(runtime().mutex);
    auto& entry = runtime().classes[name];
    if (entry == nullptr)
    {
        entry = new Class;
        entry->name = name;
    }

    return *entry;
}

Object* classObject(Class& of)
{
    std::lock_guard lock(runtime().mutex);
    auto& object = runtime().classObjects[&of];
    if (object == nullptr)
    {
        object = new Object;
        auto& header = headerOf(object);
        header.isa = &of;
        header.isClass = true;
    }

    return object;
}

void detail::addMethod(std::unordered_map<Selector, void*>& methods, const char* selector, std::size_t arguments, void* function)
{
    if (colons(selector) != arguments) fail("the stand-in's '%s' takes %zu arguments", selector, arguments);
    methods[selectorNamed(selector)] = function;
}

bool respondsTo(const Class& isa, Selector selector)
{
    {
        std::lock_guard lock(runtime().mutex);
        if (runtime().hidden.contains(selector)) return false;
    }

    return isa.instanceMethods.contains(selector) || classNamed("NSObject").instanceMethods.contains(selector);
}

void hideSelector(const std::string& name, bool hidden)
{
    auto selector = selectorNamed(name);
    std::lock_guard lock(runtime().mutex);
    if (hidden) runtime().hidden.insert(selector);
    else runtime().hidden.erase(selector);
}

void showAllSelectors()
{
    std::lock_guard lock(runtime().mutex);
    runtime().hidden.clear();
}

Object* retain(Object* object)
{
    if (object == nullptr || headerOf(object).isClass) return object;
    if (headerOf(object).references++ <= 0) fail("a deallocated %s was retained", headerOf(object).isa->name.c_str());
    return object;
}

void release(Object* object)
{
    if (object == nullptr || headerOf(object).isClass) return;
    auto& header = headerOf(object);
    auto left = --header.references;
    if (left > 0) return;
    if (left < 0)
    {
        header.references = 0;
        runtime().overReleases++;
        std::fprintf(stderr, "Metal stand-in: over-release of %s %p\n", header.isa->name.c_str(), static_cast<void*>(object));
        return;
    }

    header.isa->live--;
    delete object;
}

Object* autorelease(Object* object)
{
    if (object == nullptr) return nullptr;
    if (!pools.empty())
    {
        pools.push_back(object);
        return object;
    }

    runtime().unpooled++;
    std::fprintf(stderr, "Metal stand-in: %s %p autoreleased with no pool in place\n", headerOf(object).isa->name.c_str(),
        static_cast<void*>(object));
    return object;
}

void fail(const char* format, ...)
{
    std::fputs("Metal stand-in: ", stderr);
    va_list arguments;
    va_start(arguments, format);
    std::vfprintf(stderr, format, arguments);
    va_end(arguments);
    std::fputc('\n', stderr);
    std::fflush(stderr);
    std::abort();
}

long overReleases()
{
    return runtime().overReleases;
}

long unpooled()
{
    return runtime().unpooled;
}

long liveObjects(const char* className)
{
    if (className != nullptr) return classNamed(className).live;
    std::lock_guard lock(runtime().mutex);
    long total = 0;
    for (const auto& [name, isa] : runtime().classes) total += isa->live;
    return total;
}

std::string liveReport()
{
    std::lock_guard lock(runtime().mutex);
    std::string report;
    for (const auto& [name, isa] : runtime().classes)
    {
        if (isa->live != 0)
            report += name + ": " + std::to_string(isa->live) + " alive of " + std::to_string(isa->created) + " made\n";
    }

    return report;
}

__attribute__((constructor)) static void defineClasses()
{
    defineFoundation();
    defineMetal();
}
}

using namespace stand_in;

#define EXPORTED extern "C" __attribute__((visibility("default")))

/// The function that answers a message; objc_msgSend jumps there.
extern "C" void* standInFindMethod(Object* self, Selector selector)
{
    auto& header = headerOf(self);
    auto& isa = *header.isa;
    if (header.references <= 0) fail("'%s' was sent to a deallocated %s", selector, isa.name.c_str());
    const auto& own = header.isClass ? isa.classMethods : isa.instanceMethods;
    if (auto found = own.find(selector); found != own.end()) return found->second;
    static auto& root = classNamed("NSObject");
    const auto& inherited = header.isClass ? root.classMethods : root.instanceMethods;
    if (auto found = inherited.find(selector); found != inherited.end()) return found->second;
    fail("unrecognized selector %c[%s %s]", header.isClass ? '+' : '-', isa.name.c_str(), selector);
}

EXPORTED Selector sel_registerName(const char* name)
{
    return selectorNamed(name);
}

EXPORTED Object* objc_getClass(const char* name)
{
    auto& found = classNamed(name);
    if (found.instanceMethods.empty() && found.classMethods.empty()) fail("there is no class '%s'", name);
    return classObject(found);
}

EXPORTED Object* objc_retain(Object* object)
{
    return retain(object);
}

EXPORTED void objc_release(Object* object)
{
    release(object);
}

EXPORTED Object* objc_autorelease(Object* object)
{
    return autorelease(object);
}

EXPORTED void* objc_autoreleasePoolPush()
{
    pools.push_back(nullptr);
    return reinterpret_cast<void*>(pools.size());
}

EXPORTED void objc_autoreleasePoolPop(void* pool)
{
    auto size = reinterpret_cast<std::size_t>(pool);
    if (size == 0 || size > pools.size() || pools[size - 1] != nullptr)
        fail("an autorelease pool was popped that is not in place on this thread");
    while (pools.size() >= size)
    {
        auto* object = pools.back();
        pools.pop_back();
        release(object);
    }
}
