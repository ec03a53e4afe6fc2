namespace GpuNet.Backends.Metal.Interop;

/// <summary>What every object answers to.</summary>
internal static class NSObject
{
    private static readonly Selector RespondsSelector = new("respondsToSelector:"u8);

    /// <summary>Whether the object has a method of this name, which an older system's may lack.</summary>
    public static bool RespondsTo(nint self, Selector selector) => ObjectiveC.SendForBool(self, RespondsSelector, selector.Pointer) != 0;
}
