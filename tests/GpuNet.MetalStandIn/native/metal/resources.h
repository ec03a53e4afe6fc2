// MTLBuffer and MTLTexture.
#pragma once
#include "../compiler/program.h"
#include "../msl/stand_in/abi.h"
#include "../objc/foundation.h"

#include <cstdlib>
#include <memory>

namespace stand_in
{
enum class StorageMode : unsigned long
{
    Shared = 0,
    Managed = 1,
    Private = 2,
};

struct FreeMemory
{
    void operator()(void* memory) const { std::free(memory); }
};

using Memory = std::unique_ptr<void, FreeMemory>;

struct Buffer : Object
{
    static constexpr const char* className = "MTLBuffer";
    Memory memory;
    unsigned long length = 0;
    StorageMode storage = StorageMode::Shared;
    std::string label = "unnamed";

    char* bytes() const { return static_cast<char*>(memory.get()); }
};

/// Room for bytes that an encoder copies.
Buffer* newArgumentBuffer(unsigned long length);

/// What the stand-in knows of an MTLPixelFormat.
struct PixelFormat
{
    unsigned long number;
    const char* name;
    unsigned long bytesPerTexel;
    metal::stand_in::texel_format stored;

    /// Float, Int or UInt: the component type that a shader's texture must have; half goes with float.
    Scalar component;
};

/// Null for a format that the stand-in does not have.
const PixelFormat* pixelFormat(unsigned long number);

struct TextureDescriptor : Object
{
    static constexpr const char* className = "MTLTextureDescriptor";

    // As Metal documents the defaults.
    unsigned long textureType = 2;
    unsigned long pixelFormat = 0;
    unsigned long width = 1;
    unsigned long height = 1;
    unsigned long arrayLength = 1;
    unsigned long storageMode = 0;
    unsigned long usage = 1;
};

struct Texture : Object
{
    static constexpr const char* className = "MTLTexture";
    static constexpr unsigned long shaderRead = 1;
    static constexpr unsigned long shaderWrite = 2;
    const PixelFormat* format = nullptr;
    unsigned long usage = 0;
    Memory texels;
    metal::stand_in::texture_binding binding = {};
    std::string label = "unnamed";

    /// Puts rows of texels in the pixel format's own form into a region of a slice.
    void load(const char* source, unsigned long bytesPerRow, unsigned long x, unsigned long y, unsigned long slice,
        unsigned long width, unsigned long height);
};

/// Null, as Metal's, where there is no memory for it.
Buffer* newBuffer(unsigned long length, unsigned long options);
Texture* newTexture(const TextureDescriptor& descriptor);
}
