namespace GpuNet.Cli.Tensors;

/// <summary>Sets the inputs of a session from files of raw little-endian values.</summary>
internal static class InputFiles
{
    /// <summary>Sets every input.</summary>
    /// <param name="session">The session.</param>
    /// <param name="arguments">What <c>--input</c> was given: FILE for a model with one input, else NAME=FILE for each. In
    /// place of the name, the tensor's index will do.</param>
    /// <exception cref="UsageException">An input is missing, named twice, or is not the model's.</exception>
    /// <exception cref="InvalidInputException">A file is missing or does not have as many bytes as its input.</exception>
    public static void Load(Session session, IReadOnlyList<string> arguments)
    {
        var paths = new Dictionary<SessionTensor, string>();
        foreach (var argument in arguments)
        {
            var (tensor, path) = Resolve(session.Inputs, argument);
            if (!paths.TryAdd(tensor, path)) throw new UsageException($"--input {argument}: input '{tensor.Tensor.Name}' is set already.");
        }

        foreach (var input in session.Inputs)
        {
            if (!paths.TryGetValue(input, out var path))
                throw new UsageException($"input '{input.Tensor.Name}' of the model is not set: --input {input.Tensor.Name}=FILE.");
            input.WriteBytes(RawFile.Read(path, input.Tensor));
        }
    }

    // A file's name may have '=' in it too, so an input's name decides.
    private static (SessionTensor Tensor, string Path) Resolve(IReadOnlyList<SessionTensor> inputs, string argument)
    {
        foreach (var input in inputs)
        {
            if (argument.StartsWith($"{input.Tensor.Name}=", StringComparison.Ordinal))
                return (input, argument[(input.Tensor.Name.Length + 1)..]);
            if (argument.StartsWith($"{input.Tensor.Index}=", StringComparison.Ordinal))
                return (input, argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        }

        if (inputs.Count == 1) return (inputs[0], argument);
        throw new UsageException($"--input {argument}: the model has {inputs.Count} inputs, so write NAME=FILE; they are {string.Join(", ", inputs.Select(i => i.Tensor.Name))}.");
    }
}
