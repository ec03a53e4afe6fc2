using GpuNet.Backends.Metal.Interop;

namespace GpuNet.Backends.Metal;

/// <summary>From MSL to a compute pipeline, in Metal's three steps. What a step rejects is an error with Metal's own words.</summary>
internal static class MetalCompiler
{
    /// <summary>Compiles a library, its floats kept to IEEE 754.</summary>
    /// <param name="metal">The device.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="msl">The source, as UTF-8.</param>
    /// <exception cref="DeviceException">The compiler rejects it.</exception>
    public static RetainedObject Library(MTLDevice metal, string name, ReadOnlySpan<byte> msl)
    {
        if (msl.IsEmpty) throw new DeviceException($"{name} has no MSL.");
        using var source = NSString.Of(msl);
        using var options = MTLCompileOptions.New();
        new MTLCompileOptions(options.Pointer).KeepMathSafe();
        var library = metal.NewLibrary(source.Pointer, options.Pointer, out var error);
        return library != 0 ? new RetainedObject(library) : throw Rejection(metal, name, "compile", error);
    }

    /// <summary>Takes a kernel out of a library, with its function constants.</summary>
    /// <param name="metal">The device.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="library">The library.</param>
    /// <param name="kernel">The kernel's name in it.</param>
    /// <param name="constants">The function constants.</param>
    /// <exception cref="DeviceException">There is no such kernel, or it has a constant without a value.</exception>
    public static RetainedObject Function(MTLDevice metal, string name, RetainedObject library, string kernel, RetainedObject constants)
    {
        using var kernelName = NSString.Of(kernel);
        var function = new MTLLibrary(library.Pointer).NewFunction(kernelName.Pointer, constants.Pointer, out var error);
        return function != 0 ? new RetainedObject(function) : throw Rejection(metal, name, "specialise", error);
    }

    /// <summary>Makes a pipeline that takes threadgroups of so many threads.</summary>
    /// <param name="metal">The device.</param>
    /// <param name="name">What to call it in messages and in Apple's tools.</param>
    /// <param name="function">The kernel.</param>
    /// <param name="threads">Threads of a threadgroup.</param>
    /// <exception cref="DeviceException">The device rejects it, or takes no threadgroup of that size or memory.</exception>
    public static RetainedObject Pipeline(MTLDevice metal, string name, RetainedObject function, long threads)
    {
        using var descriptor = MTLComputePipelineDescriptor.New();
        var wanted = new MTLComputePipelineDescriptor(descriptor.Pointer);
        wanted.SetComputeFunction(function.Pointer);
        wanted.SetMaxTotalThreadsPerThreadgroup(threads);
        Label.Set(descriptor.Pointer, name);
        var pipeline = metal.NewComputePipelineState(descriptor.Pointer, out var error);
        if (pipeline == 0) throw Rejection(metal, name, "link", error);
        var made = new RetainedObject(pipeline);
        if (Excess(metal, new MTLComputePipelineState(pipeline), threads) is not { } excess) return made;
        made.Dispose();
        throw new DeviceException($"{name}: {excess}.");
    }

    private static string? Excess(MTLDevice metal, MTLComputePipelineState pipeline, long threads)
    {
        if (threads > (long)pipeline.MaxTotalThreadsPerThreadgroup)
            return $"a workgroup has {threads} invocations, and {metal.Name} takes {pipeline.MaxTotalThreadsPerThreadgroup} of this kernel";
        return pipeline.StaticThreadgroupMemoryLength > metal.MaxThreadgroupMemoryLength
            ? $"its shared arrays take {pipeline.StaticThreadgroupMemoryLength} bytes, and {metal.Name} has {metal.MaxThreadgroupMemoryLength}"
            : null;
    }

    private static DeviceException Rejection(MTLDevice metal, string name, string step, nint error) =>
        new($"{metal.Name} does not {step} {name}: {NSError.Message(error)}");
}
