// Classes, objects and their reference counts, as the rest of the stand-in defines them.
#pragma once
#include <atomic>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

namespace stand_in
{
class Object;

/// An interned name: equal selectors are equal pointers.
using Selector = const char*;

Selector selectorNamed(const std::string& name);

/// A class: what its instances and it itself respond to, and how many instances there are. All derive from NSObject.
struct Class
{
    std::string name;

    /// Makes an instance for `alloc`; null for what only Metal makes, such as a buffer.
    Object* (*create)(Class&) = nullptr;
    std::unordered_map<Selector, void*> instanceMethods;
    std::unordered_map<Selector, void*> classMethods;
    std::atomic<long> live{0};
    std::atomic<long> created{0};
};

/// What stands before every object in memory. The memory of an object is never used again, so that a message to one that was
/// deallocated is told from a message to another that took its place.
struct Header
{
    Class* isa;
    std::atomic<int> references;

    /// Whether the object is the class itself, which no one counts.
    bool isClass;
};

/// An instance of a class. Its destructor is Objective-C's dealloc.
class Object
{
public:
    virtual ~Object() = default;
    static void* operator new(std::size_t bytes);
    static void operator delete(void* memory);

    Object() = default;
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;
};

Header& headerOf(Object* object);

/// The object that stands for a class in messages.
Object* classObject(Class& of);

/// The class of a name; defined by the first call.
Class& classNamed(const std::string& name);

Object* retain(Object* object);
void release(Object* object);

/// Releases an object when the innermost pool of this thread is drained. Without one it leaks, and is counted.
Object* autorelease(Object* object);

/// Makes an instance of T's class; the caller owns it.
template <class T, class... Arguments>
T* make(Arguments&&... arguments)
{
    auto& isa = classNamed(T::className);
    auto* object = new T(std::forward<Arguments>(arguments)...);
    headerOf(object).isa = &isa;
    isa.live++;
    isa.created++;
    return object;
}

template <class T>
T* autoreleased(T* object)
{
    autorelease(object);
    return object;
}

/// Holds a reference of its own.
template <class T>
class Ref
{
public:
    Ref() = default;
    Ref(T* object) : object(object) { retain(object); }
    Ref(const Ref& other) : Ref(other.object) {}
    Ref(Ref&& other) noexcept : object(std::exchange(other.object, nullptr)) {}
    ~Ref() { release(object); }
    Ref& operator=(Ref other)
    {
        std::swap(object, other.object);
        return *this;
    }

    T* get() const { return object; }
    T* operator->() const { return object; }
    explicit operator bool() const { return object != nullptr; }

    /// Takes over a reference that the caller owns.
    static Ref adopt(T* owned)
    {
        Ref result;
        result.object = owned;
        return result;
    }

private:
    T* object = nullptr;
};

namespace detail
{
void addMethod(std::unordered_map<Selector, void*>& methods, const char* selector, std::size_t arguments, void* function);
}

/// Gives a class a method; the number of arguments must be that of the selector's colons.
template <class T, class Result, class... Arguments>
void defineMethod(const char* selector, Result (*function)(T*, Selector, Arguments...))
{
    detail::addMethod(
        classNamed(T::className).instanceMethods, selector, sizeof...(Arguments), reinterpret_cast<void*>(function));
}

template <class T, class Result, class... Arguments>
void defineClassMethod(const char* selector, Result (*function)(Object*, Selector, Arguments...))
{
    detail::addMethod(classNamed(T::className).classMethods, selector, sizeof...(Arguments), reinterpret_cast<void*>(function));
}

/// Lets `alloc` and `new` make instances of a class.
template <class T>
void defineClass()
{
    classNamed(T::className).create = [](Class&) -> Object* { return make<T>(); };
}

/// Whether instances of a class have a method, and no fault hides it.
bool respondsTo(const Class& isa, Selector selector);

/// Hides a selector, as on a system that is too old for it, or shows it again.
void hideSelector(const std::string& name, bool hidden);
void showAllSelectors();

/// Misuse of the Objective-C runtime or of Metal: says what, and aborts as Metal's own validation does.
[[noreturn]] __attribute__((format(printf, 1, 2))) void fail(const char* format, ...);

/// How often an object was released that had no reference left.
long overReleases();

/// How many objects were autoreleased with no pool in place.
long unpooled();

/// Objects alive, of one class or, given null, of all.
long liveObjects(const char* className);

/// One line for each class that has living objects.
std::string liveReport();
}
