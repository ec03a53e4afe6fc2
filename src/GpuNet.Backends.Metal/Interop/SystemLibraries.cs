using System.Runtime.CompilerServices;

[assembly: DisableRuntimeMarshalling]

namespace GpuNet.Backends.Metal.Interop;

/// <summary>The libraries that the backend calls. They are part of the system, so a path is a name.</summary>
internal static class SystemLibraries
{
    /// <summary>The Objective-C runtime.</summary>
    public const string ObjectiveC = "/usr/lib/libobjc.A.dylib";

    /// <summary>The Metal framework, which brings Foundation with it.</summary>
    public const string Metal = "/System/Library/Frameworks/Metal.framework/Metal";
}
