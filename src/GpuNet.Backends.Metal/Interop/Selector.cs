namespace GpuNet.Backends.Metal.Interop;

/// <summary>The name of a method, registered with the runtime.</summary>
internal readonly unsafe struct Selector
{
    /// <param name="name">The name, as a literal: those end in a zero.</param>
    public Selector(ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name) Pointer = ObjectiveC.sel_registerName(text);
    }

    public nint Pointer { get; }
}
