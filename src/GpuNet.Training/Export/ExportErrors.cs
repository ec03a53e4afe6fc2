namespace GpuNet.Export;

/// <summary>A model does not fit into a <c>.tflite</c> file, which ends at 2 GiB.</summary>
public sealed class ModelTooLargeException(string message, Exception? inner = null) : GpuNetException(message, inner);
