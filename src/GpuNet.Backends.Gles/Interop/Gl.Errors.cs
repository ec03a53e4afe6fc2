namespace GpuNet.Backends.Gles.Interop;

/// <summary>OpenGL ES as a context on the current thread has it: constants and commands by the API's own names.</summary>
internal sealed unsafe partial class Gl
{
    /// <summary>A lost context answers with an error for ever, so draining them has a bound.</summary>
    private const int MostPendingErrors = 8;

    private string? failedCommand;
    private uint failedError;

    /// <summary>Whether glGetError is asked after every command, so that <see cref="Check"/> can name the one that failed.</summary>
    public bool ChecksEachCall { get; init; }

    /// <summary>Throws if a command since the last check failed.</summary>
    /// <param name="what">The command, or what it was for.</param>
    /// <exception cref="DeviceException">One failed.</exception>
    public void Check(string what)
    {
        var error = failedCommand is null ? pfn_glGetError() : failedError;
        if (error == GL_NO_ERROR) return;
        for (var i = 0; i < MostPendingErrors && pfn_glGetError() != GL_NO_ERROR; i++)
        {
            // The first error is the one to report; those that follow are its consequences.
        }

        var command = failedCommand is null ? "" : $" in {failedCommand}";
        failedCommand = null;
        throw new DeviceException($"{what}: {ErrorName(error)}{command}.");
    }

    /// <summary>The API's name of an error.</summary>
    public static string ErrorName(uint error) => error switch
    {
        GL_NO_ERROR => "GL_NO_ERROR",
        GL_INVALID_ENUM => "GL_INVALID_ENUM",
        GL_INVALID_VALUE => "GL_INVALID_VALUE",
        GL_INVALID_OPERATION => "GL_INVALID_OPERATION",
        GL_INVALID_FRAMEBUFFER_OPERATION => "GL_INVALID_FRAMEBUFFER_OPERATION",
        GL_OUT_OF_MEMORY => "GL_OUT_OF_MEMORY",
        GL_CONTEXT_LOST => "GL_CONTEXT_LOST",
        _ => $"GL error 0x{error:X4}",
    };

    partial void AfterCall(string command)
    {
        if (!ChecksEachCall || failedCommand is not null) return;
        failedError = pfn_glGetError();
        if (failedError != GL_NO_ERROR) failedCommand = command;
    }
}
