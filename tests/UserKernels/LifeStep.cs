using GpuNet.Language;

namespace UserKernels;

/// <summary>One generation of Conway's Game of Life on a torus: the edges meet.</summary>
/// <remarks>Grid: one invocation a cell. Layout: cell (x, y) at y * width + x, 1 alive, 0 dead.</remarks>
/// <param name="cells">This generation.</param>
/// <param name="next">The next one; another array.</param>
/// <param name="width">Cells along x.</param>
/// <param name="height">Cells along y.</param>
[Kernel(8, 8)]
public readonly partial struct LifeStep(ReadBuffer<uint> cells, ReadWriteBuffer<uint> next, int width, int height)
{
    /// <summary>Decides over one cell.</summary>
    public void Execute(Invocation at)
    {
        if (at.X >= width || at.Y >= height) return;
        var neighbours = 0u;
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                if (dx != 0 || dy != 0) neighbours += Cell(at.X + dx, at.Y + dy);
            }
        }

        var lives = neighbours == 3u || (neighbours == 2u && Cell(at.X, at.Y) == 1u);
        next[(at.Y * width) + at.X] = lives ? 1u : 0u;
    }

    private uint Cell(int x, int y) => cells[((y + height) % height * width) + ((x + width) % width)];
}
