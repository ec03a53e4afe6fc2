using System.Runtime.InteropServices;

namespace GpuNet.Backends.Metal.Interop;

/// <summary>The C functions of the Objective-C runtime, and <c>objc_msgSend</c> in each signature that a method needs.</summary>
/// <remarks>
/// Arguments go where the C calling convention puts them, so each signature is declared as the method's own. A method that
/// returned a large struct would need another entry point on x64; none is called.
/// </remarks>
internal static unsafe partial class ObjectiveC
{
    private const string MessageSend = "objc_msgSend";

    [LibraryImport(SystemLibraries.ObjectiveC)]
    public static partial nint objc_getClass(byte* name);

    [LibraryImport(SystemLibraries.ObjectiveC)]
    public static partial nint sel_registerName(byte* name);

    [LibraryImport(SystemLibraries.ObjectiveC)]
    public static partial nint objc_retain(nint value);

    [LibraryImport(SystemLibraries.ObjectiveC)]
    public static partial void objc_release(nint value);

    [LibraryImport(SystemLibraries.ObjectiveC)]
    public static partial void* objc_autoreleasePoolPush();

    [LibraryImport(SystemLibraries.ObjectiveC)]
    public static partial void objc_autoreleasePoolPop(void* pool);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial void Send(nint self, Selector selector);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial void Send(nint self, Selector selector, byte a);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial void Send(nint self, Selector selector, nint a);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial void Send(nint self, Selector selector, nuint a);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial void Send(nint self, Selector selector, nint a, nuint b);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial void Send(nint self, Selector selector, nint a, nuint b, nuint c);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial void Send(nint self, Selector selector, nint a, nuint b, nint c, nuint d, nuint e);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial void Send(nint self, Selector selector, MTLSize a, MTLSize b);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial void Send(
        nint self, Selector selector, nint a, nuint b, nuint c, nuint d, MTLSize e, nint f, nuint g, nuint h, MTLOrigin i);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial nint SendForObject(nint self, Selector selector);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial nint SendForObject(nint self, Selector selector, nint a);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial nint SendForObject(nint self, Selector selector, nuint a);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial nint SendForObject(nint self, Selector selector, nuint a, nuint b);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial nint SendForObject(nint self, Selector selector, NSRange a);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial nint SendForObject(nint self, Selector selector, nint a, nint* error);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial nint SendForObject(nint self, Selector selector, nint a, nint b, nint* error);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial nint SendForObject(nint self, Selector selector, nint a, nuint b, void* c, nint* error);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial nint SendForObject(nint self, Selector selector, byte* a, nuint b, nuint c);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial nuint SendForNumber(nint self, Selector selector);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial double SendForDouble(nint self, Selector selector);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial void* SendForPointer(nint self, Selector selector);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial byte SendForBool(nint self, Selector selector);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial byte SendForBool(nint self, Selector selector, nint a);

    [LibraryImport(SystemLibraries.ObjectiveC, EntryPoint = MessageSend)]
    public static partial byte SendForBool(nint self, Selector selector, nuint a, nuint b);
}
