#include "compiler.h"

#include "process.h"

#include <algorithm>
#include <cstdint>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <semaphore>
#include <sstream>
#include <thread>
#include <unistd.h>

// What compiled libraries call; see execution/faults.cpp.
extern const metal::stand_in::runtime_calls standInRuntimeCalls;

namespace stand_in
{
namespace fs = std::filesystem;

namespace
{
// Integers wrap, and undefined operations call back.
const char* const options[] = {"-std=c++20", "-O2", "-fPIC", "-fwrapv", "-fno-math-errno", "-fvisibility=hidden",
    "-fno-exceptions", "-fno-rtti", "-fsanitize=integer-divide-by-zero,float-cast-overflow,bounds", "-fno-sanitize-recover=all",
    "-w", "-fno-caret-diagnostics", "-ferror-limit=10"};

/// Contraction is left to the source's pragmas: clang's -ffast-math alone would contract where they forbid it.
std::vector<std::string> optionsOf(FloatMath math)
{
    if (math == FloatMath::Fast) return {"-ffast-math", "-ffp-contract=on"};
    return {"-fno-fast-math", "-ffp-contract=off"};
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words) text += word + '\n';
    return text;
}

const char* const openClOptions[] = {"-x", "cl", "-cl-std=clc++2021", "-cl-no-stdinc", "-target", "spir64", "-fsyntax-only", "-w",
    "-fno-caret-diagnostics", "-ferror-limit=10"};

std::string readFile(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// 128 bits of FNV-1a: two runs from different starts.
std::string hashOf(const std::string& text)
{
    std::ostringstream result;
    for (std::uint64_t hash : {0xcbf29ce484222325U, 0x9ae16a3b2f90404fU})
    {
        for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3U;
        result << std::hex << hash;
    }

    return result.str();
}

/// What this processor can run; fused multiply-add and half conversion in hardware make kernels several times faster.
const char* architecture()
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? "-march=x86-64-v3" : "-march=x86-64";
}

class Compiler
{
public:
    void configure(const std::string& headerFolder, const std::string& cacheFolder)
    {
        std::lock_guard lock(mutex);
        headers = headerFolder;
        cache = cacheFolder;
        fs::create_directories(cache);
        std::vector<fs::path> files;
        for (const auto* folder : {"msl", "opencl"})
        {
            for (const auto& entry : fs::recursive_directory_iterator(headers / folder))
            {
                if (entry.is_regular_file()) files.push_back(entry.path());
            }
        }

        std::sort(files.begin(), files.end());
        auto environment = runProcess({"clang++-16", "-v"}).errors + architecture() + '\n';
        environment +=
            joined({std::begin(options), std::end(options)}) + joined({std::begin(openClOptions), std::end(openClOptions)});
        for (const auto& file : files) environment += readFile(file);
        environmentHash = hashOf(environment);
        precompiled.clear();
    }

    Compilation compile(const std::string& source, FloatMath math)
    {
        auto program = translate(source);
        if (!program.errors.empty()) return {nullptr, program.errors};
        auto key = hashOf(environmentHash + joined(optionsOf(math)) + program.cpp + program.openCl);
        {
            std::lock_guard lock(mutex);
            if (auto found = loaded.find(key); found != loaded.end()) return {found->second, ""};
            if (cache.empty()) return {nullptr, "the stand-in's compiler is not configured\n"};
        }

        auto path = cache / (key + ".so");
        if (!fs::exists(path))
        {
            if (auto errors = build(program, math, path); !errors.empty()) return {nullptr, errors};
        }

        return load(std::move(program), path, key);
    }

private:
    /// The errors; empty if the library is on disk.
    std::string build(const Program& program, FloatMath math, const fs::path& path)
    {
        slots.acquire();
        auto errors = buildAndCheck(program, math, path);
        slots.release();
        return errors;
    }

    std::string buildAndCheck(const Program& program, FloatMath math, const fs::path& path)
    {
        Scratch output(path, ".new", "");
        // C++ first: its messages speak of the source's own types, OpenCL's of its address spaces.
        auto errors = buildAsCpp(program, math, path, output.path);
        if (errors.empty()) errors = checkAsOpenCl(program, path);
        // Another process may build the same library: each writes its own file, and the last name given wins.
        if (errors.empty()) fs::rename(output.path, path);
        return errors;
    }

    std::string buildAsCpp(const Program& program, FloatMath math, const fs::path& path, const std::string& output)
    {
        std::string errors;
        auto header = precompiledHeader(math, errors);
        if (!errors.empty()) return errors;
        Scratch text(path, ".cpp", program.cpp);
        auto command = cppCommand(math);
        command.insert(command.end(), {"-include-pch", header, "-shared", text.path, "-o", output, "-lm"});
        return errorsOf(command);
    }

    std::string checkAsOpenCl(const Program& program, const fs::path& path)
    {
        Scratch text(path, ".cl", program.openCl);
        std::vector<std::string> command = {"clang-16"};
        command.insert(command.end(), std::begin(openClOptions), std::end(openClOptions));
        command.insert(command.end(), {"-I", (headers / "opencl").string(), text.path});
        return errorsOf(command);
    }

    std::vector<std::string> cppCommand(FloatMath math) const
    {
        std::vector<std::string> command = {"clang++-16", architecture()};
        command.insert(command.end(), std::begin(options), std::end(options));
        for (auto& option : optionsOf(math)) command.push_back(option);
        command.insert(command.end(), {"-I", (headers / "msl").string()});
        return command;
    }

    /// The path of the compiled metal_stdlib, which makes each compilation five times as fast.
    std::string precompiledHeader(FloatMath math, std::string& errors)
    {
        std::lock_guard lock(precompileMutex);
        auto& known = precompiled[math];
        if (!known.empty()) return known;
        // clang refuses one whose headers have another time or place than when it was made.
        std::string state = environmentHash + joined(optionsOf(math)) + headers.string();
        for (const auto& entry : fs::recursive_directory_iterator(headers / "msl"))
            state += std::to_string(entry.last_write_time().time_since_epoch().count());
        auto path = cache / ("metal_stdlib-" + hashOf(state) + ".pch");
        if (!fs::exists(path))
        {
            Scratch output(path, ".new", "");
            auto command = cppCommand(math);
            command.insert(command.end(), {"-x", "c++-header", (headers / "msl" / "metal_stdlib").string(), "-o", output.path});
            errors = errorsOf(command);
            if (!errors.empty()) return "";
            fs::rename(output.path, path);
        }

        return known = path.string();
    }

    static std::string errorsOf(const std::vector<std::string>& command)
    {
        auto result = runProcess(command);
        if (result.status == 0) return "";
        return result.errors.empty() ? command[0] + " failed with status " + std::to_string(result.status) + "\n" : result.errors;
    }

    Compilation load(Program program, const fs::path& path, const std::string& key)
    {
        std::lock_guard lock(mutex);
        if (auto found = loaded.find(key); found != loaded.end()) return {found->second, ""};
        void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (handle == nullptr) return {nullptr, std::string("the compiled library does not load: ") + dlerror() + "\n"};
        auto library = std::make_shared<CompiledLibrary>();
        if (auto* calls = static_cast<metal::stand_in::runtime_calls*>(dlsym(handle, "msl_runtime_calls")))
            *calls = standInRuntimeCalls;
        for (const auto& kernel : program.kernels)
            library->entries.push_back(
                dlsym(handle, ((program.hasBarriers ? "msl_thread_" : "msl_group_") + kernel.name).c_str()));
        auto* table = static_cast<void* const*>(dlsym(handle, "msl_function_constants"));
        for (std::size_t i = 0; i < program.constants.size(); i++) library->constants.push_back(table[i]);
        library->program = std::move(program);
        loaded[key] = library;
        return {library, ""};
    }

    /// A file beside a target that does not outlive the compilation; its name is this process's and thread's own.
    struct Scratch
    {
        Scratch(const fs::path& target, const char* extension, const std::string& content)
        {
            std::ostringstream name;
            name << target.string() << '-' << getpid() << '-' << std::this_thread::get_id() << extension;
            path = name.str();
            std::ofstream(path, std::ios::binary) << content;
        }

        ~Scratch()
        {
            std::error_code ignored; // the target's name may be where it went
            fs::remove(path, ignored);
        }

        Scratch(const Scratch&) = delete;
        Scratch& operator=(const Scratch&) = delete;

        std::string path;
    };

    std::mutex mutex;
    std::mutex precompileMutex;
    std::counting_semaphore<> slots{std::max(1L, static_cast<long>(std::thread::hardware_concurrency()))};
    fs::path headers;
    fs::path cache;
    std::string environmentHash;
    std::map<FloatMath, std::string> precompiled;
    std::map<std::string, std::shared_ptr<const CompiledLibrary>> loaded;
};

Compiler& compiler()
{
    static auto* instance = new Compiler; // threads may still compile when the process ends
    return *instance;
}
}

void configureCompiler(const std::string& headers, const std::string& cache)
{
    compiler().configure(headers, cache);
}

Compilation compile(const std::string& source, FloatMath math)
{
    return compiler().compile(source, math);
}
}
