#include "resources.h"

#include "settings.h"

#include <cstring>

namespace stand_in
{
using metal::stand_in::texel_format;

namespace
{
constexpr unsigned long pageBytes = 16384;
constexpr unsigned long texelBytes = 16;
constexpr unsigned long textureType2DArray = 3;
constexpr unsigned long greatestExtent = 16384;
constexpr unsigned long mostSlices = 2048;

/// Memory that holds no zeros by chance: Metal promises nothing about what a new resource holds.
Memory allocate(unsigned long bytes)
{
    auto rounded = (bytes + pageBytes - 1) / pageBytes * pageBytes;
    Memory memory(std::aligned_alloc(pageBytes, rounded));
    if (memory) std::memset(memory.get(), 0xCD, rounded);
    return memory;
}

/// The components of one texel, as they lie in memory here.
void decode(const PixelFormat& format, const char* source, std::uint32_t (&texel)[4])
{
    constexpr std::uint32_t oneAsFloat = 0x3F800000;
    std::uint32_t lacking[4] = {0, 0, 0, format.component == Scalar::Float ? oneAsFloat : 1};
    std::memcpy(texel, lacking, sizeof texel);
    if (format.stored != texel_format::rgba16_float)
    {
        std::memcpy(texel, source, format.bytesPerTexel);
        return;
    }

    for (int i = 0; i < 4; i++)
    {
        _Float16 half;
        std::memcpy(&half, source + i * 2, sizeof half);
        auto wide = static_cast<float>(half);
        std::memcpy(&texel[i], &wide, sizeof wide);
    }
}
}

const PixelFormat* pixelFormat(unsigned long number)
{
    static const PixelFormat formats[] = {{53, "MTLPixelFormatR32Uint", 4, texel_format::r32_integer, Scalar::UInt},
        {54, "MTLPixelFormatR32Sint", 4, texel_format::r32_integer, Scalar::Int},
        {55, "MTLPixelFormatR32Float", 4, texel_format::r32_float, Scalar::Float},
        {115, "MTLPixelFormatRGBA16Float", 8, texel_format::rgba16_float, Scalar::Float},
        {123, "MTLPixelFormatRGBA32Uint", 16, texel_format::rgba32_integer, Scalar::UInt},
        {124, "MTLPixelFormatRGBA32Sint", 16, texel_format::rgba32_integer, Scalar::Int},
        {125, "MTLPixelFormatRGBA32Float", 16, texel_format::rgba32_float, Scalar::Float}};
    for (const auto& format : formats)
    {
        if (format.number == number) return &format;
    }

    return nullptr;
}

Buffer* newBuffer(unsigned long length, unsigned long options)
{
    auto storage = static_cast<StorageMode>(options >> 4 & 0xF);
    if (length == 0) fail("newBufferWithLength:options:: a buffer has at least one byte");
    if (storage != StorageMode::Shared && storage != StorageMode::Private)
        fail("newBufferWithLength:options:: options %lu are neither shared nor private", options);
    if (isDue(Setting::FailBuffer) || length > static_cast<unsigned long>(valueOf(Setting::MaxBufferLength))) return nullptr;
    auto memory = allocate(length);
    if (!memory) return nullptr;
    auto* buffer = make<Buffer>();
    buffer->memory = std::move(memory);
    buffer->length = length;
    buffer->storage = storage;
    return buffer;
}

Buffer* newArgumentBuffer(unsigned long length)
{
    auto* buffer = make<Buffer>();
    buffer->memory = allocate(length);
    buffer->length = length;
    buffer->label = "bytes";
    return buffer;
}

Texture* newTexture(const TextureDescriptor& descriptor)
{
    const char* const method = "newTextureWithDescriptor:";
    const auto* format = pixelFormat(descriptor.pixelFormat);
    if (format == nullptr) fail("%s: the stand-in has no pixel format %lu", method, descriptor.pixelFormat);
    if (descriptor.textureType != textureType2DArray)
        fail("%s: the stand-in has texture arrays only, not texture type %lu", method, descriptor.textureType);
    auto isExtent = [](unsigned long value, unsigned long most) { return value >= 1 && value <= most; };
    if (!isExtent(descriptor.width, greatestExtent) || !isExtent(descriptor.height, greatestExtent)
        || !isExtent(descriptor.arrayLength, mostSlices))
    {
        fail("%s: %lu x %lu x %lu texels are not within 1 and %lu x %lu x %lu", method, descriptor.width, descriptor.height,
            descriptor.arrayLength, greatestExtent, greatestExtent, mostSlices);
    }

    if ((descriptor.usage & ~(Texture::shaderRead | Texture::shaderWrite)) != 0)
        fail("%s: the stand-in has no usage %lu", method, descriptor.usage);
    if (isDue(Setting::FailTexture)) return nullptr;
    auto memory = allocate(descriptor.width * descriptor.height * descriptor.arrayLength * texelBytes);
    if (!memory) return nullptr;
    auto* texture = make<Texture>();
    texture->format = format;
    texture->usage = descriptor.usage;
    texture->binding = {
        memory.get(), unsigned(descriptor.width), unsigned(descriptor.height), unsigned(descriptor.arrayLength), format->stored};
    texture->texels = std::move(memory);
    return texture;
}

void Texture::load(const char* source, unsigned long bytesPerRow, unsigned long x, unsigned long y, unsigned long slice,
    unsigned long width, unsigned long height)
{
    for (unsigned long row = 0; row < height; row++)
    {
        for (unsigned long column = 0; column < width; column++)
        {
            std::uint32_t texel[4];
            decode(*format, source + row * bytesPerRow + column * format->bytesPerTexel, texel);
            auto index = (slice * binding.height + y + row) * binding.width + x + column;
            std::memcpy(static_cast<char*>(binding.texels) + index * texelBytes, texel, sizeof texel);
        }
    }
}

void defineResources()
{
    defineMethod("contents", +[](Buffer* self, Selector) -> void* { return self->storage == StorageMode::Private ? nullptr : self->bytes(); });
    defineMethod("length", +[](Buffer* self, Selector) -> unsigned long { return self->length; });
    defineMethod("setLabel:", +[](Buffer* self, Selector, String* label) { self->label = label == nullptr ? "unnamed" : label->utf8; });

    defineClass<TextureDescriptor>();
    defineMethod("setTextureType:", +[](TextureDescriptor* self, Selector, unsigned long value) { self->textureType = value; });
    defineMethod("setPixelFormat:", +[](TextureDescriptor* self, Selector, unsigned long value) { self->pixelFormat = value; });
    defineMethod("setWidth:", +[](TextureDescriptor* self, Selector, unsigned long value) { self->width = value; });
    defineMethod("setHeight:", +[](TextureDescriptor* self, Selector, unsigned long value) { self->height = value; });
    defineMethod("setArrayLength:", +[](TextureDescriptor* self, Selector, unsigned long value) { self->arrayLength = value; });
    defineMethod("setStorageMode:", +[](TextureDescriptor* self, Selector, unsigned long value) { self->storageMode = value; });
    defineMethod("setUsage:", +[](TextureDescriptor* self, Selector, unsigned long value) { self->usage = value; });
    defineMethod("setLabel:", +[](Texture* self, Selector, String* label) { self->label = label == nullptr ? "unnamed" : label->utf8; });
}
}
