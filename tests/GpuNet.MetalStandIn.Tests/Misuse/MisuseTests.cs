using System.Diagnostics;

namespace GpuNet.MetalStandIn.Tests.Misuse;

/// <summary>What must abort, as Metal's validation layer does: each in a process of its own.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
public sealed class MisuseTests
{
    private static readonly Lazy<string> Program = new(() =>
        StandInLibrary.BuildProgram(Path.Combine(StandInLibrary.RepositoryRoot, "tests", "GpuNet.MetalStandIn.Tests", "Misuse", "misuse.c")));

    [TestCase("unknown selector", "unrecognized selector -[MTLDevice frobnicate]")]
    [TestCase("unknown class selector", "unrecognized selector +[NSString frobnicate]")]
    [TestCase("unknown class", "there is no class 'MTLFrobnicator'")]
    [TestCase("new of a protocol", "MTLBuffer is a protocol")]
    [TestCase("message to the dead", "'contents' was sent to a deallocated MTLBuffer")]
    [TestCase("retain of the dead", "a deallocated MTLBuffer was retained")]
    [TestCase("pool popped twice", "autorelease pool")]
    [TestCase("index beyond an array", "index 1 is beyond 1 items")]
    [TestCase("empty buffer", "a buffer has at least one byte")]
    [TestCase("unknown pixel format", "no pixel format 1")]
    [TestCase("empty texture", "0 x 1 x 1 texels")]
    [TestCase("no pipeline", "no compute pipeline state is set")]
    [TestCase("unbound buffer", "no buffer is bound at index 1 for 'a' of kernel 'k'")]
    [TestCase("unbound texture", "no texture is bound at index 0 for 't' of kernel 'k'")]
    [TestCase("misaligned offset", "offset 8 of buffer 'unnamed' is not aligned to the 16 bytes of 'a'")]
    [TestCase("buffer too small", "has 8 bytes from offset 0, fewer than one element of 'a'")]
    [TestCase("offset beyond the buffer", "offset 64 is beyond buffer 'unnamed' of 64 bytes")]
    [TestCase("buffer index beyond the table", "no buffer index 31")]
    [TestCase("texture of another type", "MTLPixelFormatRGBA32Sint does not have the component type of 't'")]
    [TestCase("texture usage", "has usage 1, but 't' of kernel 'k' needs 2")]
    [TestCase("too many threads", "1025 x 1 x 1 threads are more than the 1024")]
    [TestCase("empty grid", "the grid 0 x 1 x 1")]
    [TestCase("two encoders", "another encoder of the command buffer has not ended")]
    [TestCase("encoding after the end", "the encoder has ended")]
    [TestCase("end twice", "the encoder has ended")]
    [TestCase("commit while encoding", "an encoder has not ended")]
    [TestCase("commit twice", "is committed already")]
    [TestCase("encoder after the commit", "the command buffer is committed")]
    [TestCase("wait before the commit", "is not committed")]
    [TestCase("copy beyond the buffer", "64 bytes from offset 0 are beyond the destination buffer 'unnamed' of 32 bytes")]
    [TestCase("copy not by words", "not all multiples of 4")]
    [TestCase("copy onto itself", "the ranges overlap")]
    [TestCase("barrier of an unknown scope", "no barrier scope 4")]
    [TestCase("encoder dropped before the end", "deallocated before endEncoding")]
    public void Aborts(string misuse, string says)
    {
        const int abortSignal = 6;
        var (status, errors) = Run(misuse);
        Assert.That(errors, Does.Contain("Metal stand-in: ").And.Contain(says));
        Assert.That(status, Is.EqualTo(128 + abortSignal));
    }

    private static (int Status, string Errors) Run(string misuse)
    {
        string[] arguments = [StandInLibrary.LibraryPath, StandInLibrary.HeaderFolder, StandInLibrary.KernelCache, misuse];
        using var process = Process.Start(new ProcessStartInfo(Program.Value, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }
}
