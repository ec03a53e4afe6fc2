using System.Text;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Metal.Tests;

/// <summary>A variant as no generator writes it, for what a device refuses before it looks at the MSL, or because of it.</summary>
internal sealed class HandMadeVariant : KernelVariant
{
    private readonly byte[] msl;

    public HandMadeVariant(string kernel, string msl, params BindingType[] bindings)
        : this(kernel, msl, DeviceFeatures.None, bindings)
    {
    }

    public HandMadeVariant(string kernel, string msl, DeviceFeatures features, params BindingType[] bindings)
        : base("by hand", null, null, [], bindings, features)
    {
        this.msl = Encoding.UTF8.GetBytes(msl);
        _ = new KernelDescriptor(kernel, "", new GridSize(1), [], [], [], [], [this]);
    }

    /// <summary>A pipeline of it, with workgroups of one invocation.</summary>
    public PipelineRequest Request => new(this, [], new GridSize(1));

    public override ReadOnlySpan<byte> GlslUtf8 => [];

    public override ReadOnlySpan<byte> MslUtf8 => msl;

    public override ReadOnlySpan<uint> SpirvWords => [];

    /// <summary>The text of a kernel without arguments.</summary>
    public static string Source(string name, string body) => $$"""
        #include <metal_stdlib>
        using namespace metal;

        kernel void {{name}}(uint3 global_id [[thread_position_in_grid]])
        {
            {{body}}
        }
        """;
}
