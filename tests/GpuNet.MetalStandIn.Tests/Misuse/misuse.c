/* Does one wrong thing, named by the last argument, against the stand-in, which must abort:
   misuse LIBRARY HEADERS CACHE CASE. Ends with 0 where it was let through, and with 2 on wrong use. */
#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

typedef void* id;
typedef unsigned long ulong;
typedef struct { ulong width, height, depth; } Size;

static id (*getClass)(const char*);
static const char* (*selector)(const char*);
static void* messageSend;
static id (*createDevice)(void);
static void (*popPool)(void*);

#define SEND(target, name) ((id(*)(id, const char*))messageSend)(target, selector(name))
#define SEND1(target, name, T, a) ((id(*)(id, const char*, T))messageSend)(target, selector(name), a)
#define SEND2(target, name, T, a, U, b) ((id(*)(id, const char*, T, U))messageSend)(target, selector(name), a, b)
#define SEND3(target, name, T, a, U, b, V, c) ((id(*)(id, const char*, T, U, V))messageSend)(target, selector(name), a, b, c)

static id device;
static id queue;
static id commands;

static id encoder(void) { return SEND(commands, "computeCommandEncoder"); }

static id buffer(ulong bytes) { return SEND2(device, "newBufferWithLength:options:", ulong, bytes, ulong, 0); }

static id pipeline(const char* source, const char* name)
{
    id text = SEND1(getClass("NSString"), "stringWithUTF8String:", const char*, source);
    id library = SEND3(device, "newLibraryWithSource:options:error:", id, text, id, NULL, id*, NULL);
    id function = SEND1(library, "newFunctionWithName:", id, SEND1(getClass("NSString"), "stringWithUTF8String:", const char*, name));
    return SEND2(device, "newComputePipelineStateWithFunction:error:", id, function, id*, NULL);
}

static id floats(void)
{
    return pipeline(
        "#include <metal_stdlib>\nusing namespace metal;\n"
        "kernel void k(device float4* a [[buffer(1)]]) { a[0] = float4(1.0f); }\n", "k");
}

static id texels(void)
{
    return pipeline(
        "#include <metal_stdlib>\nusing namespace metal;\n"
        "kernel void k(texture2d_array<float, access::write> t [[texture(0)]]) { t.write(float4(1.0f), uint2(0, 0), 0); }\n", "k");
}

static id texture(ulong pixelFormat, ulong usage)
{
    id descriptor = SEND(getClass("MTLTextureDescriptor"), "new");
    SEND1(descriptor, "setTextureType:", ulong, 3);
    SEND1(descriptor, "setPixelFormat:", ulong, pixelFormat);
    SEND1(descriptor, "setUsage:", ulong, usage);
    return SEND1(device, "newTextureWithDescriptor:", id, descriptor);
}

static void dispatch(id to, id state, ulong groups, ulong threads)
{
    Size grid = {groups, 1, 1}, group = {threads, 1, 1};
    if (state != NULL) SEND1(to, "setComputePipelineState:", id, state);
    ((void (*)(id, const char*, Size, Size))messageSend)(to, selector("dispatchThreadgroups:threadsPerThreadgroup:"), grid, group);
}

static void copy(id from, ulong fromOffset, id to, ulong toOffset, ulong size)
{
    id blit = SEND(commands, "blitCommandEncoder");
    ((void (*)(id, const char*, id, ulong, id, ulong, ulong))messageSend)(
        blit, selector("copyFromBuffer:sourceOffset:toBuffer:destinationOffset:size:"), from, fromOffset, to, toOffset, size);
}

static int run(const char* name)
{
#define CASE(text) if (strcmp(name, text) == 0)
    CASE("unknown selector") SEND(device, "frobnicate");
    else CASE("unknown class selector") SEND(getClass("NSString"), "frobnicate");
    else CASE("unknown class") getClass("MTLFrobnicator");
    else CASE("new of a protocol") SEND(getClass("MTLBuffer"), "new");
    else CASE("message to the dead")
    {
        id dead = buffer(16);
        SEND(dead, "release");
        SEND(dead, "contents");
    }
    else CASE("retain of the dead")
    {
        id dead = buffer(16);
        SEND(dead, "release");
        ((id(*)(id))dlsym(RTLD_DEFAULT, "objc_retain"))(dead);
    }
    else CASE("pool popped twice")
    {
        void* pool = ((void* (*)(void))dlsym(RTLD_DEFAULT, "objc_autoreleasePoolPush"))();
        popPool(pool);
        popPool(pool);
    }
    else CASE("index beyond an array") SEND1(((id(*)(void))dlsym(RTLD_DEFAULT, "MTLCopyAllDevices"))(), "objectAtIndex:", ulong, 1);
    else CASE("empty buffer") buffer(0);
    else CASE("unknown pixel format") texture(1, 3);
    else CASE("empty texture")
    {
        id descriptor = SEND(getClass("MTLTextureDescriptor"), "new");
        SEND1(descriptor, "setTextureType:", ulong, 3);
        SEND1(descriptor, "setPixelFormat:", ulong, 125);
        SEND1(descriptor, "setWidth:", ulong, 0);
        SEND1(device, "newTextureWithDescriptor:", id, descriptor);
    }
    else CASE("no pipeline") dispatch(encoder(), NULL, 1, 1);
    else CASE("unbound buffer") dispatch(encoder(), floats(), 1, 1);
    else CASE("unbound texture") dispatch(encoder(), texels(), 1, 1);
    else CASE("misaligned offset")
    {
        id to = encoder();
        SEND3(to, "setBuffer:offset:atIndex:", id, buffer(64), ulong, 8, ulong, 1);
        dispatch(to, floats(), 1, 1);
    }
    else CASE("buffer too small")
    {
        id to = encoder();
        SEND3(to, "setBuffer:offset:atIndex:", id, buffer(8), ulong, 0, ulong, 1);
        dispatch(to, floats(), 1, 1);
    }
    else CASE("offset beyond the buffer") SEND3(encoder(), "setBuffer:offset:atIndex:", id, buffer(64), ulong, 64, ulong, 0);
    else CASE("buffer index beyond the table") SEND3(encoder(), "setBuffer:offset:atIndex:", id, buffer(64), ulong, 0, ulong, 31);
    else CASE("texture of another type")
    {
        id to = encoder();
        SEND2(to, "setTexture:atIndex:", id, texture(124, 3), ulong, 0);
        dispatch(to, texels(), 1, 1);
    }
    else CASE("texture usage")
    {
        id to = encoder();
        SEND2(to, "setTexture:atIndex:", id, texture(125, 1), ulong, 0);
        dispatch(to, texels(), 1, 1);
    }
    else CASE("too many threads")
    {
        id to = encoder();
        SEND3(to, "setBuffer:offset:atIndex:", id, buffer(64), ulong, 0, ulong, 1);
        dispatch(to, floats(), 1, 1025);
    }
    else CASE("empty grid")
    {
        id to = encoder();
        SEND3(to, "setBuffer:offset:atIndex:", id, buffer(64), ulong, 0, ulong, 1);
        dispatch(to, floats(), 0, 1);
    }
    else CASE("two encoders")
    {
        encoder();
        encoder();
    }
    else CASE("encoding after the end")
    {
        id to = encoder();
        SEND(to, "endEncoding");
        SEND3(to, "setBuffer:offset:atIndex:", id, buffer(64), ulong, 0, ulong, 0);
    }
    else CASE("end twice")
    {
        id to = encoder();
        SEND(to, "endEncoding");
        SEND(to, "endEncoding");
    }
    else CASE("commit while encoding")
    {
        encoder();
        SEND(commands, "commit");
    }
    else CASE("commit twice")
    {
        SEND(commands, "commit");
        SEND(commands, "commit");
    }
    else CASE("encoder after the commit")
    {
        SEND(commands, "commit");
        encoder();
    }
    else CASE("wait before the commit") SEND(commands, "waitUntilCompleted");
    else CASE("encoder dropped before the end")
    {
        SEND(encoder(), "release");
        SEND(commands, "commit");
    }
    else CASE("copy beyond the buffer") copy(buffer(64), 0, buffer(32), 0, 64);
    else CASE("copy not by words") copy(buffer(64), 2, buffer(64), 0, 8);
    else CASE("copy onto itself")
    {
        id both = buffer(64);
        copy(both, 0, both, 4, 8);
    }
    else CASE("barrier of an unknown scope") SEND1(encoder(), "memoryBarrierWithScope:", ulong, 4);
    else return 2;
    return 0;
}

int main(int count, char** arguments)
{
    if (count != 5) return 2;
    void* library = dlopen(arguments[1], RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL)
    {
        fprintf(stderr, "%s\n", dlerror());
        return 2;
    }

    getClass = (id(*)(const char*))dlsym(library, "objc_getClass");
    selector = (const char* (*)(const char*))dlsym(library, "sel_registerName");
    messageSend = dlsym(library, "objc_msgSend");
    createDevice = (id(*)(void))dlsym(library, "MTLCreateSystemDefaultDevice");
    popPool = (void (*)(void*))dlsym(library, "objc_autoreleasePoolPop");
    ((void (*)(const char*, const char*))dlsym(library, "metal_stand_in_configure"))(arguments[2], arguments[3]);
    ((void* (*)(void))dlsym(library, "objc_autoreleasePoolPush"))();
    device = createDevice();
    queue = SEND(device, "newCommandQueue");
    commands = SEND(queue, "commandBuffer");
    return run(arguments[4]);
}
