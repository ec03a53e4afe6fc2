namespace GpuNet.Backends.Tests;

internal static class SessionTensors
{
    /// <summary>The bytes of all elements.</summary>
    public static byte[] Bytes(this SessionTensor tensor)
    {
        var bytes = new byte[tensor.Tensor.ByteLength];
        tensor.ReadBytes(bytes);
        return bytes;
    }

    /// <summary>All elements of a tensor of floats.</summary>
    public static float[] Floats(this SessionTensor tensor)
    {
        var elements = new float[tensor.Length];
        tensor.Read<float>(elements);
        return elements;
    }
}
