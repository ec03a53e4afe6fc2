namespace GpuNet.Backends.Metal.Interop;

/// <summary>A buffer.</summary>
internal readonly unsafe struct MTLBuffer(nint pointer)
{
    private static readonly Selector ContentsSelector = new("contents"u8);

    /// <summary>The address of the first byte; null for private storage.</summary>
    public byte* Contents => (byte*)ObjectiveC.SendForPointer(pointer, ContentsSelector);
}

/// <summary>What a texture is made from.</summary>
internal readonly struct MTLTextureDescriptor(nint pointer)
{
    private static readonly ObjectiveCClass Class = new("MTLTextureDescriptor"u8);
    private static readonly Selector SetTextureTypeSelector = new("setTextureType:"u8);
    private static readonly Selector SetPixelFormatSelector = new("setPixelFormat:"u8);
    private static readonly Selector SetWidthSelector = new("setWidth:"u8);
    private static readonly Selector SetHeightSelector = new("setHeight:"u8);
    private static readonly Selector SetArrayLengthSelector = new("setArrayLength:"u8);
    private static readonly Selector SetStorageModeSelector = new("setStorageMode:"u8);
    private static readonly Selector SetUsageSelector = new("setUsage:"u8);

    /// <summary>An empty one.</summary>
    public static RetainedObject New() => new(Class.New());

    public void SetTextureType(MTLTextureType value) => ObjectiveC.Send(pointer, SetTextureTypeSelector, (nuint)value);

    public void SetPixelFormat(MTLPixelFormat value) => ObjectiveC.Send(pointer, SetPixelFormatSelector, (nuint)value);

    public void SetWidth(int value) => ObjectiveC.Send(pointer, SetWidthSelector, (nuint)value);

    public void SetHeight(int value) => ObjectiveC.Send(pointer, SetHeightSelector, (nuint)value);

    public void SetArrayLength(int value) => ObjectiveC.Send(pointer, SetArrayLengthSelector, (nuint)value);

    public void SetStorageMode(MTLStorageMode value) => ObjectiveC.Send(pointer, SetStorageModeSelector, (nuint)value);

    public void SetUsage(MTLTextureUsage value) => ObjectiveC.Send(pointer, SetUsageSelector, (nuint)value);
}

/// <summary>Names that Apple's tools show.</summary>
internal static class Label
{
    private static readonly Selector SetLabelSelector = new("setLabel:"u8);

    /// <summary>Names a buffer, a texture or the descriptor of a pipeline.</summary>
    public static void Set(nint labelled, string name)
    {
        using var text = NSString.Of(name);
        ObjectiveC.Send(labelled, SetLabelSelector, text.Pointer);
    }
}
