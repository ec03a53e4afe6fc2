using System.Runtime.InteropServices;

namespace GpuNet.Images.Codecs;

/// <summary>Calls into native decoders, which may be absent.</summary>
internal static class NativeLibraries
{
    /// <summary>Runs <paramref name="decode"/>; where its library is missing, says which package has it.</summary>
    public static unsafe RgbImage Call(
        string name, ReadOnlySpan<byte> content, string kind, string package, delegate*<string, ReadOnlySpan<byte>, RgbImage> decode)
    {
        try
        {
            return decode(name, content);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new ImageLibraryMissingException($"{name}: reading {kind} takes a library that is not installed: install the package {package}.", e);
        }
    }

    /// <summary>The one-line text at <paramref name="utf8"/>.</summary>
    public static unsafe string Text(byte* utf8) =>
        (Marshal.PtrToStringUTF8((nint)utf8) ?? "unknown error").ReplaceLineEndings(" ").Trim();
}
