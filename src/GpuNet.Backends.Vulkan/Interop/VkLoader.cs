using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace GpuNet.Backends.Vulkan.Interop;

/// <summary>Looks up commands by name.</summary>
internal static unsafe class VkLoader
{
    /// <summary>A command that the API's version guarantees.</summary>
    /// <exception cref="DeviceException">The driver lacks it.</exception>
    public static void* Required<TOwner>(delegate* unmanaged<TOwner, byte*, void*> load, TOwner owner, ReadOnlySpan<byte> name)
        where TOwner : unmanaged
    {
        var command = Optional(load, owner, name);
        return command != null ? command : throw new DeviceException($"Vulkan 1.1: the loader or driver has no {Encoding.UTF8.GetString(name)}.");
    }

    /// <summary>A command of an extension: null if that is not enabled.</summary>
    public static void* Optional<TOwner>(delegate* unmanaged<TOwner, byte*, void*> load, TOwner owner, ReadOnlySpan<byte> name)
        where TOwner : unmanaged => load(owner, Literal(name));

    /// <summary>The address of a <c>u8</c> literal: it ends in a zero byte and never moves.</summary>
    public static byte* Literal(ReadOnlySpan<byte> literal) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));

    /// <summary>A fixed buffer of characters up to its first zero byte.</summary>
    public static string Text(byte* text, int capacity)
    {
        var span = new ReadOnlySpan<byte>(text, capacity);
        var end = span.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? span : span[..end]);
    }
}
