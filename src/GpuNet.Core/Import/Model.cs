using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Import;

namespace GpuNet;

/// <summary>
/// A <c>.tflite</c> model: the network, checked from end to end, and what else the file says. Immutable; any thread may use
/// it. The weights of a large file stay there until a session packs them, so the file is open for as long as the model is in use.
/// </summary>
public sealed class Model
{
    private Model(string name, string description, Graph graph, IReadOnlyList<ModelMetadata> metadata)
    {
        Name = name;
        Description = description;
        Graph = graph;
        Metadata = metadata;
    }

    /// <summary>The file's name, or what the caller gave.</summary>
    public string Name { get; }

    /// <summary>What the file says of itself; may be empty.</summary>
    public string Description { get; }

    /// <summary>The network: the file's first subgraph.</summary>
    public Graph Graph { get; }

    /// <summary>The file's metadata entries, in its order.</summary>
    public IReadOnlyList<ModelMetadata> Metadata { get; }

    /// <summary>
    /// Reads a model from a file. Weights of a file of 1 MiB or more are left there: it may be deleted or replaced, but if its bytes
    /// change, making a session throws a <see cref="ModelFormatException"/>.
    /// </summary>
    /// <exception cref="ModelFormatException">The file is missing, cannot be read or is not a sound model.</exception>
    /// <exception cref="UnsupportedModelException">The model is sound and asks for what GpuNet does not do.</exception>
    public static Model Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Load(ModelFile.Open(path), Path.GetFileName(path));
    }

    /// <summary>Reads a model from memory, which must not change afterwards.</summary>
    /// <param name="file">The bytes of a <c>.tflite</c> file.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="ModelFormatException">The bytes are not a sound model.</exception>
    /// <exception cref="UnsupportedModelException">The model is sound and asks for what GpuNet does not do.</exception>
    public static Model Load(ReadOnlyMemory<byte> file, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Load(ModelBytes.Of(file), name);
    }

    /// <summary>
    /// A session on the naive reference interpreter: slow, on the host, keeping every tensor. It is what conformance
    /// compares against.
    /// </summary>
    /// <param name="options">Batch and normalisation; the reference knows no other. Null for the model as it is.</param>
    /// <exception cref="UnsupportedModelException">The model takes no batch.</exception>
    public Session CreateReferenceSession(SessionOptions? options = null) =>
        new ReferenceSession((options ?? new SessionOptions()).Apply(Graph));

    /// <summary>
    /// A session on a device: plans the network, uploads its weights, compiles its kernels and records its commands. Dispose
    /// it before the device.
    /// </summary>
    /// <param name="device">The device; several sessions may share it.</param>
    /// <param name="options">Storage and precision; null for the defaults.</param>
    /// <exception cref="UnsupportedModelException">There is no kernel for an operator of the model.</exception>
    /// <exception cref="ModelFormatException">The model's file has changed since it was loaded.</exception>
    /// <exception cref="DeviceException">The device failed, or one of its limits was met.</exception>
    public Session CreateSession(IDevice device, SessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        return Session.Create(Graph, device, options);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Model Load(ModelBytes file, string name)
    {
        var import = ModelImporter.Import(file, name);
        return new Model(name, import.Description, import.Graph, import.Metadata);
    }
}

/// <summary>An entry of a model's metadata.</summary>
/// <param name="Name">Its name, such as TFLITE_METADATA.</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record ModelMetadata(string Name, ReadOnlyMemory<byte> Bytes);
