namespace GpuNet.Datasets;

/// <summary>A dataset is not fit for what it was given for: the message names the folder, file or class and what is wrong.</summary>
public sealed class DatasetException(string message, Exception? inner = null) : GpuNetException(message, inner);
