namespace GpuNet.Backends.Metal.Interop;

/// <summary>Bytes of Foundation.</summary>
internal readonly unsafe struct NSData(nint pointer)
{
    private static readonly Selector BytesSelector = new("bytes"u8);
    private static readonly Selector LengthSelector = new("length"u8);

    /// <summary>The bytes, which live as long as the object; none for nil.</summary>
    public ReadOnlySpan<byte> Bytes =>
        new(ObjectiveC.SendForPointer(pointer, BytesSelector), checked((int)ObjectiveC.SendForNumber(pointer, LengthSelector)));
}
