using GpuNet.Shaders;

namespace GpuNet.Cli.Shaders;

/// <summary>The generated shaders as files: <c>KERNEL/VARIANT.glsl</c>, <c>.metal</c> and <c>.spvasm</c>.</summary>
/// <param name="folder">Where they lie.</param>
/// <param name="kernels">The kernels.</param>
internal sealed class ShaderFolder(string folder, IReadOnlyList<KernelDescriptor> kernels)
{
    /// <summary>Writes every file that is missing or stale. Removes nothing.</summary>
    /// <returns>The paths written, relative to the folder.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IReadOnlyList<string> Write()
    {
        var written = new List<string>();
        foreach (var (path, text) in Files())
        {
            var full = Path.Combine(folder, path);
            if (File.Exists(full) && File.ReadAllText(full) == text) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
            written.Add(path);
        }

        return written;
    }

    /// <summary>Compares the files with the kernels.</summary>
    /// <exception cref="InvalidInputException">There is no such folder.</exception>
    public IReadOnlyList<ShaderProblem> Check()
    {
        if (!Directory.Exists(folder)) throw new InvalidInputException($"{folder}: no such folder of shaders.");
        var problems = new List<ShaderProblem>();
        foreach (var (path, text) in Files())
        {
            var full = Path.Combine(folder, path);
            if (!File.Exists(full)) problems.Add(new ShaderProblem(path, "missing"));
            else if (File.ReadAllText(full) != text) problems.Add(new ShaderProblem(path, "stale"));
        }

        problems.AddRange(Superfluous().Select(path => new ShaderProblem(path, "superfluous")));
        return problems;
    }

    /// <summary>The shaders in the folder that belong to no kernel, relative to it.</summary>
    public IReadOnlyList<string> Superfluous()
    {
        var known = Files().Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
                .Where(path => ShaderTarget.All.Any(t => path.EndsWith(t.Extension!, StringComparison.Ordinal)) && !known.Contains(path))
                .Order(StringComparer.Ordinal),
        ];
    }

    private IEnumerable<(string Path, string Text)> Files() =>
        from kernel in kernels
        from variant in kernel.Variants
        from target in ShaderTarget.All
        select ($"{kernel.Name}/{variant.Name}{target.Extension}", target.TextOf(variant));
}

/// <summary>A file that is not as the kernels have it.</summary>
/// <param name="Path">The file, relative to its folder.</param>
/// <param name="What">missing, stale or superfluous.</param>
internal sealed record ShaderProblem(string Path, string What);
