using System.Runtime.InteropServices;
using GpuNet.Graphs;
using GpuNet.Planning;

namespace GpuNet;

/// <summary>A tensor of a session that the host reaches through a buffer of its device.</summary>
internal sealed class DeviceSessionTensor(DeviceSession session, PlannedTransfer transfer, bool isInput) : SessionTensor(transfer.Tensor)
{
    private protected override void SetBytes(ReadOnlySpan<byte> bytes)
    {
        session.ThrowIfBusy();
        if (!isInput) throw new InvalidInputException($"{Tensor} is an output: the model sets it.");
        transfer.Resource.Range!.Value.Buffer.Write(bytes, 0);
    }

    private protected override void GetBytes(Span<byte> bytes)
    {
        session.ThrowIfBusy();
        if (isInput) throw new InvalidInputException($"{Tensor} is an input: it is set and not read.");
        var buffer = transfer.Resource.Range!.Value.Buffer;
        if (Tensor.Type != ElementType.Int64)
        {
            buffer.Read(bytes, 0);
            return;
        }

        // The device computes indices in 32 bits.
        var indices = new int[Length];
        buffer.Read(MemoryMarshal.AsBytes(indices.AsSpan()), 0);
        var wide = MemoryMarshal.Cast<byte, long>(bytes);
        for (var i = 0; i < indices.Length; i++) wide[i] = indices[i];
    }
}
