// From source to pipeline: MTLCompileOptions, MTLLibrary, MTLFunctionConstantValues, MTLFunction, MTLComputePipelineDescriptor
// and MTLComputePipelineState.
#pragma once
#include "../compiler/compiler.h"
#include "../objc/foundation.h"

#include <map>

namespace stand_in
{
struct CompileOptions : Object
{
    static constexpr const char* className = "MTLCompileOptions";
    FloatMath math = FloatMath::Fast;
};

struct Library : Object
{
    static constexpr const char* className = "MTLLibrary";
    std::shared_ptr<const CompiledLibrary> compiled;
};

struct ConstantValues : Object
{
    static constexpr const char* className = "MTLFunctionConstantValues";

    struct Value
    {
        Scalar type;
        std::uint32_t bits;
    };

    std::map<unsigned long, Value> values;
};

struct Function : Object
{
    static constexpr const char* className = "MTLFunction";
    std::shared_ptr<const CompiledLibrary> compiled;
    std::size_t kernel = 0;

    /// In the order of the library's constants.
    std::vector<std::uint32_t> constants;
};

struct PipelineDescriptor : Object
{
    static constexpr const char* className = "MTLComputePipelineDescriptor";
    Ref<Function> function;
    unsigned long maxThreads = 0;
    std::string label = "unnamed";
};

struct Pipeline : Object
{
    static constexpr const char* className = "MTLComputePipelineState";
    Ref<Function> function;
    unsigned long maxThreads = 0;

    const Kernel& kernel() const { return function->compiled->program.kernels[function->kernel]; }
};

/// Null with an error that has the compiler's text.
Library* newLibrary(String* source, const CompileOptions* options, Error** error);
Pipeline* newPipeline(const PipelineDescriptor& descriptor, Error** error);
}
