namespace GpuNet;

/// <summary>What every error of GpuNet's own derives from. The message is one line that names the input and what is wrong.</summary>
public abstract class GpuNetException : Exception
{
    /// <summary>An error with a message of one line.</summary>
    protected GpuNetException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>A file is not a sound <c>.tflite</c> model: the message says what is wrong at which byte or table.</summary>
public sealed class ModelFormatException(string message, Exception? inner = null) : GpuNetException(message, inner);

/// <summary>A sound model asks for what GpuNet does not do: the message names operator and tensor.</summary>
public sealed class UnsupportedModelException(string message, Exception? inner = null) : GpuNetException(message, inner);

/// <summary>An input of a session does not fit the model: its name, its type or its length.</summary>
public sealed class InvalidInputException(string message, Exception? inner = null) : GpuNetException(message, inner);

/// <summary>No device fits what was asked for: the message says what was looked for, and what to install.</summary>
public sealed class DeviceNotFoundException(string message, Exception? inner = null) : GpuNetException(message, inner);

/// <summary>A device or its driver failed, or a limit of it was met: the message has the driver's own words.</summary>
public sealed class DeviceException(string message, Exception? inner = null) : GpuNetException(message, inner);

/// <summary>A kernel that ran on the CPU did what is undefined on a GPU: read or wrote outside a resource, or diverged at a barrier.</summary>
public sealed class KernelFaultException(string message, Exception? inner = null) : GpuNetException(message, inner);
