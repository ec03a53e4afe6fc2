using GpuNet.Backends.Metal.Interop;

namespace GpuNet.Backends.Metal;

/// <summary>A command that was checked and bound, ready to be put into command buffers.</summary>
internal abstract class CommandStep
{
    /// <summary>Whether a profile measures it.</summary>
    public virtual bool IsTimed => true;

    /// <summary>Puts it into a command buffer, with one encoder.</summary>
    public abstract void Encode(CommandEncoding encoding);
}

/// <summary>Runs a kernel.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="buffers">What is bound as buffer 0 and on.</param>
/// <param name="textures">What is bound as texture 0 and on.</param>
/// <param name="uniforms">The uniforms, bound as the buffer behind those.</param>
/// <param name="groups">How many threadgroups.</param>
/// <param name="threads">Threads of a threadgroup.</param>
internal sealed class DispatchStep(
    MetalPipeline pipeline, (MetalBuffer Buffer, long Offset)[] buffers, MetalTexture[] textures, uint[] uniforms, MTLSize groups, MTLSize threads) : CommandStep
{
    public override void Encode(CommandEncoding encoding)
    {
        var encoder = encoding.Compute();
        encoder.SetComputePipelineState(pipeline.Pointer);
        for (var i = 0; i < buffers.Length; i++) encoder.SetBuffer(buffers[i].Buffer.Pointer, buffers[i].Offset, i);
        for (var i = 0; i < textures.Length; i++) encoder.SetTexture(textures[i].Pointer, i);
        if (uniforms.Length > 0) encoder.SetBytes(uniforms, buffers.Length);
        encoder.Dispatch(groups, threads);
    }
}

/// <summary>Copies between buffers, in multiples of four bytes.</summary>
internal sealed class CopyBufferStep(MetalBuffer source, long sourceOffset, MetalBuffer destination, long destinationOffset, long size) : CommandStep
{
    public override void Encode(CommandEncoding encoding) =>
        encoding.Blit().Copy(source.Pointer, sourceOffset, destination.Pointer, destinationOffset, size);
}

/// <summary>Copies between buffers, any bytes.</summary>
internal sealed class CopyBytesStep(
    ByteCopyPipeline pipeline, MetalBuffer source, long sourceOffset, MetalBuffer destination, long destinationOffset, long size) : CommandStep
{
    private const int GroupSize = ByteCopyPipeline.GroupSize;

    public override void Encode(CommandEncoding encoding)
    {
        var encoder = encoding.Compute();
        encoder.SetComputePipelineState(pipeline.Pointer);

        // Whole threadgroups, and a smaller one for the rest: so no thread needs to ask whether it is one too many.
        var (groups, rest) = Math.DivRem(size, GroupSize);
        if (groups > 0) Copy(encoder, 0, new MTLSize((nuint)groups, 1, 1), GroupSize);
        if (rest > 0) Copy(encoder, groups * GroupSize, new MTLSize(1, 1, 1), rest);
    }

    private void Copy(MTLComputeCommandEncoder encoder, long first, MTLSize groups, long threads)
    {
        encoder.SetBuffer(source.Pointer, sourceOffset + first, 0);
        encoder.SetBuffer(destination.Pointer, destinationOffset + first, 1);
        encoder.Dispatch(groups, new MTLSize((nuint)threads, 1, 1));
    }
}

/// <summary>Fills a texture from a buffer, slice after slice.</summary>
internal sealed class CopyToTextureStep(MetalBuffer source, long offset, MetalTexture destination) : CommandStep
{
    public override void Encode(CommandEncoding encoding)
    {
        var encoder = encoding.Blit();
        var extents = new MTLSize((nuint)destination.Width, (nuint)destination.Height, 1);
        for (var slice = 0; slice < destination.Layers; slice++)
        {
            encoder.CopyToSlice(
                source.Pointer,
                offset + (slice * destination.LayerByteLength),
                destination.RowByteLength,
                destination.LayerByteLength,
                extents,
                destination.Pointer,
                slice);
        }
    }
}

/// <summary>Orders memory accesses.</summary>
internal sealed class BarrierStep : CommandStep
{
    public override bool IsTimed => false;

    public override void Encode(CommandEncoding encoding) => encoding.Barrier();
}
