using System.Runtime.InteropServices;

namespace GpuNet.MetalStandIn.Tests.Metal;

/// <summary>Messages to the stand-in, written for these tests: the backend's own interop is tested elsewhere.</summary>
internal static unsafe class ObjectiveC
{
    private static readonly nint MessageSend = NativeLibrary.GetExport(StandInLibrary.Handle, "objc_msgSend");

    public static nint Class(string name) => ByName("objc_getClass", name);

    public static nint Send(nint target, string selector) => ((delegate* unmanaged<nint, nint, nint>)MessageSend)(target, Selector(selector));

    public static nint Send(nint target, string selector, nint a) => ((delegate* unmanaged<nint, nint, nint, nint>)MessageSend)(target, Selector(selector), a);

    public static nint Send(nint target, string selector, nint a, nint b) =>
        ((delegate* unmanaged<nint, nint, nint, nint, nint>)MessageSend)(target, Selector(selector), a, b);

    public static nint Send(nint target, string selector, nint a, nint b, nint c) =>
        ((delegate* unmanaged<nint, nint, nint, nint, nint, nint>)MessageSend)(target, Selector(selector), a, b, c);

    public static nint Send(nint target, string selector, nint a, nint b, nint c, nint d) =>
        ((delegate* unmanaged<nint, nint, nint, nint, nint, nint, nint>)MessageSend)(target, Selector(selector), a, b, c, d);

    public static void Send(nint target, string selector, Size a, Size b) =>
        ((delegate* unmanaged<nint, nint, Size, Size, void>)MessageSend)(target, Selector(selector), a, b);

    /// <summary>copyFromBuffer:... to a buffer.</summary>
    public static void Copy(nint encoder, nint from, nint fromOffset, nint to, nint toOffset, nint size) =>
        ((delegate* unmanaged<nint, nint, nint, nint, nint, nint, nint, void>)MessageSend)(
            encoder, Selector("copyFromBuffer:sourceOffset:toBuffer:destinationOffset:size:"), from, fromOffset, to, toOffset, size);

    /// <summary>copyFromBuffer:... to a slice of a texture.</summary>
    public static void CopyToTexture(nint encoder, nint buffer, nint bytesPerRow, nint bytesPerImage, Size size, nint texture, nint slice) =>
        ((delegate* unmanaged<nint, nint, nint, nint, nint, nint, Size, nint, nint, nint, Size, void>)MessageSend)(
            encoder,
            Selector("copyFromBuffer:sourceOffset:sourceBytesPerRow:sourceBytesPerImage:sourceSize:toTexture:destinationSlice:destinationLevel:destinationOrigin:"),
            buffer, 0, bytesPerRow, bytesPerImage, size, texture, slice, 0, default);

    /// <summary>A string that the innermost pool owns.</summary>
    public static nint String(string text)
    {
        var utf8 = Marshal.StringToCoTaskMemUTF8(text);
        try
        {
            return Send(Class("NSString"), "stringWithUTF8String:", utf8);
        }
        finally
        {
            Marshal.FreeCoTaskMem(utf8);
        }
    }

    public static string Text(nint text) => Marshal.PtrToStringUTF8(Send(text, "UTF8String"))!;

    public static nint DefaultDevice() => ((delegate* unmanaged<nint>)NativeLibrary.GetExport(StandInLibrary.Handle, "MTLCreateSystemDefaultDevice"))();

    public static nint PushPool() => ((delegate* unmanaged<nint>)NativeLibrary.GetExport(StandInLibrary.Handle, "objc_autoreleasePoolPush"))();

    public static void PopPool(nint pool) => ((delegate* unmanaged<nint, void>)NativeLibrary.GetExport(StandInLibrary.Handle, "objc_autoreleasePoolPop"))(pool);

    public static void Release(nint target) => Send(target, "release");

    /// <summary>objc_release, the function.</summary>
    public static void ReleaseFunction(nint target) => ((delegate* unmanaged<nint, void>)NativeLibrary.GetExport(StandInLibrary.Handle, "objc_release"))(target);

    public static nint Selector(string name) => ByName("sel_registerName", name);

    private static nint ByName(string function, string name)
    {
        var utf8 = Marshal.StringToCoTaskMemUTF8(name);
        try
        {
            return ((delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(StandInLibrary.Handle, function))(utf8);
        }
        finally
        {
            Marshal.FreeCoTaskMem(utf8);
        }
    }
}

/// <summary>MTLSize and MTLOrigin.</summary>
internal readonly record struct Size(nint Width, nint Height = 1, nint Depth = 1);
