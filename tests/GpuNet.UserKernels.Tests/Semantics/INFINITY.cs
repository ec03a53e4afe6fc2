using GpuNet.Language;

namespace GpuNet.UserKernels.Tests.Semantics;

/// <summary>A kernel whose own name is a macro of MSL, so that its entry point has another there.</summary>
[Kernel(8)]
internal readonly partial struct INFINITY(ReadBuffer<int> a, ReadBuffer<int> b, ReadWriteBuffer<int> results)
{
    public const int Slots = 1;

    public void Execute(Invocation at)
    {
        if (at.X < a.Length) results[at.X] = a[at.X] ^ b[at.X];
    }
}
