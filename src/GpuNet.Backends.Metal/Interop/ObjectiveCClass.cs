using System.Text;

namespace GpuNet.Backends.Metal.Interop;

/// <summary>A class of the Objective-C runtime.</summary>
internal readonly unsafe struct ObjectiveCClass
{
    private static readonly Selector NewSelector = new("new"u8);
    private static readonly Selector AllocSelector = new("alloc"u8);

    private readonly nint pointer;
    private readonly string name;

    /// <param name="name">The name, as a literal: those end in a zero.</param>
    public ObjectiveCClass(ReadOnlySpan<byte> name)
    {
        this.name = Encoding.UTF8.GetString(name);
        fixed (byte* text = name) pointer = ObjectiveC.objc_getClass(text);
    }

    /// <summary>A new object, owned.</summary>
    /// <exception cref="DeviceException">The system has no such class.</exception>
    public nint New() => ObjectiveC.SendForObject(Existing(), NewSelector);

    /// <summary>A new object that waits for its <c>init</c>, owned.</summary>
    /// <exception cref="DeviceException">The system has no such class.</exception>
    public nint Alloc() => ObjectiveC.SendForObject(Existing(), AllocSelector);

    private nint Existing() => pointer != 0 ? pointer : throw new DeviceException($"This system's Metal has no class {name}.");
}
