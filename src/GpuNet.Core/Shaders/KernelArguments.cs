using GpuNet.Devices;

namespace GpuNet.Shaders;

/// <summary>The arguments of a kernel, taken apart: what a backend needs to choose a variant, make a pipeline and bind.</summary>
public sealed class KernelArguments
{
    private readonly List<DeviceResource> resources = [];
    private readonly List<uint> uniforms = [];
    private readonly List<uint> lateConstants = [];
    private readonly List<int> structural = [];

    private KernelArguments(KernelDescriptor kernel) => Kernel = kernel;

    /// <summary>The kernel.</summary>
    public KernelDescriptor Kernel { get; }

    /// <summary>What is bound, in binding order.</summary>
    public IReadOnlyList<DeviceResource> Resources => resources;

    /// <summary>The bits of the uniforms, in the order of <see cref="KernelDescriptor.Uniforms"/>.</summary>
    public IReadOnlyList<uint> Uniforms => uniforms;

    /// <summary>The bits of the late constants, in the order of <see cref="KernelDescriptor.LateConstants"/>.</summary>
    public IReadOnlyList<uint> LateConstants => lateConstants;

    /// <summary>The structural values, in the order of <see cref="KernelDescriptor.StructuralNames"/>.</summary>
    public IReadOnlyList<int> Structural => structural;

    /// <summary>Takes a kernel apart.</summary>
    public static KernelArguments Of(IKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var arguments = new KernelArguments(kernel.Kernel);
        kernel.Describe(arguments);
        return arguments;
    }

    /// <summary>The variant that fits the resources and structural values.</summary>
    /// <param name="readsTexels">Whether to read tensors in buffers as texels.</param>
    /// <param name="inHalves">Whether to compute in 16-bit floats.</param>
    /// <exception cref="ArgumentException">The resources differ in storage or format, or there is no such variant.</exception>
    public KernelVariant SelectVariant(bool readsTexels = false, bool inHalves = false)
    {
        TensorStorage? storage = null;
        TexelFormat? read = null, written = null;
        for (var i = 0; i < resources.Count; i++)
        {
            if (resources[i] is not DeviceTensor tensor) continue;
            var binding = Kernel.Bindings[i];
            ref var format = ref binding.Kind == BindingKind.WriteTensor ? ref written : ref read;
            if ((storage is { } s && s != tensor.Storage) || ((binding.Format ?? format) is { } f && f != tensor.Format))
                throw new ArgumentException(
                    $"{Kernel.Name}: storage or format of {tensor} do not fit among {string.Join(", ", resources)}.");
            storage = tensor.Storage;
            if (binding.Format is null) format = tensor.Format;
        }

        var (source, destination) = (read ?? written, written ?? read);
        // The device decodes the texels of a texture, whatever their format.
        if (storage == TensorStorage.TextureArray && source == TexelFormat.Float32 && destination == TexelFormat.Float16) source = destination;
        foreach (var variant in Kernel.Variants)
        {
            if (variant.Storage == storage && variant.Format == destination && variant.SourceFormat == source
                && variant.ReadsTexels == readsTexels && variant.ComputesInHalves == inHalves && variant.Structural.SequenceEqual(structural))
                return variant;
        }

        throw new ArgumentException(
            $"{Kernel.Name} has no variant for {storage} {destination}{(source == destination ? "" : $" of {source}")}{(readsTexels ? " read as texels" : "")}{(inHalves ? " computed in halves" : "")} ({string.Join(", ", structural)}).");
    }

    /// <summary>Adds the next resource.</summary>
    public void Resource(DeviceResource resource)
    {
        if (resource is null)
            throw new ArgumentException($"{Kernel.Name}: '{Kernel.Bindings[resources.Count].Name}' has no resource.");
        resources.Add(resource);
    }

    /// <summary>Adds the next uniform.</summary>
    public void Uniform(int value) => uniforms.Add(Bits(value));

    /// <inheritdoc cref="Uniform(int)"/>
    public void Uniform(uint value) => uniforms.Add(value);

    /// <inheritdoc cref="Uniform(int)"/>
    public void Uniform(float value) => uniforms.Add(Bits(value));

    /// <inheritdoc cref="Uniform(int)"/>
    public void Uniform(bool value) => uniforms.Add(Bits(value));

    /// <summary>Adds the next late constant.</summary>
    public void LateConstant(int value) => lateConstants.Add(Bits(value));

    /// <inheritdoc cref="LateConstant(int)"/>
    public void LateConstant(uint value) => lateConstants.Add(value);

    /// <inheritdoc cref="LateConstant(int)"/>
    public void LateConstant(float value) => lateConstants.Add(Bits(value));

    /// <inheritdoc cref="LateConstant(int)"/>
    public void LateConstant(bool value) => lateConstants.Add(Bits(value));

    /// <summary>Adds the next structural value.</summary>
    public void StructuralValue(int value) => structural.Add(value);

    private static uint Bits(int value) => unchecked((uint)value);

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private static uint Bits(bool value) => value ? 1u : 0u;
}
