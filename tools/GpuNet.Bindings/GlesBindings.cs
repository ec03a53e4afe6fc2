namespace GpuNet.Bindings;

/// <summary>Generates the bindings of OpenGL ES and EGL.</summary>
internal static class GlesBindings
{
    /// <summary>Writes the bindings into <paramref name="outputDirectory"/>.</summary>
    public static void Generate(string glXml, string eglXml, string outputDirectory) =>
        throw new BindingsException($"no allow-list for {glXml} and {eglXml}: nothing to write into {outputDirectory}");
}
