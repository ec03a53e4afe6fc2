namespace GpuNet.Backends.Gles.Interop;

/// <summary>One implementation of EGL: constants and commands by the API's own names.</summary>
internal sealed unsafe partial class Egl
{
    /// <summary>An exception that says which command failed, and with which error.</summary>
    public DeviceException Failure(string command) => new($"{command}: {ErrorName(eglGetError())}.");

    private static string ErrorName(int error) => error switch
    {
        // Some implementations answer so when no driver takes the request.
        EGL_SUCCESS => "there is none",
        EGL_NOT_INITIALIZED => "EGL_NOT_INITIALIZED",
        EGL_BAD_ACCESS => "EGL_BAD_ACCESS",
        EGL_BAD_ALLOC => "EGL_BAD_ALLOC",
        EGL_BAD_ATTRIBUTE => "EGL_BAD_ATTRIBUTE",
        EGL_BAD_CONFIG => "EGL_BAD_CONFIG",
        EGL_BAD_CONTEXT => "EGL_BAD_CONTEXT",
        EGL_BAD_CURRENT_SURFACE => "EGL_BAD_CURRENT_SURFACE",
        EGL_BAD_DISPLAY => "EGL_BAD_DISPLAY",
        EGL_BAD_MATCH => "EGL_BAD_MATCH",
        EGL_BAD_NATIVE_PIXMAP => "EGL_BAD_NATIVE_PIXMAP",
        EGL_BAD_NATIVE_WINDOW => "EGL_BAD_NATIVE_WINDOW",
        EGL_BAD_PARAMETER => "EGL_BAD_PARAMETER",
        EGL_BAD_SURFACE => "EGL_BAD_SURFACE",
        EGL_CONTEXT_LOST => "EGL_CONTEXT_LOST",
        _ => $"EGL error 0x{error:X4}",
    };
}
