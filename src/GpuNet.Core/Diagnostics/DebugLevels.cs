namespace GpuNet.Diagnostics;

/// <summary>What is told on the way, on standard error; see <see cref="DebugLevelNames.Variable"/>.</summary>
[Flags]
public enum DebugLevels
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Each step of each plan: operator, kernel, variant, grid.</summary>
    Plan = 1,

    /// <summary>Each command as it is recorded, barriers too, with what it binds and where that lies.</summary>
    Commands = 2,

    /// <summary>The GLSL of each pipeline as it is made, with its late constants.</summary>
    Source = 4,

    /// <summary>After each dispatch, look at what it wrote: numbers that are none, and bytes outside its outputs. Slow.</summary>
    Check = 8,

    /// <summary>The compiler's own form of each pipeline's kernel as it is made, with its late constants.</summary>
    Ir = 16,
}

/// <summary>The names of <see cref="DebugLevels"/> in the environment.</summary>
public static class DebugLevelNames
{
    /// <summary>The environment variable: names of levels with commas between, such as <c>plan,check</c>.</summary>
    public const string Variable = "GPUNET_DEBUG";

    /// <summary>What the environment asks for.</summary>
    /// <exception cref="InvalidInputException">A word there is no level.</exception>
    public static DebugLevels FromEnvironment() => Parse(Environment.GetEnvironmentVariable(Variable) ?? "");

    /// <summary>Reads names of levels.</summary>
    /// <exception cref="InvalidInputException">A word is no level.</exception>
    public static DebugLevels Parse(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var levels = DebugLevels.None;
        foreach (var word in words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            levels |= word switch
            {
                "plan" => DebugLevels.Plan,
                "commands" => DebugLevels.Commands,
                "source" => DebugLevels.Source,
                "ir" => DebugLevels.Ir,
                "check" => DebugLevels.Check,
                _ => throw new InvalidInputException($"{Variable}: there is no level '{MessageText.Short(word)}', only plan, commands, source, ir and check."),
            };
        }

        return levels;
    }
}
