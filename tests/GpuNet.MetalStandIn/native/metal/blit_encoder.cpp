// MTLBlitCommandEncoder: copies, checked when they are encoded.
#include "commands.h"

#include <cstring>

namespace stand_in
{
namespace
{
struct Origin
{
    unsigned long x, y, z;
};

void requireRange(const char* selector, const char* which, const Buffer* buffer, unsigned long offset, unsigned long size)
{
    if (buffer == nullptr) fail("%s: the %s buffer is nil", selector, which);
    if (offset > buffer->length || size > buffer->length - offset)
    {
        fail("%s: %lu bytes from offset %lu are beyond the %s buffer '%s' of %lu bytes", selector, size, offset, which,
            buffer->label.c_str(), buffer->length);
    }
}

void copyToBuffer(BlitEncoder* self, Selector selector, Buffer* source, unsigned long sourceOffset, Buffer* destination,
    unsigned long destinationOffset, unsigned long size)
{
    self->requireOpen(selector);
    if (size == 0) fail("%s: nothing is copied", selector);
    requireRange(selector, "source", source, sourceOffset, size);
    requireRange(selector, "destination", destination, destinationOffset, size);
    if ((sourceOffset | destinationOffset | size) % 4 != 0)
        fail("%s: offsets %lu and %lu and size %lu are not all multiples of 4, as macOS demands", selector, sourceOffset,
            destinationOffset, size);
    if (source == destination && sourceOffset < destinationOffset + size && destinationOffset < sourceOffset + size)
        fail("%s: the ranges overlap in buffer '%s'", selector, source->label.c_str());
    self->commands.push_back([from = Ref<Buffer>(source), to = Ref<Buffer>(destination), sourceOffset, destinationOffset, size] {
        std::memcpy(to->bytes() + destinationOffset, from->bytes() + sourceOffset, size);
        return std::string();
    });
}

void copyToTexture(BlitEncoder* self, Selector selector, Buffer* source, unsigned long offset, unsigned long bytesPerRow,
    unsigned long bytesPerImage, Size size, Texture* texture, unsigned long slice, unsigned long level, Origin origin)
{
    self->requireOpen(selector);
    if (texture == nullptr) fail("%s: the texture is nil", selector);
    auto texel = texture->format->bytesPerTexel;
    const auto& extents = texture->binding;
    if (size.width == 0 || size.height == 0 || size.depth != 1)
        fail("%s: a region of %lu x %lu x %lu texels", selector, size.width, size.height, size.depth);
    if (level != 0 || origin.z != 0 || slice >= extents.layers)
        fail("%s: texture '%s' has no slice %lu, level %lu", selector, texture->label.c_str(), slice, level);
    if (origin.x + size.width > extents.width || origin.y + size.height > extents.height)
    {
        fail("%s: the region of %lu x %lu from (%lu, %lu) is beyond texture '%s' of %u x %u", selector, size.width, size.height,
            origin.x, origin.y, texture->label.c_str(), extents.width, extents.height);
    }

    if (bytesPerRow % texel != 0 || bytesPerRow < size.width * texel)
        fail("%s: %lu bytes of a row do not hold %lu texels of %lu bytes", selector, bytesPerRow, size.width, texel);
    if (bytesPerImage != 0 && bytesPerImage < bytesPerRow * size.height)
        fail("%s: %lu bytes of an image do not hold %lu rows of %lu bytes", selector, bytesPerImage, size.height, bytesPerRow);
    if (offset % texel != 0) fail("%s: source offset %lu is no multiple of the texel's %lu bytes", selector, offset, texel);
    requireRange(selector, "source", source, offset, bytesPerRow * (size.height - 1) + size.width * texel);
    self->commands.push_back([from = Ref<Buffer>(source), to = Ref<Texture>(texture), offset, bytesPerRow, size, slice, origin] {
        to->load(from->bytes() + offset, bytesPerRow, origin.x, origin.y, slice, size.width, size.height);
        return std::string();
    });
}
}

void defineBlitEncoder()
{
    defineMethod("copyFromBuffer:sourceOffset:toBuffer:destinationOffset:size:", &copyToBuffer);
    defineMethod(
        "copyFromBuffer:sourceOffset:sourceBytesPerRow:sourceBytesPerImage:sourceSize:toTexture:destinationSlice:destinationLevel:destinationOrigin:",
        &copyToTexture);
    defineMethod("endEncoding", +[](BlitEncoder* self, Selector) { self->end(std::move(self->commands)); });
}
}
