using GpuNet.Devices;

namespace GpuNet.Backends.Tests;

/// <summary>The four ways of keeping floats on a device, and the words that the command line has for them.</summary>
internal static class Storages
{
    public static IEnumerable<(TensorStorage Storage, FloatStorage Floats)> All =>
        from floats in Enum.GetValues<FloatStorage>()
        from storage in Enum.GetValues<TensorStorage>()
        select (storage, floats);

    /// <summary>All for floats; for bytes, which are never kept as halves, those that differ.</summary>
    public static IEnumerable<(TensorStorage Storage, FloatStorage Floats)> For(bool isFloat) =>
        All.Where(storage => isFloat || storage.Floats == FloatStorage.Float32);

    public static SessionOptions Options(TensorStorage storage, FloatStorage floats) => new() { Storage = storage, FloatStorage = floats };

    public static TexelFormat Format(FloatStorage floats) => floats == FloatStorage.Float16 ? TexelFormat.Float16 : TexelFormat.Float32;

    /// <summary>The options of the command line that choose the same.</summary>
    public static string Arguments(string backend, TensorStorage storage, FloatStorage floats) =>
        $"--backend {backend} --storage {(storage == TensorStorage.Buffer ? "buffer" : "texture")}"
        + (floats == FloatStorage.Float16 ? " --float-storage f16" : "");
}
