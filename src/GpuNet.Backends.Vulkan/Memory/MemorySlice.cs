namespace GpuNet.Backends.Vulkan;

/// <summary>A range of a block of device memory.</summary>
/// <param name="Block">The block.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Size">Bytes.</param>
internal readonly record struct MemorySlice(MemoryBlock Block, ulong Offset, ulong Size)
{
    /// <summary>The first byte as the host sees it; null where the memory is not mapped.</summary>
    public unsafe byte* Address => Block.Mapped == null ? null : Block.Mapped + Offset;
}
