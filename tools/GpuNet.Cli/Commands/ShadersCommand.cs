using System.CommandLine;
using System.Globalization;
using GpuNet.Cli.Output;
using GpuNet.Cli.Shaders;
using GpuNet.Kernels;
using GpuNet.Shaders;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet shaders</c>: the generated shaders, to read and to keep under review.</summary>
internal static class ShadersCommand
{
    public static Command Create(Terminal terminal) => Create(terminal, KernelCatalog.All);

    internal static Command Create(Terminal terminal, IReadOnlyList<KernelDescriptor> kernels)
    {
        var list = new Command("list", "List the kernels and their variants.");
        list.SetAction(_ => List(terminal, kernels));

        var kernel = new Argument<string>("KERNEL") { Description = "A kernel, or KERNEL/VARIANT; the first variant if none is named." };
        var target = new Option<string>("--target") { Description = "glsl, msl, spirv, csharp or ir.", HelpName = "T", DefaultValueFactory = _ => "glsl" };
        CommonOptions.OneOf(target, [.. ShaderTarget.Shown.Select(t => t.Name)]);
        var beside = new Option<bool>("--beside") { Description = "With the C# beside it and what the kernel takes, also into a file or a pipe." };
        var show = new Command("show", "Print a shader; on a terminal beside its C#, under what the kernel takes.") { kernel, target, beside };
        show.SetAction(parsed =>
        {
            var variant = Find(kernels, parsed.GetRequiredValue(kernel));
            var form = ShaderTarget.Shown.Single(t => t.Name == parsed.GetRequiredValue(target));
            if (terminal.IsRead || parsed.GetValue(beside)) ShaderView.Show(terminal, variant, form);
            else terminal.Output.Write(form.TextOf(variant));
            return ExitCode.Done;
        });

        var writeTo = Folder();
        var write = new Command("write", "Write every shader into a folder.") { writeTo };
        write.SetAction(parsed => Write(terminal, new ShaderFolder(parsed.GetRequiredValue(writeTo), kernels)));

        var checkIn = Folder();
        var check = new Command("check", "Check that a folder has the shaders as they are generated now.") { checkIn };
        check.SetAction(parsed => Check(terminal, new ShaderFolder(parsed.GetRequiredValue(checkIn), kernels)));

        return new Command("shaders", "Show the generated shaders.") { list, show, write, check };

        static Argument<string> Folder() => new("DIR") { Description = "The folder; a subfolder for each kernel." };
    }

    private static int List(Terminal terminal, IReadOnlyList<KernelDescriptor> kernels)
    {
        terminal.Table(
            [new("kernel"), new("variant"), new("GLSL bytes", IsNumber: true), new("MSL bytes", IsNumber: true), new("SPIR-V words", IsNumber: true)],
            [
                .. from kernel in kernels
                   from variant in kernel.Variants
                   select new[]
                   {
                       kernel.Name, variant.Name, Number(variant.GlslUtf8.Length), Number(variant.MslUtf8.Length), Number(variant.SpirvWords.Length),
                   },
            ]);
        return ExitCode.Done;

        static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
    }

    // With a blank between them, too, as profiles and reports name them.
    private static KernelVariant Find(IReadOnlyList<KernelDescriptor> kernels, string name)
    {
        var (kernelName, variantName) = name.Split(['/', ' '], 2) is [var k, var v] ? (k, v) : (name, null);
        var kernel = kernels.FirstOrDefault(k => k.Name == kernelName)
            ?? throw new UsageException($"no kernel is called '{kernelName}'; 'gpunet shaders list' names them.");
        return kernel.Variants.FirstOrDefault(v => variantName is null || v.Name == variantName)
            ?? throw new UsageException(
                $"{kernel.Name} has no variant '{variantName}'; it has {string.Join(", ", kernel.Variants.Select(v => v.Name))}.");
    }

    private static int Write(Terminal terminal, ShaderFolder folder)
    {
        var written = folder.Write();
        foreach (var path in written) terminal.Line($"written {path}");
        foreach (var path in folder.Superfluous()) terminal.Line($"superfluous {path}: belongs to no kernel; remove it");
        return ExitCode.Done;
    }

    private static int Check(Terminal terminal, ShaderFolder folder)
    {
        var problems = folder.Check();
        foreach (var problem in problems) terminal.Line($"{problem.What} {problem.Path}");
        if (problems.Count == 0) return ExitCode.Done;
        terminal.Fail($"{problems.Count} shaders are not as the kernels generate them; 'gpunet shaders write' mends that.");
        return ExitCode.CheckFailed;
    }
}
