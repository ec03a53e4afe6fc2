namespace GpuNet.Backends.Metal.Interop;

/// <summary>Errors of Foundation.</summary>
internal static class NSError
{
    private static readonly Selector DescriptionSelector = new("localizedDescription"u8);

    /// <summary>What the error says, on one line; says so itself where it is nil or silent.</summary>
    public static string Message(nint error)
    {
        var lines = NSString.Text(ObjectiveC.SendForObject(error, DescriptionSelector))
            .Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 0 ? string.Join(' ', lines) : "Metal does not say why.";
    }
}
