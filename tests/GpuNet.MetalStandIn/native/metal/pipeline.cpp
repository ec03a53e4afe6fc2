#include "pipeline.h"

#include "settings.h"

#include <cstring>

namespace stand_in
{
namespace
{
const char* const libraryErrors = "MTLLibraryErrorDomain";
const char* const pipelineErrors = "AGXMetalDomain";
constexpr long compileFailure = 3;
constexpr long functionNotFound = 5;
constexpr long mathModeSafe = 0;

// MTLDataType.
constexpr unsigned long dataTypeFloat = 3;
constexpr unsigned long dataTypeInt = 29;
constexpr unsigned long dataTypeUInt = 33;
constexpr unsigned long dataTypeBool = 53;

const char* nameOf(Scalar type)
{
    switch (type)
    {
        case Scalar::Bool: return "bool";
        case Scalar::Int: return "int";
        case Scalar::UInt: return "uint";
        case Scalar::Float: return "float";
        default: return "half";
    }
}

void setValue(ConstantValues* self, Selector, const void* value, unsigned long type, unsigned long index)
{
    Scalar scalar;
    switch (type)
    {
        case dataTypeFloat: scalar = Scalar::Float; break;
        case dataTypeInt: scalar = Scalar::Int; break;
        case dataTypeUInt: scalar = Scalar::UInt; break;
        case dataTypeBool: scalar = Scalar::Bool; break;
        default: fail("setConstantValue:type:atIndex:: the stand-in has no MTLDataType %lu", type);
    }

    ConstantValues::Value entry{scalar, 0};
    std::memcpy(&entry.bits, value, scalar == Scalar::Bool ? 1 : 4);
    self->values[index] = entry;
}

/// The bits of each of a library's constants, or what is wrong.
std::string specialise(const Program& program, const ConstantValues* values, std::vector<std::uint32_t>& bits)
{
    for (const auto& constant : program.constants)
    {
        bits.push_back(0);
        auto place = "function constant '" + constant.name + "' (index " + std::to_string(constant.index) + ")";
        const auto* found = values == nullptr                         ? nullptr
                            : values->values.contains(constant.index) ? &values->values.at(constant.index)
                                                                      : nullptr;
        if (found == nullptr)
        {
            if (constant.isUsed) return place + " has no value";
            continue;
        }

        if (found->type != constant.type)
            return place + " is of type " + nameOf(constant.type) + ", its value of type " + nameOf(found->type);
        bits.back() = found->bits;
    }

    return "";
}

Function* newFunction(Library* self, Selector, String* name, ConstantValues* values, Error** error)
{
    const auto& program = self->compiled->program;
    for (std::size_t i = 0; i < program.kernels.size(); i++)
    {
        if (program.kernels[i].name != name->utf8) continue;
        std::vector<std::uint32_t> constants;
        if (auto wrong = specialise(program, values, constants); !wrong.empty())
            return refuse(error, libraryErrors, compileFailure, wrong);
        auto* function = make<Function>();
        function->compiled = self->compiled;
        function->kernel = i;
        function->constants = std::move(constants);
        return function;
    }

    return refuse(error, libraryErrors, functionNotFound, "the library has no function '" + name->utf8 + "'");
}
}

Library* newLibrary(String* source, const CompileOptions* options, Error** error)
{
    if (source == nullptr) fail("newLibraryWithSource:options:error:: the source is nil");
    auto compilation = compile(source->utf8, options == nullptr ? FloatMath::Fast : options->math);
    if (!compilation.library)
        return refuse(error, libraryErrors, compileFailure, "Compilation failed: \n\n" + compilation.diagnostics);
    auto* library = make<Library>();
    library->compiled = compilation.library;
    return library;
}

Pipeline* newPipeline(const PipelineDescriptor& descriptor, Error** error)
{
    if (!descriptor.function)
        fail("newComputePipelineStateWithDescriptor:options:reflection:error:: computeFunction must not be nil");
    auto limit = static_cast<unsigned long>(valueOf(Setting::MaxThreadsPerThreadgroup));
    const auto& kernel = descriptor.function->compiled->program.kernels[descriptor.function->kernel];
    if (descriptor.maxThreads > limit)
    {
        return refuse(error, pipelineErrors, compileFailure,
            "kernel '" + kernel.name + "': " + std::to_string(descriptor.maxThreads)
                + " threads of a threadgroup are over the limit of " + std::to_string(limit));
    }

    if (auto most = static_cast<unsigned long>(valueOf(Setting::MaxThreadgroupMemory)); kernel.threadgroupBytes > most)
    {
        return refuse(error, pipelineErrors, compileFailure,
            "kernel '" + kernel.name + "': " + std::to_string(kernel.threadgroupBytes)
                + " bytes of threadgroup memory are over the limit of " + std::to_string(most));
    }

    auto* pipeline = make<Pipeline>();
    pipeline->function = descriptor.function;
    pipeline->maxThreads = descriptor.maxThreads != 0 ? descriptor.maxThreads : limit;
    return pipeline;
}

void definePipelines()
{
    defineClass<CompileOptions>();
    defineMethod("setMathMode:", +[](CompileOptions* self, Selector, long mode) { self->math = mode == mathModeSafe ? FloatMath::Safe : FloatMath::Fast; });
    defineMethod("setFastMathEnabled:", +[](CompileOptions* self, Selector, bool on) { self->math = on ? FloatMath::Fast : FloatMath::Safe; });
    // Functions are as precise as the C library's, whichever are asked for.
    defineMethod("setMathFloatingPointFunctions:", +[](CompileOptions*, Selector, long) {});

    defineMethod("newFunctionWithName:constantValues:error:", &newFunction);
    defineMethod("newFunctionWithName:", +[](Library* self, Selector selector, String* name) -> Function* {
        return newFunction(self, selector, name, nullptr, nullptr);
    });
    defineClass<ConstantValues>();
    defineMethod("setConstantValue:type:atIndex:", &setValue);
    defineMethod("name", +[](Function* self, Selector) -> String* { return stringOf(self->compiled->program.kernels[self->kernel].name); });

    defineClass<PipelineDescriptor>();
    defineMethod("setComputeFunction:", +[](PipelineDescriptor* self, Selector, Function* function) { self->function = function; });
    defineMethod("setMaxTotalThreadsPerThreadgroup:", +[](PipelineDescriptor* self, Selector, unsigned long count) { self->maxThreads = count; });
    defineMethod("setLabel:", +[](PipelineDescriptor* self, Selector, String* label) { self->label = label == nullptr ? "unnamed" : label->utf8; });
    defineMethod("maxTotalThreadsPerThreadgroup", +[](Pipeline* self, Selector) -> unsigned long { return self->maxThreads; });
    defineMethod("staticThreadgroupMemoryLength", +[](Pipeline* self, Selector) -> unsigned long { return (self->kernel().threadgroupBytes + 15) / 16 * 16; });
    defineMethod("threadExecutionWidth", +[](Pipeline*, Selector) -> unsigned long { return 32; });
}
}
