namespace GpuNet.Backends.Gles;

/// <summary>Which implementation of EGL and OpenGL ES to use, and where its messages go. The defaults take the system's.</summary>
public sealed record GlesOptions
{
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

    /// <summary>The folder that keeps linked programs from one run to the next, a file for each device; null keeps none. A file of
    /// another driver, or a damaged one, is ignored with a warning and written anew when the device is disposed.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Takes warnings of the backend itself, each one line, on any thread. Must not throw.</summary>
    public Action<string>? OnWarning { get; init; }
}
