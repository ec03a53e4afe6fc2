using GpuNet.Cli.Shaders;
using GpuNet.Kernels;

namespace GpuNet.Cli.Tests.CommandLine;

/// <summary>The shaders in the repository are those that the kernels are compiled into.</summary>
public sealed class CommittedShadersTests
{
    private const string Refresh = "Refresh them with './gpunet shaders write shaders', remove what is superfluous, and commit the folder.";

    [Test]
    public void Folder_is_current_and_holds_nothing_else()
    {
        var path = Path.Combine(Repository.Root, "shaders");
        Assert.That(Directory.Exists(path), $"shaders/ is missing. {Refresh}");
        var problems = new ShaderFolder(path, KernelCatalog.All).Check().Select(p => $"{p.Path}: {p.What}").ToArray();
        Assert.That(problems, Is.Empty, Refresh);
    }
}
