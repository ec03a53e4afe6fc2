using System.Xml;
using GpuNet.Bindings;

const string Usage = """
    Generates C# bindings from the Khronos XML registries.

      gpunet-bindings vulkan VK_XML OUT_DIR
      gpunet-bindings gles GL_XML EGL_XML OUT_DIR
    """;

try
{
    switch (args)
    {
        case ["vulkan", var vkXml, var outputDirectory]:
            VulkanBindings.Generate(vkXml, outputDirectory);
            return 0;
        case ["gles", var glXml, var eglXml, var outputDirectory]:
            GlesBindings.Generate(glXml, eglXml, outputDirectory);
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (Exception e) when (e is BindingsException or XmlException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"gpunet-bindings: {e.Message}");
    return 3;
}
