using GpuNet.Backends.Metal.Interop;

namespace GpuNet.Backends.Metal;

/// <summary>
/// Copies bytes from anywhere to anywhere. Metal's own copies take multiples of four bytes on macOS; this kernel is for the rest.
/// Its grid is exact: no thread stands beyond the last byte.
/// </summary>
internal sealed class ByteCopyPipeline : MetalObject
{
    /// <summary>Threads of a threadgroup, which copy a byte each.</summary>
    public const int GroupSize = 64;

    private const string KernelName = "copy_bytes";

    private ByteCopyPipeline(MetalDevice device, RetainedObject handle)
        : base(device, KernelName, handle)
    {
    }

    private static ReadOnlySpan<byte> Source => """
        #include <metal_stdlib>
        using namespace metal;

        kernel void copy_bytes(
            device const uchar* source [[buffer(0)]],
            device uchar* destination [[buffer(1)]],
            uint3 global_id [[thread_position_in_grid]])
        {
            destination[global_id.x] = source[global_id.x];
        }
        """u8;

    /// <summary>Compiles it.</summary>
    /// <exception cref="DeviceException">Metal rejects it.</exception>
    public static ByteCopyPipeline Create(MetalDevice device, MTLDevice metal)
    {
        using var library = MetalCompiler.Library(metal, KernelName, Source);
        using var constants = MTLFunctionConstantValues.New();
        using var function = MetalCompiler.Function(metal, KernelName, library, KernelName, constants);
        return new ByteCopyPipeline(device, MetalCompiler.Pipeline(metal, KernelName, function, GroupSize));
    }
}
