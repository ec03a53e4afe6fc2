using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace GpuNet.MetalStandIn;

/// <summary>
/// Compiles C and C++ with clang 16. What is built lies in the repository's <c>artifacts</c>, under a hash of sources and options,
/// so an unchanged source is never compiled twice.
/// </summary>
internal static class NativeBuild
{
    private static readonly string[] Options = ["-O2", "-fPIC", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror"];

    /// <summary>The folder of GpuNet.sln, above this assembly's own.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>The stand-in's sources.</summary>
    public static string SourceFolder { get; } = Path.Combine(RepositoryRoot, "tests", "GpuNet.MetalStandIn", "native");

    /// <summary>Where everything that is built lies.</summary>
    public static string OutputFolder { get; } = Path.Combine(RepositoryRoot, "artifacts", "metal-stand-in");

    /// <summary>Whether the compiler is installed.</summary>
    public static bool HasCompiler { get; } = CanRun("clang++-16");

    /// <summary>The path of the shared library, built if need be.</summary>
    public static string Library() => Build("libmetalstandin", ".so", ["-shared", "-Wl,-z,defs"], Sources());

    /// <summary>The path of a program made of one C file, built if need be.</summary>
    public static string Program(string source) =>
        Build(Path.GetFileNameWithoutExtension(source), "", ["-ldl"], [source]);

    private static string[] Sources()
    {
        string[] kinds = [".cpp", ".S", ".h"];
        var files = Directory.EnumerateFiles(SourceFolder, "*", SearchOption.AllDirectories).Where(file => kinds.Contains(Path.GetExtension(file)));
        return files.Order(StringComparer.Ordinal).ToArray();
    }

    private static string Build(string name, string extension, string[] linkOptions, string[] sources)
    {
        var target = Path.Combine(OutputFolder, $"{name}-{Hash(linkOptions, sources)}{extension}");
        if (File.Exists(target)) return target;
        Directory.CreateDirectory(OutputFolder);
        var scratch = Directory.CreateTempSubdirectory("gpunet-");
        try
        {
            var objects = sources.Where(file => Path.GetExtension(file) != ".h").Select(file => (Source: file, Object: ObjectFile(scratch, file))).ToArray();
            Parallel.ForEach(objects, pair => Run([.. Options, .. LanguageOptions(pair.Source), "-I", SourceFolder, "-c", pair.Source, "-o", pair.Object]));
            var linked = Path.Combine(scratch.FullName, "linked");
            Run([.. objects.Select(pair => pair.Object), .. linkOptions, "-o", linked]);
            // Another test process may build the same; a rename within the folder replaces a file in one step.
            var beside = $"{target}.{Environment.ProcessId}";
            File.Copy(linked, beside, overwrite: true);
            File.Move(beside, target, overwrite: true);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }

        return target;
    }

    private static string[] LanguageOptions(string source) => Path.GetExtension(source) switch
    {
        ".cpp" => ["-std=c++20"],
        ".c" => ["-x", "c", "-std=c17"],
        _ => [],
    };

    private static string ObjectFile(DirectoryInfo folder, string source) =>
        Path.Combine(folder.FullName, Path.GetRelativePath(Path.GetPathRoot(source)!, source).Replace(Path.DirectorySeparatorChar, '-') + ".o");

    private static string Hash(string[] linkOptions, string[] sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', [.. Options, .. linkOptions])));
        foreach (var source in sources)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(source)));
            hash.AppendData(File.ReadAllBytes(source));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static void Run(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("clang++-16", arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new StandInException($"clang++-16 exits with {process.ExitCode}: {errors}");
    }

    private static bool CanRun(string compiler)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(compiler, "--version") { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static string FindRepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GpuNet.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds GpuNet.sln.");
    }
}
