namespace GpuNet.Backends.Metal.Interop;

/// <summary>Arrays of Foundation.</summary>
internal readonly struct NSArray(nint pointer)
{
    private static readonly Selector CountSelector = new("count"u8);
    private static readonly Selector ItemSelector = new("objectAtIndex:"u8);

    /// <summary>Number of objects; 0 for nil.</summary>
    public int Count => (int)ObjectiveC.SendForNumber(pointer, CountSelector);

    /// <summary>An object, borrowed from the array.</summary>
    public nint this[int index] => ObjectiveC.SendForObject(pointer, ItemSelector, (nuint)index);
}
