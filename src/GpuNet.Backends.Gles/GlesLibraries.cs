using System.Runtime.InteropServices;
using System.Text;
using GpuNet.Backends.Gles.Interop;

namespace GpuNet.Backends.Gles;

/// <summary>
/// The libraries of EGL and OpenGL ES, loaded. They are never unloaded: drivers start threads and register exit handlers of
/// their own that do not survive it.
/// </summary>
internal sealed class GlesLibraries
{
    private static readonly string[] EglNames = ["libEGL.so.1", "libEGL.so", "libEGL"];
    private static readonly string[] GlesNames = ["libGLESv2.so.2", "libGLESv2.so", "libGLESv2"];

    private readonly nint gles;

    private GlesLibraries(nint egl, nint gles)
    {
        this.gles = gles;
        Egl = new Egl(name => NativeLibrary.TryGetExport(egl, name, out var address) ? address : 0);
    }

    /// <summary>The commands of EGL.</summary>
    public Egl Egl { get; }

    /// <summary>Loads the libraries.</summary>
    /// <exception cref="DeviceException">One is missing, or lacks a command.</exception>
    public static GlesLibraries Load(GlesOptions options)
    {
        var egl = Load("EGL", options.EglLibrary is { } eglName ? [eglName] : EglNames);

        // The system's OpenGL ES beside another EGL would call into another driver: that EGL must then name its commands.
        var gles = options switch
        {
            { GlesLibrary: { } glesName } => Load("OpenGL ES", [glesName]),
            { EglLibrary: not null } => 0,
            _ => Load("OpenGL ES", GlesNames),
        };
        try
        {
            return new GlesLibraries(egl, gles);
        }
        catch (EntryPointNotFoundException e)
        {
            throw new DeviceException($"The EGL library '{options.EglLibrary ?? EglNames[0]}' has no {e.Message}.", e);
        }
    }

    /// <summary>The commands of OpenGL ES, for the context that is current on this thread.</summary>
    /// <exception cref="DeviceException">One is missing.</exception>
    public Gl LoadGl(bool checksEachCall)
    {
        try
        {
            return new Gl(Address) { ChecksEachCall = checksEachCall };
        }
        catch (EntryPointNotFoundException e)
        {
            throw new DeviceException($"The OpenGL ES library has no {e.Message}: it is older than 3.1.", e);
        }
    }

    private static nint Load(string what, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var handle)) return handle;
        }

        throw new DeviceException($"The {what} library '{names[0]}' is not to be found.");
    }

    private unsafe nint Address(string command)
    {
        if (gles != 0 && NativeLibrary.TryGetExport(gles, command, out var address)) return address;
        fixed (byte* name = Encoding.UTF8.GetBytes(command + '\0')) return Egl.eglGetProcAddress(name);
    }
}
