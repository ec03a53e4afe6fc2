using System.Runtime.InteropServices;
using static GpuNet.MetalStandIn.Tests.Metal.ObjectiveC;

namespace GpuNet.MetalStandIn.Tests.Metal;

/// <summary>A device with a queue, on which a test compiles a source and runs its kernels. Everything goes when it is disposed.</summary>
internal sealed unsafe class Bench : IDisposable
{
    private const int ReadAndWrite = 3;

    private readonly nint pool = PushPool();
    private readonly Stack<nint> owned = [];
    private readonly nint device;
    private readonly nint queue;

    public Bench()
    {
        device = Own(DefaultDevice());
        queue = Own(Send(device, "newCommandQueue"));
    }

    public nint Device => device;

    public nint Queue => queue;

    public nint Own(nint target)
    {
        owned.Push(target);
        return target;
    }

    /// <summary>The library of a source; fails the test with the compiler's text if it is refused.</summary>
    public nint Library(string source, bool fastMath = false)
    {
        nint error = 0;
        var options = Own(Send(Class("MTLCompileOptions"), "new"));
        if (!fastMath) Send(options, "setFastMathEnabled:", 0);
        var library = Send(device, "newLibraryWithSource:options:error:", String(source), options, (nint)(&error));
        if (library == 0) Assert.Fail(Text(Send(error, "localizedDescription")));
        return Own(library);
    }

    /// <summary>The pipeline of a kernel, or what Metal says against it.</summary>
    public (nint Pipeline, string Error) TryPipeline(nint library, string kernel, params (int Index, object Value)[] constants)
    {
        var values = Own(Send(Class("MTLFunctionConstantValues"), "new"));
        foreach (var (index, value) in constants)
        {
            var bits = value switch { int i => i, bool b => b ? 1 : 0, float f => BitConverter.SingleToInt32Bits(f), _ => unchecked((int)(uint)value) };
            var type = value switch { int => 29, bool => 53, float => 3, _ => 33 };
            Send(values, "setConstantValue:type:atIndex:", (nint)(&bits), type, index);
        }

        nint error = 0;
        var function = Send(library, "newFunctionWithName:constantValues:error:", String(kernel), values, (nint)(&error));
        if (function == 0) return (0, Text(Send(error, "localizedDescription")));
        Own(function);
        var pipeline = Send(device, "newComputePipelineStateWithFunction:error:", function, (nint)(&error));
        return pipeline == 0 ? (0, Text(Send(error, "localizedDescription"))) : (Own(pipeline), "");
    }

    public nint Pipeline(nint library, string kernel, params (int Index, object Value)[] constants)
    {
        var (pipeline, error) = TryPipeline(library, kernel, constants);
        Assert.That(error, Is.Empty);
        return pipeline;
    }

    /// <summary>A buffer in shared storage.</summary>
    public nint Buffer<T>(ReadOnlySpan<T> content)
        where T : unmanaged
    {
        var buffer = Own(Send(device, "newBufferWithLength:options:", content.Length * sizeof(T), 0));
        content.CopyTo(Contents<T>(buffer));
        return buffer;
    }

    public static Span<T> Contents<T>(nint buffer)
        where T : unmanaged => new((void*)Send(buffer, "contents"), (int)Send(buffer, "length") / sizeof(T));

    /// <summary>A texture array for reading and writing.</summary>
    public nint Texture(int pixelFormat, int width, int height, int slices, int usage = ReadAndWrite)
    {
        var descriptor = Own(Send(Class("MTLTextureDescriptor"), "new"));
        Send(descriptor, "setTextureType:", 3);
        Send(descriptor, "setPixelFormat:", pixelFormat);
        Send(descriptor, "setWidth:", width);
        Send(descriptor, "setHeight:", height);
        Send(descriptor, "setArrayLength:", slices);
        Send(descriptor, "setStorageMode:", 2);
        Send(descriptor, "setUsage:", usage);
        return Own(Send(device, "newTextureWithDescriptor:", descriptor));
    }

    /// <summary>Encodes by <paramref name="encode"/>, runs, and gives the command buffer's error, empty if none.</summary>
    public string Run(Action<nint> encode)
    {
        var commands = Send(queue, "commandBuffer");
        encode(commands);
        Send(commands, "commit");
        Send(commands, "waitUntilCompleted");
        var error = Send(commands, "error");
        var status = (int)Send(commands, "status");
        Assert.That(status, Is.EqualTo(error == 0 ? 4 : 5));
        return error == 0 ? "" : Text(Send(error, "localizedDescription"));
    }

    /// <summary>Runs one dispatch with buffers bound from index 0, and gives the error, empty if none.</summary>
    public string Dispatch(nint pipeline, Size groups, Size threads, params nint[] buffers) => Run(commands =>
    {
        var encoder = Send(commands, "computeCommandEncoder");
        Send(encoder, "setComputePipelineState:", pipeline);
        for (var i = 0; i < buffers.Length; i++) Send(encoder, "setBuffer:offset:atIndex:", buffers[i], 0, i);
        Send(encoder, "dispatchThreadgroups:threadsPerThreadgroup:", groups, threads);
        Send(encoder, "endEncoding");
    });

    public void Dispose()
    {
        while (owned.TryPop(out var target)) Release(target);
        PopPool(pool);
    }
}
