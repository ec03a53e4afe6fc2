using GpuNet.Language;

namespace GpuNet.Backends.Tests.TestKernels;

/// <summary>The sum of a word of four bytes and of the lanes of a texel of integers, written as a word and as integers.</summary>
[Kernel(4, 2, 1)]
internal readonly partial struct MixWords(
    ReadTensor<uint> words, ReadTensor<Int4> integers, WriteTensor<uint> sums, ReadWriteBuffer<Int4> lanes)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= words.Width || at.Y >= words.Height || at.Z >= words.Layers) return;
        var texel = integers.Read(at.X, at.Y, at.Z);
        sums.Write(at.X, at.Y, at.Z, words.Read(at.X, at.Y, at.Z) + (uint)(texel.X + texel.Y + texel.Z + texel.W));
        lanes[(((at.Z * words.Height) + at.Y) * words.Width) + at.X] = texel;
    }
}
