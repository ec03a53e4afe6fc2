using System.Runtime.InteropServices;

namespace GpuNet.MetalStandIn;

/// <summary>
/// The native stand-in for the Objective-C runtime and Metal: builds and loads it, sets its limits and faults, and reads what it
/// counts. See README.md. The settings and the counts are the process's, so tests that use them must not run side by side.
/// </summary>
public static unsafe class StandInLibrary
{
    private const int TextCapacity = 1 << 20;

    private static readonly Lazy<string> BuiltLibrary = new(NativeBuild.Library);

    private static readonly Lazy<nint> Loaded = new(Load);

    /// <summary>Whether the stand-in can run here: on x64 Linux with clang 16.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && NativeBuild.HasCompiler;

    /// <summary>Why the stand-in cannot run where <see cref="IsSupported"/> is false.</summary>
    public static string WhyNot => "The Metal stand-in needs x64 Linux and clang 16 (Debian: clang-16).";

    /// <summary>The loaded library, for <see cref="NativeLibrary.GetExport"/> or a DllImport resolver.</summary>
    /// <exception cref="StandInException">It could not be built or loaded.</exception>
    public static nint Handle => Loaded.Value;

    /// <summary>The repository's root.</summary>
    public static string RepositoryRoot => NativeBuild.RepositoryRoot;

    /// <summary>The path of the shared library, built if need be.</summary>
    public static string LibraryPath => BuiltLibrary.Value;

    /// <summary>The folder of the headers that kernels are compiled with.</summary>
    public static string HeaderFolder => NativeBuild.SourceFolder;

    /// <summary>The folder of kernels that were compiled before.</summary>
    public static string KernelCache => Path.Combine(NativeBuild.OutputFolder, "kernels");

    /// <summary>Objects that were released more often than retained, since the process began.</summary>
    public static long OverReleases => ((delegate* unmanaged<long>)Export("over_releases"))();

    /// <summary>Objects that were autoreleased with no autorelease pool in place, since the process began.</summary>
    public static long Unpooled => ((delegate* unmanaged<long>)Export("unpooled"))();

    /// <summary>Builds a C program that is to run against the library, and gives its path.</summary>
    public static string BuildProgram(string sourcePath) => NativeBuild.Program(sourcePath);

    /// <summary>What the compilers say against an MSL source, as <c>newLibraryWithSource:</c> would; empty if nothing. Any thread may call it.</summary>
    public static string Compile(string source)
    {
        var diagnostics = new byte[TextCapacity];
        using var text = new Utf8Text(source);
        fixed (byte* target = diagnostics)
        {
            var isRight = ((delegate* unmanaged<nint, byte*, long, int>)Export("compile"))(text.Pointer, target, TextCapacity) != 0;
            var said = Marshal.PtrToStringUTF8((nint)target)!;
            if (!isRight && said.Length == 0) throw new StandInException("A source was refused without a reason.");
            return said;
        }
    }

    /// <summary>Sets a limit of the device or a fault; <c>native/metal/settings.cpp</c> names them.</summary>
    /// <exception cref="ArgumentException">There is no such setting.</exception>
    public static void Set(string name, long value)
    {
        using var text = new Utf8Text(name);
        if (((delegate* unmanaged<nint, long, int>)Export("set"))(text.Pointer, value) == 0)
            throw new ArgumentException($"The Metal stand-in has no setting '{name}'.", nameof(name));
    }

    /// <summary>Lets <c>respondsToSelector:</c> deny a selector, as an older system does, or no longer.</summary>
    public static void HideSelector(string name, bool hidden = true)
    {
        using var text = new Utf8Text(name);
        ((delegate* unmanaged<nint, int, void>)Export("hide_selector"))(text.Pointer, hidden ? 1 : 0);
    }

    /// <summary>All limits, faults and selectors as at the start.</summary>
    public static void Reset() => ((delegate* unmanaged<void>)Export("reset"))();

    /// <summary>The living objects of a class, such as <c>MTLBuffer</c>; of all classes if null.</summary>
    public static long LiveObjects(string? className = null)
    {
        using var text = new Utf8Text(className);
        return ((delegate* unmanaged<nint, long>)Export("live_objects"))(text.Pointer);
    }

    /// <summary>One line for each class that has living objects.</summary>
    public static string Report()
    {
        var text = new byte[TextCapacity];
        fixed (byte* target = text)
        {
            ((delegate* unmanaged<byte*, long, void>)Export("report"))(target, TextCapacity);
            return Marshal.PtrToStringUTF8((nint)target)!;
        }
    }

    private static nint Export(string name) => NativeLibrary.GetExport(Handle, "metal_stand_in_" + name);

    private static nint Load()
    {
        if (!IsSupported) throw new StandInException(WhyNot);
        var handle = NativeLibrary.Load(LibraryPath);
        using var headers = new Utf8Text(HeaderFolder);
        using var cache = new Utf8Text(KernelCache);
        ((delegate* unmanaged<nint, nint, void>)NativeLibrary.GetExport(handle, "metal_stand_in_configure"))(headers.Pointer, cache.Pointer);
        return handle;
    }

    /// <summary>A text as UTF-8 with a final zero, outside the managed heap.</summary>
    private readonly struct Utf8Text(string? text) : IDisposable
    {
        public nint Pointer { get; } = Marshal.StringToCoTaskMemUTF8(text);

        public void Dispose() => Marshal.FreeCoTaskMem(Pointer);
    }
}
