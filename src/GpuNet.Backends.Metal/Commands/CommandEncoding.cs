using GpuNet.Backends.Metal.Interop;

namespace GpuNet.Backends.Metal;

/// <summary>
/// Fills a command buffer: opens the encoder that a command takes and closes the one before. Dispatches of an encoder may
/// overlap unless a barrier stands between them; between encoders, Metal itself orders accesses to one resource. Allocates nothing.
/// </summary>
/// <param name="deviceName">What to call the device in messages.</param>
internal class CommandEncoding(string deviceName)
{
    private MTLComputeCommandEncoder compute;
    private MTLBlitCommandEncoder blit;

    /// <summary>The command buffer that is filled.</summary>
    protected MTLCommandBuffer Commands { get; private set; }

    /// <summary>Begins with an empty command buffer.</summary>
    public virtual void Begin(MTLCommandBuffer commands)
    {
        (compute, blit) = (default, default);
        Commands = commands;
    }

    /// <summary>An encoder for dispatches.</summary>
    public MTLComputeCommandEncoder Compute()
    {
        if (!compute.IsNil) return compute;
        End();
        compute = OpenCompute();
        return !compute.IsNil ? compute : throw Refusal();
    }

    /// <summary>An encoder for copies.</summary>
    public MTLBlitCommandEncoder Blit()
    {
        if (!blit.IsNil) return blit;
        End();
        blit = OpenBlit();
        return !blit.IsNil ? blit : throw Refusal();
    }

    /// <summary>Orders what was encoded before what follows.</summary>
    public void Barrier()
    {
        if (!compute.IsNil) compute.MemoryBarrier(MTLBarrierScope.Buffers | MTLBarrierScope.Textures);
        else End();
    }

    /// <summary>Closes the encoder that is open, if one is.</summary>
    public void End()
    {
        if (!compute.IsNil) compute.EndEncoding();
        if (!blit.IsNil) blit.EndEncoding();
        (compute, blit) = (default, default);
    }

    protected virtual MTLComputeCommandEncoder OpenCompute() => Commands.ComputeCommandEncoder(MTLDispatchType.Concurrent);

    protected virtual MTLBlitCommandEncoder OpenBlit() => Commands.BlitCommandEncoder();

    private DeviceException Refusal() => new($"{deviceName} has no command encoder to give.");
}
