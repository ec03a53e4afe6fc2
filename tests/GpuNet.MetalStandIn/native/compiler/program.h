// What the translator learns of an MSL source: its kernels with their arguments, and its function constants.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace stand_in
{
/// The scalar types that constants and texels have.
enum class Scalar
{
    Bool,
    Int,
    UInt,
    Float,
    Half,
};

/// A `constant T name [[function_constant(index)]];`.
struct FunctionConstant
{
    std::string name;
    Scalar type;
    unsigned index;

    /// Whether the source names it anywhere else: only then does a pipeline need its value.
    bool isUsed = false;
};

enum class TextureAccess
{
    Read,
    Write,
    ReadWrite,
};

/// A buffer or a texture among a kernel's parameters.
struct ResourceParameter
{
    enum class Kind
    {
        Buffer,
        Texture,
    };

    Kind kind;
    std::string name;
    unsigned index;

    /// Buffers: the size and alignment of an element; 0 for a type that the source itself declares.
    std::size_t elementBytes = 0;
    std::size_t alignment = 0;

    /// Textures.
    TextureAccess access = TextureAccess::Read;
    Scalar component = Scalar::Float;
};

struct Kernel
{
    std::string name;
    std::vector<ResourceParameter> resources;
    std::size_t threadgroupBytes = 0;
};

/// A translated source.
struct Program
{
    std::vector<Kernel> kernels;
    std::vector<FunctionConstant> constants;

    /// Whether any function of the source waits at a barrier, so that threads need stacks of their own.
    bool hasBarriers = false;

    /// The source as C++ for the stand-in's metal_stdlib.
    std::string cpp;

    /// The source as OpenCL C++.
    std::string openCl;

    /// What is wrong, in the compiler's form; empty if nothing.
    std::string errors;
};

/// Translates an MSL source. What the compiler itself will refuse is left to it.
Program translate(const std::string& source);
}
