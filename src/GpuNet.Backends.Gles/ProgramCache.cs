using System.Buffers.Binary;
using System.Text;
using GpuNet.Backends.Gles.Interop;
using GpuNet.Devices;
using static GpuNet.Backends.Gles.Interop.Gl;

namespace GpuNet.Backends.Gles;

/// <summary>
/// The linked programs of a device, as its driver hands them out, kept in files from one run to the next: a folder for each device and
/// in it a file for each program, so that a network reads no more than its own. A file has the driver's name and the program's source
/// in it; a program that the driver does not take back is compiled. Belongs to the context's thread.
/// </summary>
/// <remarks>Data of the <see cref="CacheFile"/>: the length of driver and source, those two, and the binary's format (lengths and formats
/// in 4 bytes, little-endian); the rest is the binary.</remarks>
internal sealed unsafe class ProgramCache
{
    private readonly string folder;
    private readonly byte[] driver;
    private readonly Action<string> onMessage;
    private bool hasWarned;

    private ProgramCache(string folder, byte[] driver, Action<string> onMessage)
    {
        this.folder = folder;
        this.driver = driver;
        this.onMessage = onMessage;
    }

    private static ReadOnlySpan<byte> Kind => "GPUNGLC2"u8;

    /// <summary>The cache of a context; null if its driver hands out no programs.</summary>
    /// <param name="gl">The context.</param>
    /// <param name="device">What is known of its device.</param>
    /// <param name="folder">The folder that the device's has a place in.</param>
    /// <param name="onMessage">Takes what is wrong with a file, once.</param>
    public static ProgramCache? Open(Gl gl, DeviceInfo device, string folder, Action<string> onMessage)
    {
        if (GlesDeviceInfo.Integer(gl, GL_NUM_PROGRAM_BINARY_FORMATS) < 1) return null;
        var driver = Encoding.UTF8.GetBytes($"{device.Name}\n{device.ApiVersion}\n{device.Driver}\n");

        // One folder for each device, whatever its driver: a new driver replaces its files.
        return new ProgramCache(Path.Combine(folder, $"gles-{CacheFile.NameOf(Encoding.UTF8.GetBytes(device.Name))}"), driver, onMessage);
    }

    /// <summary>A program that was kept; 0 if there is none, or the driver does not take it any more.</summary>
    public uint TryLoad(Gl gl, ReadOnlySpan<byte> source)
    {
        var path = PathOf(source);
        try
        {
            if (CacheFile.Read(path, Kind) is { } data && TryParse(data, source, out var format, out var binary)) return Load(gl, format, binary);
            if (File.Exists(path)) Warn($"The program cache {path} is damaged or of another driver; it is made anew.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn($"The program cache {path} is not read: {e.Message}");
        }

        return 0;
    }

    /// <summary>
    /// Keeps a program that was linked with GL_PROGRAM_BINARY_RETRIEVABLE_HINT. A failure is a message: the cache only saves time.
    /// </summary>
    public void Keep(Gl gl, ReadOnlySpan<byte> source, uint program)
    {
        int length;
        gl.glGetProgramiv(program, GL_PROGRAM_BINARY_LENGTH, &length);
        if (length < 1) return;
        var header = sizeof(int) + driver.Length + source.Length + sizeof(uint);
        var data = new byte[header + length];
        uint format;
        fixed (byte* first = data) gl.glGetProgramBinary(program, length, &length, &format, first + header);
        if (gl.glGetError() != GL_NO_ERROR) return;
        BinaryPrimitives.WriteInt32LittleEndian(data, driver.Length + source.Length);
        driver.CopyTo(data.AsSpan(sizeof(int)));
        source.CopyTo(data.AsSpan(sizeof(int) + driver.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(header - sizeof(uint)), format);
        var path = PathOf(source);
        try
        {
            CacheFile.Write(path, Kind, data.AsSpan(0, header + length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn($"The program cache {path} is not saved: {e.Message}");
        }
    }

    private static uint Load(Gl gl, uint format, ReadOnlySpan<byte> binary)
    {
        var program = gl.glCreateProgram();
        fixed (byte* first = binary) gl.glProgramBinary(program, format, first, binary.Length);
        int isLinked;
        gl.glGetProgramiv(program, GL_LINK_STATUS, &isLinked);
        if (gl.glGetError() == GL_NO_ERROR && isLinked != 0) return program;
        gl.glDeleteProgram(program);
        return 0;
    }

    // What is wrong with one file often is with all.
    private void Warn(string message)
    {
        if (!hasWarned) onMessage(message);
        hasWarned = true;
    }

    private string PathOf(ReadOnlySpan<byte> source) => Path.Combine(folder, $"{CacheFile.NameOf(source)}.bin");

    private bool TryParse(ReadOnlySpan<byte> data, ReadOnlySpan<byte> source, out uint format, out ReadOnlySpan<byte> binary)
    {
        format = 0;
        binary = default;
        var header = sizeof(int) + driver.Length + source.Length + sizeof(uint);
        if (data.Length <= header || BinaryPrimitives.ReadInt32LittleEndian(data) != driver.Length + source.Length) return false;
        var known = data[sizeof(int)..];
        if (!known.StartsWith(driver) || !known[driver.Length..].StartsWith(source)) return false;
        format = BinaryPrimitives.ReadUInt32LittleEndian(data[(header - sizeof(uint))..]);
        binary = data[header..];
        return true;
    }
}
