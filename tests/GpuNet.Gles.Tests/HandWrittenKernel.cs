using System.Text;
using GpuNet.Devices;
using GpuNet.Language;
using GpuNet.Shaders;

namespace GpuNet.Gles.Tests;

/// <summary>A kernel that is GLSL only, to try the backend without the generator. Nothing runs it but a device.</summary>
internal sealed class HandWrittenKernel : IKernel
{
    /// <summary>A kernel of one variant.</summary>
    /// <param name="body">The GLSL after the version, precisions and the workgroup's layout.</param>
    /// <param name="workgroup">Its default workgroup.</param>
    /// <param name="constants">Its late constants.</param>
    /// <param name="bindings">What it binds, in order.</param>
    public HandWrittenKernel(string body, GridSize workgroup, IReadOnlyList<KernelScalar> constants, params BindingType[] bindings)
    {
        var variant = new GlslVariant(
            $"""
            #version 310 es
            precision highp float;
            precision highp int;
            precision highp sampler2DArray;
            precision highp image2DArray;
            layout(local_size_x = WORKGROUP_X, local_size_y = WORKGROUP_Y, local_size_z = WORKGROUP_Z) in;
            {body}

            """,
            bindings);
        Kernel = new KernelDescriptor("HandWritten", body, workgroup, [], [], constants, [], [variant]);
    }

    public KernelDescriptor Kernel { get; }

    public KernelVariant Variant => Kernel.Variants[0];

    /// <summary>Compiles it.</summary>
    public IPipeline Compile(IDevice device, params uint[] constants) =>
        device.CreatePipeline(new PipelineRequest(Variant, constants, Kernel.DefaultWorkgroup));

    /// <summary>Runs a pipeline of it.</summary>
    public DispatchCommand Dispatch(IPipeline pipeline, GridSize groups, params DeviceResource[] resources) =>
        new(pipeline, this, resources, [], groups, "test");

    public void Describe(KernelArguments arguments) => throw new NotSupportedException("Hand-written GLSL has no arguments.");

    public void RunOnHost(GridSize workgroup, GridSize groups) => throw new NotSupportedException("Hand-written GLSL runs on a device.");

    public void Execute(Invocation at) => throw new NotSupportedException("Hand-written GLSL runs on a device.");

    private sealed class GlslVariant(string glsl, IReadOnlyList<BindingType> bindings)
        : KernelVariant("glsl", null, null, [], bindings, DeviceFeatures.None)
    {
        private readonly byte[] utf8 = Encoding.UTF8.GetBytes(glsl);

        public override ReadOnlySpan<byte> GlslUtf8 => utf8;

        public override ReadOnlySpan<byte> MslUtf8 => [];

        public override ReadOnlySpan<uint> SpirvWords => [];
    }
}
