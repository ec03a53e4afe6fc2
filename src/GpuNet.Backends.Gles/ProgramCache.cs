using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GpuNet.Backends.Gles.Interop;
using GpuNet.Devices;
using static GpuNet.Backends.Gles.Interop.Gl;

namespace GpuNet.Backends.Gles;

/// <summary>
/// The linked programs of a device, as its driver hands them out, kept in a file from one run to the next. The file names the
/// driver, each program is known by a hash of its source, and a program that the driver does not take back is compiled. Belongs
/// to the context's thread.
/// </summary>
/// <remarks>Data of the <see cref="CacheFile"/>: 32 bytes that stand for the driver, then for each program the hash of its source
/// (32 bytes), the binary's format and length (4 bytes each, little-endian) and the binary.</remarks>
internal sealed unsafe class ProgramCache
{
    private const int HashBytes = 32;
    private const int EntryHeaderBytes = HashBytes + (2 * sizeof(uint));

    private readonly string path;
    private readonly byte[] driver;
    private readonly Action<string> onMessage;
    private readonly Dictionary<string, (uint Format, byte[] Binary)> programs = [];
    private bool hasChanged;

    private ProgramCache(string path, byte[] driver, Action<string> onMessage)
    {
        this.path = path;
        this.driver = driver;
        this.onMessage = onMessage;
    }

    private static ReadOnlySpan<byte> Kind => "GPUNGLC1"u8;

    /// <summary>The cache of a context; null if its driver hands out no programs.</summary>
    /// <param name="gl">The context.</param>
    /// <param name="device">What is known of its device.</param>
    /// <param name="folder">The folder of the file.</param>
    /// <param name="onMessage">Takes what is wrong with the file.</param>
    public static ProgramCache? Open(Gl gl, DeviceInfo device, string folder, Action<string> onMessage)
    {
        if (GlesDeviceInfo.Integer(gl, GL_NUM_PROGRAM_BINARY_FORMATS) < 1) return null;
        var driver = SHA256.HashData(Encoding.UTF8.GetBytes($"{device.Name}\n{device.ApiVersion}\n{device.Driver}"));

        // One file for each device, whatever its driver: a new driver starts it anew.
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(device.Name)).AsSpan(0, 8));
        var cache = new ProgramCache(Path.Combine(folder, $"gles-{name}.bin"), driver, onMessage);
        cache.Load();
        return cache;
    }

    /// <summary>What a program is known by.</summary>
    public static string KeyOf(ReadOnlySpan<byte> source) => Convert.ToHexString(SHA256.HashData(source));

    /// <summary>A program that was kept; 0 if there is none, or the driver does not take it any more.</summary>
    public uint TryLoad(Gl gl, string key)
    {
        if (!programs.TryGetValue(key, out var kept)) return 0;
        var program = gl.glCreateProgram();
        fixed (byte* binary = kept.Binary) gl.glProgramBinary(program, kept.Format, binary, kept.Binary.Length);
        int isLinked;
        gl.glGetProgramiv(program, GL_LINK_STATUS, &isLinked);
        if (gl.glGetError() == GL_NO_ERROR && isLinked != 0) return program;
        gl.glDeleteProgram(program);
        programs.Remove(key);
        return 0;
    }

    /// <summary>Keeps a program that was linked with GL_PROGRAM_BINARY_RETRIEVABLE_HINT.</summary>
    public void Keep(Gl gl, string key, uint program)
    {
        int length;
        gl.glGetProgramiv(program, GL_PROGRAM_BINARY_LENGTH, &length);
        if (length < 1) return;
        var binary = new byte[length];
        uint format;
        fixed (byte* first = binary) gl.glGetProgramBinary(program, length, &length, &format, first);
        if (gl.glGetError() != GL_NO_ERROR) return;
        programs[key] = (format, binary.AsSpan(0, length).ToArray());
        hasChanged = true;
    }

    /// <summary>Writes the file, if a program was added. A failure is a message: the cache only saves time.</summary>
    public void Save()
    {
        if (!hasChanged) return;
        hasChanged = false;
        var data = new byte[HashBytes + programs.Values.Sum(p => EntryHeaderBytes + p.Binary.Length)];
        driver.CopyTo(data, 0);
        var rest = data.AsSpan(HashBytes);
        foreach (var (key, (format, binary)) in programs)
        {
            Convert.FromHexString(key).CopyTo(rest);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[HashBytes..], format);
            BinaryPrimitives.WriteInt32LittleEndian(rest[(HashBytes + sizeof(uint))..], binary.Length);
            binary.CopyTo(rest[EntryHeaderBytes..]);
            rest = rest[(EntryHeaderBytes + binary.Length)..];
        }

        try
        {
            CacheFile.Write(path, Kind, data);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            onMessage($"The program cache {path} is not saved: {e.Message}");
        }
    }

    private void Load()
    {
        try
        {
            var data = CacheFile.Read(path, Kind);
            if (data is not null && TryParse(data)) return;
            programs.Clear();
            if (File.Exists(path)) onMessage($"The program cache {path} is damaged or of another driver; it is made anew.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            onMessage($"The program cache {path} is not read: {e.Message}");
        }
    }

    private bool TryParse(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith(driver)) return false;
        for (data = data[HashBytes..]; data.Length > 0;)
        {
            if (data.Length < EntryHeaderBytes) return false;
            var key = Convert.ToHexString(data[..HashBytes]);
            var format = BinaryPrimitives.ReadUInt32LittleEndian(data[HashBytes..]);
            var length = BinaryPrimitives.ReadInt32LittleEndian(data[(HashBytes + sizeof(uint))..]);
            data = data[EntryHeaderBytes..];
            if (length < 1 || length > data.Length) return false;
            programs[key] = (format, data[..length].ToArray());
            data = data[length..];
        }

        return true;
    }
}
