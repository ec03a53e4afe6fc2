using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Backends.Tests.TestKernels;

/// <summary>Writes late constants of every type as their bits.</summary>
[Kernel(1)]
internal readonly partial struct ConstantBits(ReadWriteBuffer<uint> bits, int signed, uint unsigned, float real, bool flag)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        bits[0] = (uint)signed;
        bits[1] = unsigned;
        bits[2] = AsUInt(real);
        bits[3] = flag ? 1u : 0u;
    }
}
