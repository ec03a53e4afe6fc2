using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.UserKernels.Tests.Semantics;

/// <summary>Scalars that are called as shaders' own words are.</summary>
internal readonly struct Texture(int x, uint half, float sampler, bool kernel)
{
    public int X { get; } = x;

    public readonly uint Half = half;

    public float Sampler => sampler * 2f;

    public bool Kernel { get; } = kernel;
}

/// <summary>Names that are words or functions of GLSL, MSL or C++, and names that differ only in what those forbid.</summary>
[Kernel(8)]
internal readonly partial struct AwkwardNames(
    ReadBuffer<int> input, ReadBuffer<int> @in, ReadWriteBuffer<int> output, Texture texture, int x, int min, int @float, bool sample, int xy)
{
    public const int Slots = 8;

    public void Execute(Invocation kernel)
    {
        if (kernel.X >= input.Length) return;
        var half = input[kernel.X];
        var vec4 = @in[kernel.X];
        var main = half + x;
        var a__b = main * min;
        var a_b = a__b ^ @float;
        var gl_Position = sample ? a_b : vec4;
        var thread = new Int2(gl_Position, vec4);
        var r = thread.X + (xy * thread.Y);
        output[kernel.X * Slots] = r;
        output[(kernel.X * Slots) + 1] = texture.X + thread.X;
        output[(kernel.X * Slots) + 2] = (int)(texture.Half * (uint)half);
        output[(kernel.X * Slots) + 3] = texture.Sampler > 2.5f ? a_b : a__b;
        output[(kernel.X * Slots) + 4] = texture.Kernel ? 1 : texture.X;
        output[(kernel.X * Slots) + 5] = dot(half, vec4) + buffer(main);
        output[(kernel.X * Slots) + 6] = Min(min, half) + Max(xy, vec4);
        var texture_X = half;
        {
            var inner = texture_X + 1;
            output[(kernel.X * Slots) + 7] = inner;
        }
    }

    // A parameter may be called like the kernel's own, and hides it.
    private static int dot(int x, int min) => (x * 3) + min;

    private int buffer(int input)
    {
        var @float = input + x;
        return @float * 2;
    }
}
