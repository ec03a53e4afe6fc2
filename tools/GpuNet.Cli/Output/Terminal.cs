using System.Runtime.ExceptionServices;
using Spectre.Console;

namespace GpuNet.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Header">What stands above it.</param>
/// <param name="IsNumber">Whether it is aligned to the right.</param>
internal readonly record struct Column(string Header, bool IsNumber = false);

/// <summary>Where a command writes: tables and colours for people at a terminal, plain columns for files and pipes.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="isTerminal">Whether a person reads standard output.</param>
/// <param name="isErrorTerminal">Whether a person reads standard error.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isTerminal, bool isErrorTerminal)
{
    /// <summary>Whether a person reads standard output.</summary>
    public bool IsRead => isTerminal;

    /// <summary>Standard output.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Writes a line to standard output.</summary>
    public void Line(string text = "") => Output.WriteLine(text);

    /// <summary>Writes a line to standard output that says whether all is well, in green or red where there are colours.</summary>
    public void Verdict(bool good, string text)
    {
        if (isTerminal)
            ConsoleOn(Output).Write(new Text(text + Environment.NewLine, new Style(good ? Color.Green : Color.Red)));
        else
            Line(text);
    }

    /// <summary>Writes an error to standard error, as one line whatever the message has in it.</summary>
    public void Fail(string message)
    {
        var line = OneLine(message);
        if (isErrorTerminal)
            ConsoleOn(Error).Write(new Text(line + Environment.NewLine, new Style(Color.Red)) { Overflow = Overflow.Fold });
        else
            Error.WriteLine(line);
    }

    /// <summary>Writes a warning to standard error, as one line whatever the message has in it. From any thread.</summary>
    public void Warn(string message) => Error.WriteLine(OneLine($"warning: {message}"));

    /// <summary>Writes a table to standard output.</summary>
    public void Table(IReadOnlyList<Column> columns, IReadOnlyList<string[]> rows, string? title = null)
    {
        if (isTerminal) DrawTable(columns, rows, title);
        else PlainTable(columns, rows, title);
    }

    /// <summary>Writes a table to standard output, or, where that would be wider than the terminal, its rows one after another
    /// with a line for each column that has something in it.</summary>
    public void TableOrList(IReadOnlyList<Column> columns, IReadOnlyList<string[]> rows)
    {
        // A border and two blanks beside each column, and the last border.
        var width = Widths(columns, rows).Sum(w => w + 3) + 1;
        if (!isTerminal || width <= ConsoleOn(Output).Profile.Width)
        {
            Table(columns, rows);
            return;
        }

        var header = columns.Max(c => c.Header.Length);
        foreach (var row in rows)
        {
            foreach (var (column, cell) in columns.Zip(row))
            {
                if (cell.Length > 0) Line($"{column.Header.PadRight(header)}  {cell}");
            }

            Line();
        }
    }

    /// <summary>Does <paramref name="work"/> for each item, with a bar on standard error while a person watches.</summary>
    /// <param name="what">What the bar is called.</param>
    /// <param name="items">What to work on.</param>
    /// <param name="work">What to do.</param>
    /// <param name="cancellation">Ends the work between two items.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was set.</exception>
    public IReadOnlyList<TResult> Map<T, TResult>(string what, IReadOnlyList<T> items, Func<T, TResult> work, CancellationToken cancellation)
    {
        var results = new List<TResult>(items.Count);
        if (!isErrorTerminal || items.Count < 2)
        {
            MapAll(() => { });
            return results;
        }

        ConsoleOn(Error).Progress().AutoClear(true).Start(progress =>
        {
            var task = progress.AddTask(Markup.Escape(what), maxValue: items.Count);
            MapAll(() => task.Increment(1));
        });
        return results;

        void MapAll(Action done)
        {
            foreach (var item in items)
            {
                cancellation.ThrowIfCancellationRequested();
                results.Add(work(item));
                done();
            }
        }
    }

    /// <summary>As <see cref="Map"/>, with several items worked on at once; the results are in the order of the items.</summary>
    /// <param name="what">What the bar is called.</param>
    /// <param name="items">What to work on.</param>
    /// <param name="atOnce">How many at once.</param>
    /// <param name="work">What to do; on any thread.</param>
    /// <param name="cancellation">Ends the work between two items.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was set.</exception>
    public IReadOnlyList<TResult> MapAtOnce<T, TResult>(
        string what, IReadOnlyList<T> items, int atOnce, Func<T, TResult> work, CancellationToken cancellation)
    {
        var results = new TResult[items.Count];
        if (!isErrorTerminal || items.Count < 2)
        {
            MapAll(() => { });
            return results;
        }

        ConsoleOn(Error).Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(progress =>
            {
                var task = progress.AddTask(Markup.Escape(what), maxValue: items.Count);
                MapAll(() => task.Increment(1));
            });
        return results;

        void MapAll(Action done)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation };
            try
            {
                Parallel.For(0, items.Count, options, i =>
                {
                    results[i] = work(items[i]);
                    done();
                });
            }
            catch (AggregateException e)
            {
                ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
            }
        }
    }

    /// <summary>Does <paramref name="work"/>, which has several stages, with a bar for each on standard error while a person watches.</summary>
    public T WithBars<T>(Func<ProgressBars, T> work)
    {
        if (!isErrorTerminal) return work(new ProgressBars(null));
        return ConsoleOn(Error).Progress().AutoClear(true).HideCompleted(true).Start(progress => work(new ProgressBars(progress)));
    }

    private static string OneLine(string message) =>
        $"gpunet: {string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";

    private static int[] Widths(IReadOnlyList<Column> columns, IReadOnlyList<string[]> rows) =>
        [.. columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Header.Length).Max())];

    private static IAnsiConsole ConsoleOn(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });

    private void DrawTable(IReadOnlyList<Column> columns, IReadOnlyList<string[]> rows, string? title)
    {
        var table = new Table { Border = TableBorder.Rounded };
        if (title is not null) table.Title = new TableTitle(Markup.Escape(title));
        foreach (var column in columns)
        {
            var header = new TableColumn(new Text(column.Header, new Style(decoration: Decoration.Bold)));
            table.AddColumn(column.IsNumber ? header.RightAligned() : header);
        }

        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        ConsoleOn(Output).Write(table);
    }

    private void PlainTable(IReadOnlyList<Column> columns, IReadOnlyList<string[]> rows, string? title)
    {
        if (title is not null) Line(title);
        var widths = Widths(columns, rows);
        PlainRow([.. columns.Select(c => c.Header)]);
        foreach (var row in rows) PlainRow(row);

        void PlainRow(string[] cells)
        {
            var padded = cells.Select((cell, i) => columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            Line(string.Join("  ", padded).TrimEnd());
        }
    }
}
