using GpuNet.Shaders;

namespace GpuNet.Devices;

/// <summary>Runs kernels without a model: arrays in, kernels, arrays out.</summary>
public static class DeviceKernels
{
    /// <summary>An array on the device, filled with <paramref name="values"/>.</summary>
    /// <typeparam name="T">A scalar or vector of the kernel language, 4, 8 or 16 bytes.</typeparam>
    /// <param name="device">Where it lies.</param>
    /// <param name="values">At least one element.</param>
    /// <exception cref="ArgumentException">There are no values, or an element is of another size.</exception>
    /// <exception cref="DeviceException">There is not so much memory, or the device's limit is lower.</exception>
    public static DeviceArray<T> CreateArray<T>(this IDevice device, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var array = CreateArray<T>(device, values.Length);
        try
        {
            array.Write(values);
            return array;
        }
        catch
        {
            array.Dispose();
            throw;
        }
    }

    /// <summary>An array on the device, its contents undefined.</summary>
    /// <typeparam name="T">A scalar or vector of the kernel language, 4, 8 or 16 bytes.</typeparam>
    /// <param name="device">Where it lies.</param>
    /// <param name="length">Number of elements, at least 1.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="ArgumentException">The length is below 1, or an element is of another size.</exception>
    /// <exception cref="DeviceException">There is not so much memory, or the device's limit is lower.</exception>
    public static DeviceArray<T> CreateArray<T>(this IDevice device, int length, string name = "array")
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(name);
        return new DeviceArray<T>(device, name, length);
    }

    /// <summary>
    /// Runs <paramref name="kernel"/> once and waits for it. Compiles it first, so prepare what runs often with
    /// <see cref="Prepare"/>.
    /// </summary>
    /// <inheritdoc cref="Prepare"/>
    /// <exception cref="KernelFaultException">On the CPU: the kernel did what is undefined on a GPU.</exception>
    public static void Run(this IDevice device, IKernel kernel, GridSize invocations, GridSize? workgroup = null)
    {
        using var prepared = Prepare(device, kernel, invocations, workgroup);
        prepared.Run();
    }

    /// <summary>Compiles <paramref name="kernel"/> for its arguments and records it, to run any number of times.</summary>
    /// <param name="device">Where it runs, and where its arrays lie.</param>
    /// <param name="kernel">The kernel with its arguments.</param>
    /// <param name="invocations">How many along each axis, at least 1. The last workgroup is always whole, so a kernel meets
    /// positions beyond these and must leave them alone.</param>
    /// <param name="workgroup">Invocations of a workgroup; the kernel's own where it is null.</param>
    /// <exception cref="ArgumentException">An argument of the kernel has no memory on this device, or there is no such variant.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An extent is below 1.</exception>
    /// <exception cref="DeviceException">The grid is above the device's limit, or the driver rejects the shader.</exception>
    public static PreparedKernel Prepare(this IDevice device, IKernel kernel, GridSize invocations, GridSize? workgroup = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(kernel);
        var arguments = KernelArguments.Of(kernel);
        var group = workgroup ?? kernel.Kernel.DefaultWorkgroup;
        RequirePositive(group, nameof(workgroup));
        RequirePositive(invocations, nameof(invocations));
        RequireGroups(device.Info, arguments.Kernel, invocations, group);

        var pipeline = device.CreatePipeline(new PipelineRequest(arguments.SelectVariant(), arguments.LateConstants, group));
        try
        {
            var dispatch = new DispatchCommand(pipeline, kernel, arguments.Resources, arguments.Uniforms, group.GroupsFor(invocations), arguments.Kernel.Name);
            return new PreparedKernel(pipeline, device.Record([dispatch]));
        }
        catch
        {
            pipeline.Dispose();
            throw;
        }
    }

    private static void RequirePositive(GridSize size, string parameter)
    {
        if (size.X < 1 || size.Y < 1 || size.Z < 1)
            throw new ArgumentOutOfRangeException(parameter, size, "Every extent is at least 1.");
    }

    private static void RequireGroups(DeviceInfo device, KernelDescriptor kernel, GridSize invocations, GridSize group)
    {
        var most = device.Limits.MaxWorkgroupCount;
        if (invocations.X > (long)most.X * group.X || invocations.Y > (long)most.Y * group.Y || invocations.Z > (long)most.Z * group.Z)
            throw new DeviceException($"{kernel.Name}: {invocations} invocations take more than the {most} workgroups of {group} that {device.Name} allows.");
    }
}
