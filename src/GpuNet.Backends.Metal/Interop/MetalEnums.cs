namespace GpuNet.Backends.Metal.Interop;

// The values are those of the framework's headers, and the names too.

/// <summary>What a device is able to do; a family includes those before it of its line.</summary>
internal enum MTLGPUFamily : long
{
    Apple3 = 1003,
    Apple4 = 1004,
    Apple6 = 1006,
    Mac2 = 2002,
    Metal3 = 5001,
    Metal4 = 5002,
}

/// <summary>Where a resource lies and how its accesses are ordered.</summary>
internal enum MTLResourceOptions : ulong
{
    StorageModeShared = 0,
    StorageModePrivate = 2 << 4,
}

/// <summary>Where a resource lies.</summary>
internal enum MTLStorageMode : ulong
{
    Shared = 0,
    Private = 2,
}

/// <summary>The shape of a texture.</summary>
internal enum MTLTextureType : ulong
{
    Type2DArray = 3,
}

/// <summary>How a texel is stored.</summary>
internal enum MTLPixelFormat : ulong
{
    R32Uint = 53,
    RGBA16Float = 115,
    RGBA32Sint = 124,
    RGBA32Float = 125,
}

/// <summary>What is done to a texture.</summary>
[Flags]
internal enum MTLTextureUsage : ulong
{
    ShaderRead = 1,
    ShaderWrite = 2,
}

/// <summary>The type of a function constant.</summary>
internal enum MTLDataType : ulong
{
    Float = 3,
    Int = 29,
    UInt = 33,
    Bool = 53,
}

/// <summary>What a compiler may do to floats.</summary>
internal enum MTLMathMode : long
{
    Safe = 0,
}

/// <summary>How exact the functions of 32-bit floats are.</summary>
internal enum MTLMathFloatingPointFunctions : long
{
    Precise = 1,
}

/// <summary>Whether the dispatches of an encoder may overlap.</summary>
internal enum MTLDispatchType : ulong
{
    Serial = 0,
    Concurrent = 1,
}

/// <summary>What a barrier orders.</summary>
[Flags]
internal enum MTLBarrierScope : ulong
{
    Buffers = 1,
    Textures = 2,
}

/// <summary>How far a command buffer has come.</summary>
internal enum MTLCommandBufferStatus : ulong
{
    NotEnqueued = 0,
    Enqueued = 1,
    Committed = 2,
    Scheduled = 3,
    Completed = 4,
    Error = 5,
}

/// <summary>Where counters can be sampled.</summary>
internal enum MTLCounterSamplingPoint : ulong
{
    AtStageBoundary = 0,
}
