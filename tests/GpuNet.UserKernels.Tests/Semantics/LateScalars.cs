using GpuNet.Language;

namespace GpuNet.UserKernels.Tests.Semantics;

/// <summary>Some of what a struct of scalars may hold.</summary>
internal readonly record struct Factors(int Step, uint Mask, float Scale, bool Flips);

/// <summary>
/// Late constants of every type and uniforms of every type in turn, so that one that is given another's value shows; functions see both.
/// </summary>
[Kernel(8)]
internal readonly partial struct LateScalars(
    ReadBuffer<int> a,
    ReadBuffer<int> b,
    ReadWriteBuffer<int> results,
    [Late] int rounds,
    int step,
    [Late] uint lateMask,
    uint mask,
    [Late] float lateScale,
    float scale,
    [Late] bool lateFlips,
    bool flips,
    [Late] Factors late,
    Factors factors)
{
    public const int Slots = 4;

    public void Execute(Invocation at)
    {
        if (at.X >= a.Length) return;
        var sum = b[at.X];
        for (var i = 0; i < rounds; i++) sum = (sum * step) + Turned(a[at.X], late.Step) - factors.Step;
        var first = at.X * Slots;
        results[first] = sum;
        results[first + 1] = (int)(((uint)sum & lateMask) ^ mask ^ late.Mask) + (int)factors.Mask;
        results[first + 2] = (int)((sum & 255) * lateScale * 2f) + (int)((sum & 255) * scale) - (int)(late.Scale * 4f) + (int)(factors.Scale * 8f);
        results[first + 3] = Turned(sum, 3) + (late.Flips ? 5 : 7) + (factors.Flips ? 11 : 13);
    }

    private int Turned(int value, int by) => lateFlips == flips ? value + by : value ^ (by + rounds + step);
}
