using System.Globalization;

namespace GpuNet.Backends.Gles;

/// <summary>Which implementation of EGL and OpenGL ES to use, and where its messages go. What is left open is taken from the environment,
/// or else from the system.</summary>
public sealed record GlesOptions
{
    /// <summary>The environment variable that sets <see cref="EglLibrary"/>.</summary>
    public const string EglVariable = "GPUNET_EGL";

    /// <summary>The environment variable that sets <see cref="GlesLibrary"/>.</summary>
    public const string GlesVariable = "GPUNET_GLES";

    /// <summary>The environment variable that sets <see cref="Platform"/> and, after it, <see cref="PlatformAttributes"/>: numbers
    /// in hexadecimal with commas between them, such as <c>3202,3203,3450,3209,3487</c> for ANGLE on SwiftShader.</summary>
    public const string PlatformVariable = "GPUNET_EGL_PLATFORM";

    /// <summary>File name or path of the EGL library; null for the system's.</summary>
    public string? EglLibrary { get; init; }

    /// <summary>
    /// File name or path of the OpenGL ES library; null for the system's, or, where <see cref="EglLibrary"/> is set, for
    /// what that library's eglGetProcAddress answers.
    /// </summary>
    public string? GlesLibrary { get; init; }

    /// <summary>The first argument of eglGetPlatformDisplay; null for the surfaceless platform, or else the default display.</summary>
    public int? Platform { get; init; }

    /// <summary>The attributes for eglGetPlatformDisplay, names and values in turn, without EGL_NONE at the end; null for
    /// none.</summary>
    public IReadOnlyList<nint>? PlatformAttributes { get; init; }

    /// <summary>
    /// Takes the driver's debug messages, each one line. It is called on the thread of the context; what it throws surfaces
    /// from the call that brought the message about. Null for none, or, with GPUNET_GLES_DEBUG=1 in the environment, for
    /// standard error.
    /// </summary>
    public Action<string>? OnMessage { get; init; }

    /// <summary>The folder that keeps linked programs from one run to the next, a file for each; null keeps none. A file of
    /// another driver, or a damaged one, is ignored with a warning and written anew.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Takes warnings of the backend itself, each one line, on any thread. Must not throw.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>The same, with what is left open taken from the environment.</summary>
    /// <exception cref="DeviceException"><see cref="PlatformVariable"/> is no list of numbers.</exception>
    internal GlesOptions OrEnvironment()
    {
        var platform = Platform is null && Variable(PlatformVariable) is { } text ? Numbers(text) : null;
        return this with
        {
            EglLibrary = EglLibrary ?? Variable(EglVariable),
            GlesLibrary = GlesLibrary ?? Variable(GlesVariable),
            Platform = Platform ?? (int?)platform?[0],
            PlatformAttributes = PlatformAttributes ?? platform?[1..],
        };
    }

    private static nint[] Numbers(string text) => [.. text.Split(',').Select(word =>
        int.TryParse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)
            ? (nint)number
            : throw new DeviceException($"{PlatformVariable} is '{text}', where hexadecimal numbers with commas between them are expected."))];

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
