namespace GpuNet.Cli.Classification;

/// <summary>The model that <c>classify</c> takes where none is named: it is part of the program.</summary>
internal static class DefaultModel
{
    /// <summary>What it is called in messages and reports.</summary>
    public const string Name = "shapes_uint8.tflite";

    /// <summary>The bytes of its file.</summary>
    public static ReadOnlyMemory<byte> Read()
    {
        using var stream = typeof(DefaultModel).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The program lacks its model '{Name}'.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
