using System.CommandLine;
using System.Globalization;
using GpuNet.Cli.Output;
using GpuNet.Datasets;
using GpuNet.Drawing;
using GpuNet.Images;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet draw</c>: a dataset of drawn shapes and patterns.</summary>
internal static class DrawCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to draw into, with a folder for each class." };
        var count = CommonOptions.Count("--count", "Images of each class.", byDefault: 100, least: 1);
        var extent = CommonOptions.Count("--extent", "Rows and columns of an image.", byDefault: 96, least: 8);
        var known = string.Join(", ", DrawnClasses.Names);
        var classes = new Option<string[]>("--classes")
        {
            Description = $"Which classes: {known}; or, unknown to the default model, {string.Join(", ", DrawnClasses.HeldOut)}.",
            HelpName = "C",
            AllowMultipleArgumentsPerToken = true,
        };
        CommonOptions.OneOf(classes, DrawnClasses.All);
        var seed = CommonOptions.Seed();
        var command = new Command("draw", "Draw a dataset of shapes and patterns.") { folder, count, extent, classes, seed };
        command.SetAction(parsed =>
        {
            var names = parsed.GetValue(classes) is { Length: > 0 } chosen ? chosen : [.. DrawnClasses.Names];
            var target = parsed.GetRequiredValue(folder);
            var (each, size, number) = (parsed.GetValue(count), parsed.GetValue(extent), (ulong)parsed.GetValue(seed));
            if (size > 1024) throw new UsageException("--extent takes a number from 8 to 1024.");
            foreach (var name in names) Directory.CreateDirectory(Path.Combine(target, name));
            terminal.WithBars(bars =>
            {
                bars.Begin("drawing", each * names.Length);
                Parallel.For(0, each * names.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
                {
                    var (name, image) = (names[i / each], i % each);

                    // The seed of an image does not depend on how many others are drawn, nor of what class.
                    var own = SplitMix.Derive(SplitMix.Derive(number, (ulong)image), (ulong)DrawnClasses.All.ToList().IndexOf(name));
                    var file = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}_{image:D5}.png");
                    PngFile.Write(Path.Combine(target, name, file), DrawingProgram.Draw(name, size, own));
                    bars.Advance(1);
                });
                return true;
            });
            terminal.Line($"drew {each} images of each of {names.Length} classes into {target}");
            return ExitCode.Done;
        });
        return command;
    }
}
