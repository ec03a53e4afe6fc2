using System.Runtime.InteropServices;
using GpuNet.Backends.Gles.Interop;
using static GpuNet.Backends.Gles.Interop.Egl;

namespace GpuNet.Backends.Gles;

/// <summary>
/// An initialised EGL display that needs no window system. It is never terminated: all who ask for a platform's display
/// share one, and terminating it would end the contexts of the others.
/// </summary>
internal sealed unsafe class GlesDisplay
{
    private readonly Egl egl;
    private readonly nint display;
    private readonly string extensions;
    private readonly bool hasEgl15;

    private GlesDisplay(Egl egl, nint display, int major, int minor)
    {
        this.egl = egl;
        this.display = display;
        extensions = Extensions(egl, display);
        hasEgl15 = major > 1 || minor >= 5;
    }

    /// <summary>Opens the platform that was asked for, else the surfaceless one, else the default display.</summary>
    /// <exception cref="DeviceException">There is none.</exception>
    public static GlesDisplay Open(Egl egl, GlesOptions options)
    {
        if (options.PlatformAttributes is { Count: var count } && count % 2 != 0)
            throw new DeviceException($"GlesOptions.PlatformAttributes has {count} values, and they must be pairs.");
        if (options.Platform is { } platform)
        {
            return TryInitialize(egl, PlatformDisplay(egl, platform, options.PlatformAttributes))
                ?? throw egl.Failure($"Opening the EGL platform 0x{platform:X4}");
        }

        // Extensions of no display are those of the library itself; one older than EGL 1.5 has none.
        if (HasWord(Extensions(egl, 0), "EGL_MESA_platform_surfaceless")
            && TryInitialize(egl, PlatformDisplay(egl, EGL_PLATFORM_SURFACELESS_MESA, options.PlatformAttributes)) is { } surfaceless)
            return surfaceless;
        return TryInitialize(egl, egl.eglGetDisplay(0)) ?? throw egl.Failure("Opening an EGL display");
    }

    /// <summary>Makes a context of OpenGL ES 3.1 or above and makes it current on this thread.</summary>
    /// <returns>The context, and the surface that it needs where EGL cannot do without, else 0.</returns>
    /// <exception cref="DeviceException">The driver has none.</exception>
    public (nint Context, nint Surface) CreateContext(bool isDebug)
    {
        if (egl.eglBindAPI(EGL_OPENGL_ES_API) == 0) throw egl.Failure("eglBindAPI");
        var isSurfaceless = HasWord(extensions, "EGL_KHR_surfaceless_context");
        var needsConfig = !isSurfaceless || !HasWord(extensions, "EGL_KHR_no_config_context");
        var config = needsConfig ? ChooseConfig(isSurfaceless) : 0;
        ReadOnlySpan<int> attributes =
        [
            EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 1,
            isDebug && hasEgl15 ? EGL_CONTEXT_OPENGL_DEBUG : EGL_NONE, 1, EGL_NONE,
        ];
        nint context, surface = 0;
        fixed (int* first = attributes) context = egl.eglCreateContext(display, config, 0, first);
        if (context == 0) throw egl.Failure("The driver has no context of OpenGL ES 3.1: eglCreateContext");
        try
        {
            if (!isSurfaceless) surface = CreateSurface(config);
            if (egl.eglMakeCurrent(display, surface, surface, context) == 0) throw egl.Failure("eglMakeCurrent");
            return (context, surface);
        }
        catch (DeviceException)
        {
            DestroyContext(context, surface);
            throw;
        }
    }

    /// <summary>Destroys what <see cref="CreateContext"/> made, on the same thread; zeroes are left alone.</summary>
    public void DestroyContext(nint context, nint surface)
    {
        egl.eglMakeCurrent(display, 0, 0, 0);
        if (context != 0) egl.eglDestroyContext(display, context);
        if (surface != 0) egl.eglDestroySurface(display, surface);
        egl.eglReleaseThread();
    }

    private static GlesDisplay? TryInitialize(Egl egl, nint display)
    {
        int major, minor;
        return display != 0 && egl.eglInitialize(display, &major, &minor) != 0 ? new GlesDisplay(egl, display, major, minor) : null;
    }

    private static nint PlatformDisplay(Egl egl, int platform, IReadOnlyList<nint>? attributes)
    {
        if (!egl.Has_eglGetPlatformDisplay) return 0;
        nint[] ended = [.. attributes ?? [], EGL_NONE];
        fixed (nint* first = ended) return egl.eglGetPlatformDisplay((uint)platform, null, first);
    }

    private static string Extensions(Egl egl, nint display) =>
        Marshal.PtrToStringUTF8((nint)egl.eglQueryString(display, EGL_EXTENSIONS)) ?? "";

    private static bool HasWord(string words, string word) => words.Split(' ').Contains(word);

    private nint ChooseConfig(bool isSurfaceless)
    {
        ReadOnlySpan<int> attributes =
            [EGL_RENDERABLE_TYPE, EGL_OPENGL_ES3_BIT, EGL_SURFACE_TYPE, isSurfaceless ? 0 : EGL_PBUFFER_BIT, EGL_NONE];
        nint config;
        int count;
        fixed (int* first = attributes)
        {
            if (egl.eglChooseConfig(display, first, &config, 1, &count) == 0) throw egl.Failure("eglChooseConfig");
        }

        return count > 0 ? config : throw new DeviceException("eglChooseConfig: no configuration has OpenGL ES 3.");
    }

    private nint CreateSurface(nint config)
    {
        ReadOnlySpan<int> attributes = [EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE];
        fixed (int* first = attributes)
        {
            var surface = egl.eglCreatePbufferSurface(display, config, first);
            return surface != 0 ? surface : throw egl.Failure("eglCreatePbufferSurface");
        }
    }
}
