using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using GpuNet.Backends.Gles.Interop;
using static GpuNet.Backends.Gles.Interop.Gl;

namespace GpuNet.Backends.Gles;

/// <summary>
/// A context of OpenGL ES 3.1 without a window, current on the thread that opened it. Every member belongs to that thread.
/// </summary>
internal sealed unsafe class GlesContext : IDisposable
{
    private const string DebugVariable = "GPUNET_GLES_DEBUG";

    private readonly GlesDisplay display;
    private readonly Action<string>? onMessage;
    private readonly ConcurrentQueue<string> messages = new();
    private readonly nint context;
    private readonly nint surface;
    private GCHandle self;

    private GlesContext(GlesOptions options)
    {
        var isDebug = Environment.GetEnvironmentVariable(DebugVariable) == "1";
        onMessage = options.OnMessage ?? (isDebug ? Console.Error.WriteLine : null);
        var libraries = GlesLibraries.Load(options);
        display = GlesDisplay.Open(libraries.Egl, options);
        try
        {
            (context, surface) = display.CreateContext(isDebug);
            Gl = libraries.LoadGl(isDebug);
            var (major, minor) = (GlesDeviceInfo.Integer(Gl, GL_MAJOR_VERSION), GlesDeviceInfo.Integer(Gl, GL_MINOR_VERSION));
            if (major < 3 || (major == 3 && minor < 1))
                throw new DeviceException($"The driver has OpenGL ES {major}.{minor}, and GpuNet needs 3.1.");
            if (onMessage is not null) ListenToMessages();
            Gl.Check("Opening a context");
        }
        catch (DeviceException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The commands of OpenGL ES.</summary>
    public Gl Gl { get; }

    /// <summary>Opens a context and makes it current on this thread.</summary>
    /// <exception cref="DeviceException">A library, the display or the version is missing.</exception>
    public static GlesContext Open(GlesOptions options) => new(options);

    /// <summary>Hands on what the driver had to say since the last call.</summary>
    public void ReportMessages()
    {
        while (messages.TryDequeue(out var message)) onMessage?.Invoke(message);
    }

    /// <summary>Hands on a message of the backend's own.</summary>
    public void Report(string message) => messages.Enqueue(message);

    public void Dispose()
    {
        display.DestroyContext(context, surface);
        if (self.IsAllocated) self.Free();
    }

    private void ListenToMessages()
    {
        if (!GlesDeviceInfo.HasExtension(Gl, "GL_KHR_debug") || !Gl.Has_glDebugMessageCallbackKHR) return;
        self = GCHandle.Alloc(this);
        delegate* unmanaged<uint, uint, uint, uint, int, byte*, nint, void> callback = &OnDebugMessage;
        Gl.glEnable(GL_DEBUG_OUTPUT);
        Gl.glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
        Gl.glDebugMessageCallbackKHR((nint)callback, (void*)GCHandle.ToIntPtr(self));
    }

    /// <summary>Keeps the message for later: an exception of the user's must not unwind through the driver.</summary>
    [UnmanagedCallersOnly]
    private static void OnDebugMessage(uint source, uint type, uint id, uint severity, int length, byte* message, nint user)
    {
        if (severity == GL_DEBUG_SEVERITY_NOTIFICATION) return;
        var text = length < 0 ? Marshal.PtrToStringUTF8((nint)message) : Marshal.PtrToStringUTF8((nint)message, length);
        if (GCHandle.FromIntPtr(user).Target is GlesContext context) context.messages.Enqueue(OneLine(text));
    }

    /// <summary>A log of several lines as one.</summary>
    public static string OneLine(string? log) => string.Join(
        "; ", (log ?? "").Split(['\n', '\r', '\0'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
