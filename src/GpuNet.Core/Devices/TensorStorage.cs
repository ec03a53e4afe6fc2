namespace GpuNet.Devices;

/// <summary>Where the texels of a tensor lie.</summary>
public enum TensorStorage
{
    /// <summary>A storage buffer, row after row, layer after layer.</summary>
    Buffer,

    /// <summary>A two-dimensional texture array with one array layer for each layer of the tensor.</summary>
    TextureArray,
}
