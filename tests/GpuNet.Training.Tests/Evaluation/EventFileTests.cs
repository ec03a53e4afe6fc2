using System.Buffers.Binary;
using GpuNet.Evaluation;
using GpuNet.Images;

namespace GpuNet.Training.Tests.Evaluation;

/// <summary>TensorBoard's files, byte by byte.</summary>
public sealed class EventFileTests
{
    // "123456789", the usual check of checks.
    [Test]
    public void Checks_have_their_published_values()
    {
        Assert.That(Crc32.OfZip("123456789"u8), Is.EqualTo(0xcbf43926));
        Assert.That(Crc32.Castagnoli("123456789"u8), Is.EqualTo(0xe3069283));
    }

    [Test]
    public void Records_are_framed_and_hold_their_events()
    {
        using var scratch = new ScratchFolder();
        using (var file = new EventFile(scratch.Path, new FixedClock())) file.Add("loss", 300, 0.5);
        var bytes = File.ReadAllBytes(Directory.GetFiles(scratch.Path).Single());
        var records = Records(bytes);
        Assert.That(records, Has.Count.EqualTo(2));

        // Event: 1 double wall_time; 3 string file_version; 2 varint step; 5 Summary { 1 Value { 1 string tag; 2 float } }.
        byte[] time = [0x09, .. BitConverter.GetBytes(1000.5)];
        Assert.That(records[0], Is.EqualTo((byte[])[.. time, 0x1a, 13, .. "brain.Event:2"u8]));
        Assert.That(records[1], Is.EqualTo((byte[])[.. time, 0x10, 0xac, 0x02, 0x2a, 13, 0x0a, 11, 0x0a, 4, .. "loss"u8, 0x15, .. BitConverter.GetBytes(0.5f)]));
    }

    private static List<byte[]> Records(ReadOnlySpan<byte> bytes)
    {
        var records = new List<byte[]>();
        while (bytes.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), Is.EqualTo(EventFile.MaskedCheck(bytes[..8])));
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + length)..]), Is.EqualTo(EventFile.MaskedCheck(bytes.Slice(12, length))));
            records.Add(bytes.Slice(12, length).ToArray());
            bytes = bytes[(16 + length)..];
        }

        return records;
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_000_500);
    }
}
