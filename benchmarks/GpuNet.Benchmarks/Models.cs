namespace GpuNet.Benchmarks;

/// <summary>The models that are measured; they lie in <c>../shared/models</c>, beside the repository.</summary>
public static class Models
{
    /// <summary>MobileNet V1 1.0 224, in floats and in bytes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mobilenet_v1_1.0_224_float", "mobilenet_v1_1.0_224_quant"];

    /// <summary>The bytes of a model.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder(), $"{name}.tflite"));

    // BenchmarkDotNet runs its programs from folders of its own, all below the repository.
    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GpuNet.sln"))) return Path.Combine(folder.FullName, "..", "shared", "models");
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds GpuNet.sln.");
    }
}
