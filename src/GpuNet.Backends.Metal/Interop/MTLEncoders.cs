namespace GpuNet.Backends.Metal.Interop;

/// <summary>Puts dispatches into a command buffer.</summary>
internal readonly struct MTLComputeCommandEncoder(nint pointer)
{
    private static readonly Selector SetPipelineSelector = new("setComputePipelineState:"u8);
    private static readonly Selector SetBufferSelector = new("setBuffer:offset:atIndex:"u8);
    private static readonly Selector SetBytesSelector = new("setBytes:length:atIndex:"u8);
    private static readonly Selector SetTextureSelector = new("setTexture:atIndex:"u8);
    private static readonly Selector DispatchSelector = new("dispatchThreadgroups:threadsPerThreadgroup:"u8);
    private static readonly Selector MemoryBarrierSelector = new("memoryBarrierWithScope:"u8);
    private static readonly Selector EndEncodingSelector = new("endEncoding"u8);

    public bool IsNil => pointer == 0;

    public void SetComputePipelineState(nint pipeline) => ObjectiveC.Send(pointer, SetPipelineSelector, pipeline);

    public void SetBuffer(nint buffer, long offset, int index) => ObjectiveC.Send(pointer, SetBufferSelector, buffer, (nuint)offset, (nuint)index);

    /// <summary>Copies up to 4096 bytes, for the dispatches that follow.</summary>
    public unsafe void SetBytes(ReadOnlySpan<uint> words, int index)
    {
        fixed (uint* first = words) ObjectiveC.Send(pointer, SetBytesSelector, (nint)first, (nuint)(words.Length * sizeof(uint)), (nuint)index);
    }

    public void SetTexture(nint texture, int index) => ObjectiveC.Send(pointer, SetTextureSelector, texture, (nuint)index);

    public void Dispatch(MTLSize groups, MTLSize threadsPerGroup) => ObjectiveC.Send(pointer, DispatchSelector, groups, threadsPerGroup);

    /// <summary>Dispatches after it begin when those before it are done, and see what they wrote.</summary>
    public void MemoryBarrier(MTLBarrierScope scope) => ObjectiveC.Send(pointer, MemoryBarrierSelector, (nuint)scope);

    public void EndEncoding() => ObjectiveC.Send(pointer, EndEncodingSelector);
}

/// <summary>Puts copies into a command buffer.</summary>
internal readonly struct MTLBlitCommandEncoder(nint pointer)
{
    private static readonly Selector CopyBufferSelector = new("copyFromBuffer:sourceOffset:toBuffer:destinationOffset:size:"u8);
    private static readonly Selector CopyToTextureSelector = new(
        "copyFromBuffer:sourceOffset:sourceBytesPerRow:sourceBytesPerImage:sourceSize:toTexture:destinationSlice:destinationLevel:destinationOrigin:"u8);

    private static readonly Selector EndEncodingSelector = new("endEncoding"u8);

    public bool IsNil => pointer == 0;

    /// <summary>Copies bytes; on macOS the offsets and the size are multiples of 4.</summary>
    public void Copy(nint source, long sourceOffset, nint destination, long destinationOffset, long size) =>
        ObjectiveC.Send(pointer, CopyBufferSelector, source, (nuint)sourceOffset, destination, (nuint)destinationOffset, (nuint)size);

    /// <summary>Fills one slice of a texture array.</summary>
    public void CopyToSlice(nint source, long sourceOffset, long bytesPerRow, long bytesPerImage, MTLSize extents, nint texture, int slice) =>
        ObjectiveC.Send(
            pointer, CopyToTextureSelector, source, (nuint)sourceOffset, (nuint)bytesPerRow, (nuint)bytesPerImage, extents, texture, (nuint)slice, 0, default);

    public void EndEncoding() => ObjectiveC.Send(pointer, EndEncodingSelector);
}
