using GpuNet.Devices;
using GpuNet.Language;

namespace GpuNet.Profiling;

/// <summary>
/// What a device reaches at best, as measured on it: no kernel does more operations in a second than the first, or as many as
/// the bytes that it moves allow by the second (the roofline model of Williams, Waterman and Patterson, 2009).
/// </summary>
/// <param name="OperationsPerSecond">Operations on 32-bit floats; a multiply-add is two.</param>
/// <param name="BytesPerSecond">Bytes read and written, of buffers too large for most caches.</param>
public sealed record Roofline(double OperationsPerSecond, double BytesPerSecond)
{
    private const int Attempts = 5;
    private const int Invocations = 1 << 16;
    private const int CopiedBytes = 16 << 20;
    private const int VectorBytes = 16;

    // Long enough that starting a kernel does not count.
    private const double LeastSeconds = 0.01;
    private const int MostIterations = 1 << 20;

    /// <summary>Measures a device with two small kernels, one of multiply-adds and one of copies, in well under a second.</summary>
    /// <exception cref="DeviceException">The device failed, or has no 32 MiB.</exception>
    public static Roofline Measure(IDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new Roofline(MeasureOperations(device), MeasureBytes(device));
    }

    /// <summary>The least time that some work can take, in seconds.</summary>
    public double LeastTime(long operations, long bytes) => Math.Max(operations / OperationsPerSecond, bytes / BytesPerSecond);

    private static double MeasureOperations(IDevice device)
    {
        using var seed = device.CreateArray<float>([0.999f, 0.001f]);
        using var result = device.CreateArray<float>(Invocations, "result");
        for (var iterations = 16; ; iterations *= 4)
        {
            var seconds = Best(device, new MultiplyAddRate(seed, result, iterations), Invocations);
            if (seconds >= LeastSeconds || iterations >= MostIterations)
                return 2.0 * MultiplyAddRate.PerIteration * iterations * Invocations / seconds;
        }
    }

    private static double MeasureBytes(IDevice device)
    {
        var bytes = Math.Min(CopiedBytes, device.Info.Limits.MaxStorageBufferBytes);
        var length = (int)(bytes / VectorBytes);
        using var source = device.CreateArray<Float4>(length, "source");
        using var destination = device.CreateArray<Float4>(length, "destination");
        return 2.0 * length * VectorBytes / Best(device, new CopyRate(source, destination), length);
    }

    /// <summary>The shortest of several runs, in seconds; the first is the one that compiles, on some drivers.</summary>
    private static double Best(IDevice device, Shaders.IKernel kernel, int invocations)
    {
        using var prepared = device.Prepare(kernel, new GridSize(invocations));
        prepared.Run();
        var best = long.MaxValue;
        for (var i = 0; i < Attempts; i++) best = Math.Min(best, prepared.Measure());
        return Math.Max(best, 1) * 1e-9;
    }
}
