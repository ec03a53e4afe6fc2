using GpuNet.Devices;
using GpuNet.Host;
using GpuNet.Language;
using GpuNet.Shaders;

namespace GpuNet.Host.Tests;

/// <summary>What the generator would add to the kernels here, which are written by hand.</summary>
internal static class TestKernels
{
    public static KernelDescriptor Describe(string name) =>
        new(name, "", new GridSize(1), [], [], [], [], [new NoShader()]);

    private sealed class NoShader() : KernelVariant("host", null, null, [], [], DeviceFeatures.None)
    {
        public override ReadOnlySpan<byte> GlslUtf8 => default;

        public override ReadOnlySpan<byte> MslUtf8 => default;

        public override ReadOnlySpan<uint> SpirvWords => default;
    }
}

/// <summary>y = a * x + y.</summary>
internal readonly struct Saxpy(float a, ReadBuffer<float> x, ReadWriteBuffer<float> y) : IKernel
{
    private static readonly KernelDescriptor Descriptor = TestKernels.Describe(nameof(Saxpy));

    public KernelDescriptor Kernel => Descriptor;

    public void Describe(KernelArguments arguments)
    {
        arguments.Resource(x.Resource);
        arguments.Resource(y.Resource);
    }

    public void RunOnHost(GridSize workgroup, GridSize groups) => HostExecutor.Run(this, workgroup, groups, barriers: false);

    public void Execute(Invocation at)
    {
        if (at.X < y.Length) y[at.X] += a * x[at.X];
    }
}

/// <summary>Like <see cref="Saxpy"/>, without the check of the last workgroup's extents.</summary>
internal readonly struct UncheckedSaxpy(float a, ReadBuffer<float> x, ReadWriteBuffer<float> y) : IKernel
{
    private static readonly KernelDescriptor Descriptor = TestKernels.Describe(nameof(UncheckedSaxpy));

    public KernelDescriptor Kernel => Descriptor;

    public void Describe(KernelArguments arguments)
    {
        arguments.Resource(x.Resource);
        arguments.Resource(y.Resource);
    }

    public void RunOnHost(GridSize workgroup, GridSize groups) => HostExecutor.Run(this, workgroup, groups, barriers: false);

    public void Execute(Invocation at) => y[at.X] += a * x[at.X];
}

/// <summary>Copies each texel.</summary>
internal readonly struct CopyTensor(ReadTensor<Float4> source, WriteTensor<Float4> destination) : IKernel
{
    private static readonly KernelDescriptor Descriptor = TestKernels.Describe(nameof(CopyTensor));

    public KernelDescriptor Kernel => Descriptor;

    public void Describe(KernelArguments arguments)
    {
        arguments.Resource(source.Resource);
        arguments.Resource(destination.Resource);
    }

    public void RunOnHost(GridSize workgroup, GridSize groups) => HostExecutor.Run(this, workgroup, groups, barriers: false);

    public void Execute(Invocation at)
    {
        if (at.X >= source.Width || at.Y >= source.Height) return;
        destination.Write(at.X, at.Y, at.Z, source.Read(at.X, at.Y, at.Z));
    }
}

/// <summary>Writes the position of each invocation as 100 z + 10 y + x.</summary>
internal readonly struct WritePosition(ReadWriteBuffer<int> output, int width, int height) : IKernel
{
    private static readonly KernelDescriptor Descriptor = TestKernels.Describe(nameof(WritePosition));

    public KernelDescriptor Kernel => Descriptor;

    public void Describe(KernelArguments arguments) => arguments.Resource(output.Resource);

    public void RunOnHost(GridSize workgroup, GridSize groups) => HostExecutor.Run(this, workgroup, groups, barriers: false);

    public void Execute(Invocation at) => output[(((at.Z * height) + at.Y) * width) + at.X] = (100 * at.Z) + (10 * at.Y) + at.X;
}

/// <summary>The sum of each workgroup's elements, halving in shared memory; the workgroup's size is a power of two.</summary>
internal readonly struct SumGroups(ReadBuffer<int> source, ReadWriteBuffer<int> sums, bool barriers) : IKernel
{
    private static readonly KernelDescriptor Descriptor = TestKernels.Describe(nameof(SumGroups));

    public KernelDescriptor Kernel => Descriptor;

    public void Describe(KernelArguments arguments)
    {
        arguments.Resource(source.Resource);
        arguments.Resource(sums.Resource);
    }

    public void RunOnHost(GridSize workgroup, GridSize groups) => HostExecutor.Run(this, workgroup, groups, barriers);

    public void Execute(Invocation at)
    {
        var partial = at.Shared<int>(128);
        partial[at.LocalX] = source[at.X];
        at.Barrier();
        for (var half = at.GroupSizeX / 2; half > 0; half /= 2)
        {
            if (at.LocalX < half) partial[at.LocalX] += partial[at.LocalX + half];
            at.Barrier();
        }

        if (at.LocalX == 0) sums[at.GroupX] = partial[0];
    }
}

/// <summary>Runs what a test gives it.</summary>
internal readonly struct Scripted(Action<Invocation> script, bool barriers) : IKernel
{
    private static readonly KernelDescriptor Descriptor = TestKernels.Describe(nameof(Scripted));

    public KernelDescriptor Kernel => Descriptor;

    public void Describe(KernelArguments arguments)
    {
        // It has no parameters of the kernel language.
    }

    public void RunOnHost(GridSize workgroup, GridSize groups) => HostExecutor.Run(this, workgroup, groups, barriers);

    public void Execute(Invocation at) => script(at);
}

/// <summary>Allocates a kilobyte on the stack.</summary>
internal readonly struct StackUser(ReadWriteBuffer<int> output) : IKernel
{
    private static readonly KernelDescriptor Descriptor = TestKernels.Describe(nameof(StackUser));

    public KernelDescriptor Kernel => Descriptor;

    public void Describe(KernelArguments arguments) => arguments.Resource(output.Resource);

    public void RunOnHost(GridSize workgroup, GridSize groups) => HostExecutor.Run(this, workgroup, groups, barriers: false);

    public void Execute(Invocation at)
    {
        Span<int> sums = stackalloc int[256];
        sums[at.LocalX] = at.X;
        output[at.GroupX] = sums[at.LocalX];
    }
}
