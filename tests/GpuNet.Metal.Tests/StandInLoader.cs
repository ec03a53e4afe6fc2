using System.Runtime.InteropServices;
using GpuNet.Backends.Metal;
using GpuNet.Backends.Metal.Interop;
using GpuNet.MetalStandIn;

namespace GpuNet.Metal.Tests;

/// <summary>Lets the backend's two system libraries be the stand-in, in this process.</summary>
internal static class StandInLoader
{
    private static readonly Lazy<bool> Installed = new(Install);

    /// <summary>A backend on the stand-in, or on Metal itself where that is there.</summary>
    /// <exception cref="StandInException">The stand-in cannot be built here; the message says what is missing.</exception>
    public static MetalBackend Backend()
    {
        EnsureInstalled();
        return new MetalBackend(MetalPlatform.ManyDevices, TimeSpan.FromMinutes(1));
    }

    /// <summary>Does so, once. On Apple's systems it leaves the backend to Metal itself.</summary>
    /// <exception cref="StandInException">The stand-in cannot be built here; the message says what is missing.</exception>
    public static void EnsureInstalled() => _ = Installed.Value;

    private static bool Install()
    {
        if (MetalPlatforms.Current != MetalPlatform.None) return false;
        var standIn = StandInLibrary.Handle;
        NativeLibrary.SetDllImportResolver(
            typeof(MetalBackend).Assembly,
            (name, _, _) => name is SystemLibraries.ObjectiveC or SystemLibraries.Metal ? standIn : 0);
        return true;
    }
}
