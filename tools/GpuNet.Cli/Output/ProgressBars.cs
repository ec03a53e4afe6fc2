using Spectre.Console;

namespace GpuNet.Cli.Output;

/// <summary>The bars of a work in several stages; nothing is drawn where no person watches.</summary>
/// <param name="progress">Where they are drawn; null for nowhere.</param>
internal sealed class ProgressBars(ProgressContext? progress)
{
    private ProgressTask? current;

    /// <summary>Whether a person watches.</summary>
    public bool AreShown => progress is not null;

    /// <summary>Ends the bar that there is, and begins one.</summary>
    /// <param name="what">What it is called.</param>
    /// <param name="items">How many items make it full.</param>
    public void Begin(string what, int items)
    {
        current?.StopTask();
        current = progress?.AddTask(Markup.Escape(what), maxValue: Math.Max(items, 1));
    }

    /// <summary>Moves the bar by so many items. Any thread may call it.</summary>
    public void Advance(int items) => current?.Increment(items);
}
