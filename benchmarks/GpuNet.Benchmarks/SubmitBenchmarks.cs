using BenchmarkDotNet.Attributes;
using GpuNet.Devices;
using GpuNet.Language;

namespace GpuNet.Benchmarks;

/// <summary>
/// What a run costs besides its kernels: a list of dispatches that do next to nothing, as many as MobileNet V1 has steps, submitted
/// and waited for. The difference between the two lengths is the driver's, for a dispatch; the rest is the submission's.
/// </summary>
public class SubmitBenchmarks
{
    private const int Values = 64;

    private IDevice? device;
    private DeviceArray<float>? array;
    private IPipeline? pipeline;
    private ICommandList? commands;

    /// <summary>The backend.</summary>
    [Params("vulkan", "gles")]
    public string Backend { get; set; } = "";

    /// <summary>How many dispatches, with a barrier between every two.</summary>
    [Params(1, 31)]
    public int Dispatches { get; set; }

    /// <summary>Records the list.</summary>
    [GlobalSetup]
    public void Setup()
    {
        device = GpuDevices.Open(Backend);
        array = device.CreateArray<float>(new float[Values]);
        Shaders.IKernel kernel = new AddOne(array);
        var arguments = Shaders.KernelArguments.Of(kernel);
        pipeline = device.CreatePipeline(new Shaders.PipelineRequest(arguments.SelectVariant(), arguments.LateConstants, kernel.Kernel.DefaultWorkgroup));
        var list = new List<DeviceCommand>();
        for (var i = 0; i < Dispatches; i++)
        {
            if (i > 0) list.Add(new BarrierCommand());
            list.Add(new DispatchCommand(pipeline, kernel, arguments.Resources, arguments.Uniforms, new GridSize(1), "add one"));
        }

        commands = device.Record(list);
    }

    /// <summary>Frees what <see cref="Setup"/> made.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        commands?.Dispose();
        pipeline?.Dispose();
        array?.Dispose();
        device?.Dispose();
    }

    /// <summary>Submits and waits.</summary>
    [Benchmark]
    public void Run()
    {
        commands!.Submit();
        commands.Wait();
    }
}

/// <summary>Adds one to each value.</summary>
/// <param name="values">The values.</param>
[Kernel(64)]
public readonly partial struct AddOne(ReadWriteBuffer<float> values)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X < values.Length) values[at.X] = values[at.X] + 1f;
    }
}
