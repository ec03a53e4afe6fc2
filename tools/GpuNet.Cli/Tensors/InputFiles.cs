using GpuNet.Graphs;

namespace GpuNet.Cli.Tensors;

/// <summary>The inputs of a model, from files of raw little-endian values.</summary>
internal static class InputFiles
{
    /// <summary>
    /// Reads every input, before there is a session: a damaged model may ask for inputs of gigabytes, and no memory is taken for
    /// what no file holds.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="arguments">What <c>--input</c> was given: FILE for a model with one input, else NAME=FILE for each. In
    /// place of the name, the tensor's index will do.</param>
    /// <exception cref="UsageException">An input is missing, named twice, or is not the model's.</exception>
    /// <exception cref="InvalidInputException">A file is missing or does not have as many bytes as its input.</exception>
    /// <returns>The bytes of each input, in the model's order.</returns>
    public static IReadOnlyList<byte[]> Read(Model model, IReadOnlyList<string> arguments)
    {
        var inputs = model.Graph.Inputs.Select(index => model.Graph.Tensors[index]).ToList();
        var paths = new Dictionary<int, string>();
        foreach (var argument in arguments)
        {
            var (tensor, path) = Resolve(inputs, argument);
            if (!paths.TryAdd(tensor.Index, path)) throw new UsageException($"--input {argument}: input '{tensor.Name}' is set already.");
        }

        foreach (var input in inputs)
        {
            if (!paths.ContainsKey(input.Index)) throw new UsageException($"input '{input.Name}' of the model is not set: --input {input.Name}=FILE.");
        }

        return [.. inputs.Select(input => RawFile.Read(paths[input.Index], input))];
    }

    /// <summary>Sets every input of a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="inputs">What <see cref="Read"/> gave for its model.</param>
    public static void Set(Session session, IReadOnlyList<byte[]> inputs)
    {
        for (var i = 0; i < inputs.Count; i++) session.Inputs[i].WriteBytes(inputs[i]);
    }

    // A file's name may have '=' in it too, so an input's name decides.
    private static (Tensor Tensor, string Path) Resolve(List<Tensor> inputs, string argument)
    {
        foreach (var input in inputs)
        {
            if (argument.StartsWith($"{input.Name}=", StringComparison.Ordinal))
                return (input, argument[(input.Name.Length + 1)..]);
            if (argument.StartsWith($"{input.Index}=", StringComparison.Ordinal))
                return (input, argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        }

        if (inputs.Count == 1) return (inputs[0], argument);
        throw new UsageException($"--input {argument}: the model has {inputs.Count} inputs, so write NAME=FILE; they are {string.Join(", ", inputs.Select(i => i.Name))}.");
    }
}
