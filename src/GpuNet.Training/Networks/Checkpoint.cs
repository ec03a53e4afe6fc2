using System.Runtime.InteropServices;
using System.Text;
using GpuNet.Evaluation;
using GpuNet.Images;

namespace GpuNet.Networks;

/// <summary>
/// The state of a training at the end of an epoch, in a file that is replaced as a whole: all that the rest of the training depends
/// on, so that a training that was interrupted ends in the same bytes as one that was not.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="key">Identifies dataset and options: another training's state is not taken.</param>
internal sealed class Checkpoint(string path, string key)
{
    private static ReadOnlySpan<byte> Magic => "GPNTRN01"u8;

    /// <summary>Keeps the state.</summary>
    /// <param name="state">The numbers that change while training.</param>
    /// <param name="history">The epochs so far.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(IEnumerable<float[]> state, IReadOnlyList<EpochReport> history)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(key);
        writer.Write(history.Count);
        foreach (var epoch in history) Write(writer, epoch);
        foreach (var values in state) writer.Write(MemoryMarshal.AsBytes<float>(values));
        writer.Flush();
        writer.Write(Crc32.Castagnoli(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        writer.Flush();
        var temporary = $"{path}.tmp";
        File.WriteAllBytes(temporary, memory.ToArray());
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Takes up the state that was kept.</summary>
    /// <param name="state">Is set.</param>
    /// <returns>The epochs so far; null where there is no state of this training.</returns>
    public List<EpochReport>? Load(IEnumerable<float[]> state)
    {
        if (!File.Exists(path)) return null;
        var bytes = File.ReadAllBytes(path);
        var arrays = state.ToList();
        var contentLength = bytes.Length - sizeof(uint);
        if (contentLength < Magic.Length || !bytes.AsSpan().StartsWith(Magic)) return null;
        if (Crc32.Castagnoli(bytes.AsSpan(0, contentLength)) != BitConverter.ToUInt32(bytes, contentLength)) return null;
        using var reader = new BinaryReader(new MemoryStream(bytes, Magic.Length, contentLength - Magic.Length), Encoding.UTF8);
        if (reader.ReadString() != key) return null;
        var history = new List<EpochReport>();
        for (var count = reader.ReadInt32(); count > 0; count--) history.Add(ReadEpoch(reader));
        foreach (var values in arrays) reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return history;
    }

    /// <summary>Removes the file of a training that has ended.</summary>
    public void Delete() => File.Delete(path);

    private static void Write(BinaryWriter writer, EpochReport epoch)
    {
        writer.Write(epoch.Epoch);
        writer.Write(epoch.LearningRate);
        writer.Write(epoch.TrainingLoss);
        writer.Write(epoch.TrainingAccuracy);
        writer.Write(epoch.ValidationLoss ?? double.NaN);
        writer.Write(epoch.ValidationAccuracy ?? double.NaN);
    }

    private static EpochReport ReadEpoch(BinaryReader reader)
    {
        var epoch = reader.ReadInt32();
        var (rate, loss, accuracy) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        var (validationLoss, validationAccuracy) = (reader.ReadDouble(), reader.ReadDouble());
        return new EpochReport(
            epoch, rate, loss, accuracy, double.IsNaN(validationLoss) ? null : validationLoss, double.IsNaN(validationAccuracy) ? null : validationAccuracy);
    }
}
