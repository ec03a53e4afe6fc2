namespace GpuNet.Bindings;

/// <summary>A registry or an allow-list is not what the generator expects: the message names the entry.</summary>
internal sealed class BindingsException(string message) : Exception(message);
