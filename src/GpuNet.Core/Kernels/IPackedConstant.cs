using GpuNet.Devices;

namespace GpuNet.Kernels;

/// <summary>A constant, or some layers of one, in the layout of a kernel. Dispose it to let others have its memory.</summary>
internal interface IPackedConstant : IDisposable
{
    /// <summary>The bytes in the order of a buffer, which ends the packing: no element is to be read or written afterwards.</summary>
    ReadOnlySpan<byte> ToBytes(TexelFormat format);
}
