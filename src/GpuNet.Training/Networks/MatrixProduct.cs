using System.Runtime.Intrinsics;

namespace GpuNet.Networks;

/// <summary>
/// Products of matrices of floats, C += A B, in tiles of 4 rows by 16 columns that stay in registers. A may be read transposed.
/// Each element is summed in the order of k, whatever the tile, so results do not depend on how rows are shared among threads.
/// </summary>
internal static unsafe class MatrixProduct
{
    private const int Lanes = 8;
    private const int RowTile = 4;

    /// <summary>c[i, j] += sum over k of a[i * aRow + k * aColumn] * b[k, j].</summary>
    /// <param name="a">A, addressed by the two strides: (depth, 1) as it stands, (1, rows) transposed.</param>
    /// <param name="aRow">Elements from one row of A to the next.</param>
    /// <param name="aColumn">Elements from one column of A to the next.</param>
    /// <param name="b">[depth, columns], row by row.</param>
    /// <param name="c">[rows, columns], row by row.</param>
    /// <param name="rows">Rows of C.</param>
    /// <param name="columns">Columns of C, a multiple of 8.</param>
    /// <param name="depth">What is summed over.</param>
    public static void Add(float* a, int aRow, int aColumn, float* b, float* c, int rows, int columns, int depth)
    {
        var column = 0;
        for (; column + (2 * Lanes) <= columns; column += 2 * Lanes)
        {
            var row = 0;
            for (; row + RowTile <= rows; row += RowTile)
                Tile4x16(a + ((nint)row * aRow), aRow, aColumn, b + column, c + ((nint)row * columns) + column, columns, depth);
            for (; row < rows; row++) Tile1x16(a + ((nint)row * aRow), aColumn, b + column, c + ((nint)row * columns) + column, columns, depth);
        }

        for (; column < columns; column += Lanes)
        {
            for (var row = 0; row < rows; row++) Tile1x8(a + ((nint)row * aRow), aColumn, b + column, c + ((nint)row * columns) + column, columns, depth);
        }
    }

    private static void Tile4x16(float* a, int aRow, int aColumn, float* b, float* c, int columns, int depth)
    {
        float* a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (var k = 0; k < depth; k++)
        {
            var (b0, b1) = (Vector256.Load(b), Vector256.Load(b + Lanes));
            var x = Vector256.Create(*a);
            c00 = Vector256.MultiplyAddEstimate(x, b0, c00);
            c01 = Vector256.MultiplyAddEstimate(x, b1, c01);
            x = Vector256.Create(*a1);
            c10 = Vector256.MultiplyAddEstimate(x, b0, c10);
            c11 = Vector256.MultiplyAddEstimate(x, b1, c11);
            x = Vector256.Create(*a2);
            c20 = Vector256.MultiplyAddEstimate(x, b0, c20);
            c21 = Vector256.MultiplyAddEstimate(x, b1, c21);
            x = Vector256.Create(*a3);
            c30 = Vector256.MultiplyAddEstimate(x, b0, c30);
            c31 = Vector256.MultiplyAddEstimate(x, b1, c31);
            a += aColumn;
            a1 += aColumn;
            a2 += aColumn;
            a3 += aColumn;
            b += columns;
        }

        Store(c, c00, c01);
        Store(c + columns, c10, c11);
        Store(c + (2 * columns), c20, c21);
        Store(c + (3 * columns), c30, c31);
    }

    private static void Tile1x16(float* a, int aColumn, float* b, float* c, int columns, int depth)
    {
        Vector256<float> c0 = default, c1 = default;
        for (var k = 0; k < depth; k++, a += aColumn, b += columns)
        {
            var x = Vector256.Create(*a);
            c0 = Vector256.MultiplyAddEstimate(x, Vector256.Load(b), c0);
            c1 = Vector256.MultiplyAddEstimate(x, Vector256.Load(b + Lanes), c1);
        }

        Store(c, c0, c1);
    }

    private static void Tile1x8(float* a, int aColumn, float* b, float* c, int columns, int depth)
    {
        Vector256<float> sum = default;
        for (var k = 0; k < depth; k++, a += aColumn, b += columns)
            sum = Vector256.MultiplyAddEstimate(Vector256.Create(*a), Vector256.Load(b), sum);
        (Vector256.Load(c) + sum).Store(c);
    }

    private static void Store(float* c, Vector256<float> first, Vector256<float> second)
    {
        (Vector256.Load(c) + first).Store(c);
        (Vector256.Load(c + Lanes) + second).Store(c + Lanes);
    }
}
