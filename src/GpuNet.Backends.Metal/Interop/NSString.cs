using System.Runtime.InteropServices;
using System.Text;

namespace GpuNet.Backends.Metal.Interop;

/// <summary>Text of Foundation.</summary>
internal static unsafe class NSString
{
    private const nuint Utf8Encoding = 4;

    private static readonly ObjectiveCClass Class = new("NSString"u8);
    private static readonly Selector InitSelector = new("initWithBytes:length:encoding:"u8);
    private static readonly Selector Utf8Selector = new("UTF8String"u8);

    /// <summary>Text from UTF-8.</summary>
    /// <exception cref="ArgumentException">It is not UTF-8.</exception>
    public static RetainedObject Of(ReadOnlySpan<byte> utf8)
    {
        fixed (byte* first = utf8)
        {
            var text = ObjectiveC.SendForObject(Class.Alloc(), InitSelector, first, (nuint)utf8.Length, Utf8Encoding);
            return text != 0 ? new RetainedObject(text) : throw new ArgumentException("The text is not UTF-8.", nameof(utf8));
        }
    }

    /// <summary>Text from a string.</summary>
    public static RetainedObject Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The text of an NSString; empty for nil.</summary>
    public static string Text(nint value) =>
        Marshal.PtrToStringUTF8((nint)ObjectiveC.SendForPointer(value, Utf8Selector)) ?? "";
}
