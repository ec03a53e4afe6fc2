// MTLComputeCommandEncoder, with the checks that Metal's validation layer makes.
#include "../execution/dispatch.h"
#include "commands.h"

#include <algorithm>
#include <cstring>

namespace stand_in
{
using metal::stand_in::extent;

namespace
{
const char* const dispatchSelector = "dispatchThreadgroups:threadsPerThreadgroup:";
constexpr unsigned long bufferArguments = 31;
constexpr unsigned long textureArguments = 128;

void setBuffer(ComputeEncoder* self, Selector selector, Buffer* buffer, unsigned long offset, unsigned long index)
{
    self->requireOpen(selector);
    if (index >= bufferArguments) fail("%s: there is no buffer index %lu", selector, index);
    if (buffer == nullptr)
    {
        self->buffers.erase(index);
        return;
    }

    if (offset >= buffer->length)
        fail("%s: offset %lu is beyond buffer '%s' of %lu bytes", selector, offset, buffer->label.c_str(), buffer->length);
    self->buffers[index] = {buffer, offset};
}

/// What is copied is a buffer of its own, as the bytes are read when the dispatch runs.
void setBytes(ComputeEncoder* self, Selector selector, const void* bytes, unsigned long length, unsigned long index)
{
    constexpr unsigned long most = 4096;
    self->requireOpen(selector);
    if (index >= bufferArguments) fail("%s: there is no buffer index %lu", selector, index);
    if (bytes == nullptr || length == 0 || length > most) fail("%s: %lu bytes are none, or more than %lu", selector, length, most);
    auto* copy = newArgumentBuffer(length);
    std::memcpy(copy->bytes(), bytes, length);
    self->buffers[index] = {copy, 0};
    release(copy);
}

void setTexture(ComputeEncoder* self, Selector selector, Texture* texture, unsigned long index)
{
    self->requireOpen(selector);
    if (index >= textureArguments) fail("%s: there is no texture index %lu", selector, index);
    if (texture == nullptr) self->textures.erase(index);
    else self->textures[index] = texture;
}

/// The memory of a buffer argument, if it can be what the kernel says.
metal::stand_in::buffer_binding bind(const ComputeEncoder& encoder, const char* kernel, const ResourceParameter& parameter)
{
    auto found = encoder.buffers.find(parameter.index);
    if (found == encoder.buffers.end())
        fail("%s: no buffer is bound at index %u for '%s' of kernel '%s'", dispatchSelector, parameter.index,
            parameter.name.c_str(), kernel);
    const auto& [buffer, offset] = found->second;
    if (parameter.alignment > 1 && offset % parameter.alignment != 0)
    {
        fail("%s: offset %lu of buffer '%s' is not aligned to the %zu bytes of '%s' of kernel '%s'", dispatchSelector, offset,
            buffer->label.c_str(), parameter.alignment, parameter.name.c_str(), kernel);
    }

    auto bytes = buffer->length - offset;
    if (bytes < parameter.elementBytes)
    {
        fail("%s: buffer '%s' has %lu bytes from offset %lu, fewer than one element of '%s' of kernel '%s'", dispatchSelector,
            buffer->label.c_str(), bytes, offset, parameter.name.c_str(), kernel);
    }

    return {buffer->bytes() + offset, bytes};
}

metal::stand_in::texture_binding bindTexture(
    const ComputeEncoder& encoder, const char* kernel, const ResourceParameter& parameter)
{
    auto found = encoder.textures.find(parameter.index);
    const char* name = parameter.name.c_str();
    if (found == encoder.textures.end())
        fail("%s: no texture is bound at index %u for '%s' of kernel '%s'", dispatchSelector, parameter.index, name, kernel);
    const auto& texture = *found->second.get();
    auto component = parameter.component == Scalar::Half ? Scalar::Float : parameter.component;
    if (texture.format->component != component)
        fail("%s: a texture of %s does not have the component type of '%s' of kernel '%s'", dispatchSelector,
            texture.format->name, name, kernel);
    auto needed = (parameter.access != TextureAccess::Write ? Texture::shaderRead : 0)
                  | (parameter.access != TextureAccess::Read ? Texture::shaderWrite : 0);
    if ((texture.usage & needed) != needed)
        fail("%s: texture '%s' has usage %lu, but '%s' of kernel '%s' needs %lu", dispatchSelector, texture.label.c_str(),
            texture.usage, name, kernel, needed);
    return texture.binding;
}

extent extentOf(const char* what, const Size& size)
{
    for (auto value : {size.width, size.height, size.depth})
    {
        if (value == 0 || value > 0x7FFFFFFF)
            fail("%s: %s %lu x %lu x %lu has an extent that is 0 or too great", dispatchSelector, what, size.width, size.height,
                size.depth);
    }

    return {unsigned(size.width), unsigned(size.height), unsigned(size.depth)};
}

/// Takes the arguments as they are bound now; later bindings are for later dispatches.
void dispatch(ComputeEncoder* self, Selector selector, Size groups, Size threads)
{
    self->requireOpen(selector);
    if (!self->pipeline) fail("%s: no compute pipeline state is set", selector);
    const auto& pipeline = *self->pipeline.get();
    const auto& kernel = pipeline.kernel();
    Dispatch work;
    work.groups = extentOf("the grid", groups);
    work.threads = extentOf("the threadgroup", threads);
    if (threads.width * threads.height * threads.depth > pipeline.maxThreads)
    {
        fail("%s: %lu x %lu x %lu threads are more than the %lu that the pipeline of kernel '%s' allows", selector, threads.width,
            threads.height, threads.depth, pipeline.maxThreads, kernel.name.c_str());
    }

    work.library = pipeline.function->compiled;
    work.kernel = pipeline.function->kernel;
    work.constants = pipeline.function->constants;
    work.buffers.resize(bufferArguments);
    work.textures.resize(textureArguments);
    std::vector<Ref<Object>> uses;
    for (const auto& parameter : kernel.resources)
    {
        if (parameter.kind == ResourceParameter::Kind::Buffer)
        {
            work.buffers[parameter.index] = bind(*self, kernel.name.c_str(), parameter);
            uses.push_back(self->buffers[parameter.index].buffer.get());
        }
        else
        {
            work.textures[parameter.index] = bindTexture(*self, kernel.name.c_str(), parameter);
            uses.push_back(self->textures[parameter.index].get());
        }
    }

    self->segment.push_back([work = std::move(work), uses = std::move(uses)] { return run(work); });
    if (self->dispatchType != ComputeEncoder::concurrent) self->closeSegment();
}
}

void ComputeEncoder::closeSegment()
{
    std::reverse(segment.begin(), segment.end());
    for (auto& command : segment) ordered.push_back(std::move(command));
    segment.clear();
}

void defineComputeEncoder()
{
    defineMethod("setComputePipelineState:", +[](ComputeEncoder* self, Selector selector, Pipeline* pipeline) {
        self->requireOpen(selector);
        if (pipeline == nullptr) fail("%s: the pipeline is nil", selector);
        self->pipeline = pipeline;
    });
    defineMethod("setBuffer:offset:atIndex:", &setBuffer);
    defineMethod("setBytes:length:atIndex:", &setBytes);
    defineMethod("setTexture:atIndex:", &setTexture);
    defineMethod("dispatchThreadgroups:threadsPerThreadgroup:", &dispatch);
    defineMethod("memoryBarrierWithScope:", +[](ComputeEncoder* self, Selector selector, unsigned long scope) {
        self->requireOpen(selector);
        constexpr unsigned long buffersAndTextures = 3;
        if (scope == 0 || (scope & ~buffersAndTextures) != 0) fail("%s: a compute encoder has no barrier scope %lu", selector, scope);
        self->closeSegment();
    });
    defineMethod("endEncoding", +[](ComputeEncoder* self, Selector selector) {
        self->requireOpen(selector);
        self->closeSegment();
        self->end(std::move(self->ordered));
    });
}
}
