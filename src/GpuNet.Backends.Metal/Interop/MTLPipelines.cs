namespace GpuNet.Backends.Metal.Interop;

/// <summary>How a library is compiled.</summary>
internal readonly struct MTLCompileOptions(nint pointer)
{
    private static readonly ObjectiveCClass Class = new("MTLCompileOptions"u8);
    private static readonly Selector SetMathModeSelector = new("setMathMode:"u8);
    private static readonly Selector SetMathFunctionsSelector = new("setMathFloatingPointFunctions:"u8);
    private static readonly Selector SetFastMathEnabledSelector = new("setFastMathEnabled:"u8);

    /// <summary>The system's own.</summary>
    public static RetainedObject New() => new(Class.New());

    /// <summary>Makes the compiler keep to IEEE 754, where floats are reordered otherwise.</summary>
    public void KeepMathSafe()
    {
        if (!NSObject.RespondsTo(pointer, SetMathModeSelector))
        {
            ObjectiveC.Send(pointer, SetFastMathEnabledSelector, (byte)0);
            return;
        }

        // What was one property is two since macOS 15: how operators are rearranged, and how exact functions are.
        ObjectiveC.Send(pointer, SetMathModeSelector, (nint)MTLMathMode.Safe);
        ObjectiveC.Send(pointer, SetMathFunctionsSelector, (nint)MTLMathFloatingPointFunctions.Precise);
    }
}

/// <summary>A compiled library.</summary>
internal readonly unsafe struct MTLLibrary(nint pointer)
{
    private static readonly Selector NewFunctionSelector = new("newFunctionWithName:constantValues:error:"u8);

    /// <summary>A kernel with its function constants, owned; nil with an error if there is none, or a constant is missing.</summary>
    public nint NewFunction(nint name, nint constants, out nint error)
    {
        nint failure = 0;
        var function = ObjectiveC.SendForObject(pointer, NewFunctionSelector, name, constants, &failure);
        error = failure;
        return function;
    }
}

/// <summary>Values of function constants.</summary>
internal readonly unsafe struct MTLFunctionConstantValues(nint pointer)
{
    private static readonly ObjectiveCClass Class = new("MTLFunctionConstantValues"u8);
    private static readonly Selector SetSelector = new("setConstantValue:type:atIndex:"u8);

    /// <summary>No values.</summary>
    public static RetainedObject New() => new(Class.New());

    /// <summary>Sets a constant of 32 bits, or a Bool.</summary>
    /// <remarks>A Bool is read from the first byte, which is the lowest: every device of Metal is little-endian.</remarks>
    public void Set(uint bits, MTLDataType type, int index) => ObjectiveC.Send(pointer, SetSelector, (nint)(&bits), (nuint)type, (nuint)index);
}

/// <summary>What a compute pipeline is made from.</summary>
internal readonly struct MTLComputePipelineDescriptor(nint pointer)
{
    private static readonly ObjectiveCClass Class = new("MTLComputePipelineDescriptor"u8);
    private static readonly Selector SetComputeFunctionSelector = new("setComputeFunction:"u8);
    private static readonly Selector SetMaxTotalThreadsSelector = new("setMaxTotalThreadsPerThreadgroup:"u8);

    /// <summary>An empty one.</summary>
    public static RetainedObject New() => new(Class.New());

    public void SetComputeFunction(nint function) => ObjectiveC.Send(pointer, SetComputeFunctionSelector, function);

    /// <summary>Asks for a pipeline that takes threadgroups of so many threads.</summary>
    public void SetMaxTotalThreadsPerThreadgroup(long value) => ObjectiveC.Send(pointer, SetMaxTotalThreadsSelector, (nuint)value);
}

/// <summary>A compiled compute pipeline.</summary>
internal readonly struct MTLComputePipelineState(nint pointer)
{
    private static readonly Selector MaxTotalThreadsSelector = new("maxTotalThreadsPerThreadgroup"u8);
    private static readonly Selector StaticMemorySelector = new("staticThreadgroupMemoryLength"u8);

    /// <summary>Threads of a threadgroup that the pipeline takes.</summary>
    public nuint MaxTotalThreadsPerThreadgroup => ObjectiveC.SendForNumber(pointer, MaxTotalThreadsSelector);

    /// <summary>Bytes of threadgroup memory that it declares.</summary>
    public nuint StaticThreadgroupMemoryLength => ObjectiveC.SendForNumber(pointer, StaticMemorySelector);
}
