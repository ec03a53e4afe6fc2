using GpuNet.Graphs;

namespace GpuNet.Import;

/// <summary>
/// The bytes of a large model, page by page as they are asked for: importing a model looks at its tables, which are a hundredth of the
/// file, and leaves the weights where they are.
/// </summary>
internal sealed class PagedModelBytes(ModelFile file) : ModelBytes
{
    private const int PageLength = 4096;

    private readonly Dictionary<int, byte[]> pages = [];
    private readonly byte[] acrossPages = new byte[sizeof(long)];
    private byte[] lastPage = [];
    private int last = -1;

    public override int Length => file.Length;

    public override ReadOnlySpan<byte> Peek(int position, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Length - count);
        var offset = position % PageLength;
        if (offset + count <= PageLength) return Page(position / PageLength).AsSpan(offset, count);
        for (var i = 0; i < count; i++) acrossPages[i] = Page((position + i) / PageLength)[(position + i) % PageLength];
        return acrossPages.AsSpan(0, count);
    }

    public override TensorData Slice(int start, int length) => new FileTensorData(file, start, length);

    private byte[] Page(int index)
    {
        if (index == last) return lastPage;
        if (!pages.TryGetValue(index, out var page))
        {
            page = new byte[Math.Min(PageLength, Length - (index * PageLength))];
            file.Read(index * PageLength, page);
            pages.Add(index, page);
        }

        (last, lastPage) = (index, page);
        return page;
    }
}
