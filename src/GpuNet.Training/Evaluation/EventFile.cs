using System.Buffers.Binary;
using System.Text;
using GpuNet.Images;

namespace GpuNet.Evaluation;

/// <summary>
/// A file that TensorBoard shows: TFRecord framing (length, its masked check, data, its masked check) around Event messages in
/// protocol buffers' encoding.
/// </summary>
public sealed class EventFile : IDisposable
{
    // Field numbers of tensorflow.Event, tensorflow.Summary and tensorflow.Summary.Value.
    private const int EventWallTime = 1;
    private const int EventStep = 2;
    private const int EventFileVersion = 3;
    private const int EventSummary = 5;
    private const int SummaryValue = 1;
    private const int ValueTag = 1;
    private const int ValueSimple = 2;

    private readonly FileStream stream;
    private readonly TimeProvider clock;

    /// <summary>Begins a file in a folder, which is made where it is not there.</summary>
    /// <param name="folder">The folder, such as <c>logs/train</c>; TensorBoard calls the curves by it.</param>
    /// <param name="clock">Tells the time that events are stamped with; null for the system's.</param>
    /// <exception cref="IOException">The folder or the file cannot be written.</exception>
    public EventFile(string folder, TimeProvider? clock = null)
    {
        this.clock = clock ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        var name = $"events.out.tfevents.{this.clock.GetUtcNow().ToUnixTimeMilliseconds()}.gpunet";
        stream = new FileStream(Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.Read);
        var head = BeginEvent();
        WriteBytes(head, EventFileVersion, "brain.Event:2"u8);
        WriteRecord(head);
    }

    /// <summary>Adds a point to a curve.</summary>
    /// <param name="tag">The curve, such as <c>loss</c>.</param>
    /// <param name="step">Where.</param>
    /// <param name="value">The value.</param>
    public void Add(string tag, long step, double value)
    {
        var point = new MemoryStream();
        WriteBytes(point, ValueTag, Encoding.UTF8.GetBytes(tag));
        WriteTag(point, ValueSimple, wireType: 5);
        Span<byte> bits = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bits, (float)value);
        point.Write(bits);
        var summary = new MemoryStream();
        WriteBytes(summary, SummaryValue, point.ToArray());
        var message = BeginEvent();
        WriteTag(message, EventStep, wireType: 0);
        WriteVarint(message, (ulong)step);
        WriteBytes(message, EventSummary, summary.ToArray());
        WriteRecord(message);
        stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>Castagnoli's check, rotated and offset so that a check over data with checks in it stays a good one.</summary>
    internal static uint MaskedCheck(ReadOnlySpan<byte> bytes)
    {
        var crc = Crc32.Castagnoli(bytes);
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }

    private MemoryStream BeginEvent()
    {
        var message = new MemoryStream();
        WriteTag(message, EventWallTime, wireType: 1);
        Span<byte> bits = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bits, clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        message.Write(bits);
        return message;
    }

    private void WriteRecord(MemoryStream message)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        Span<byte> check = stackalloc byte[sizeof(uint)];
        var data = message.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(length, data.Length);
        stream.Write(length);
        BinaryPrimitives.WriteUInt32LittleEndian(check, MaskedCheck(length));
        stream.Write(check);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(check, MaskedCheck(data));
        stream.Write(check);
    }

    private static void WriteBytes(MemoryStream message, int field, ReadOnlySpan<byte> bytes)
    {
        WriteTag(message, field, wireType: 2);
        WriteVarint(message, (ulong)bytes.Length);
        message.Write(bytes);
    }

    private static void WriteTag(MemoryStream message, int field, int wireType) => WriteVarint(message, (ulong)((field << 3) | wireType));

    private static void WriteVarint(MemoryStream message, ulong value)
    {
        for (; value >= 0x80; value >>= 7) message.WriteByte((byte)(value | 0x80));
        message.WriteByte((byte)value);
    }
}
