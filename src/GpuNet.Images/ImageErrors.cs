namespace GpuNet.Images;

/// <summary>An image file cannot be read: the message names the file and what is wrong with it.</summary>
public sealed class ImageFormatException(string message, Exception? inner = null) : GpuNetException(message, inner);

/// <summary>The native library that decodes a kind of image is not installed: the message names the package.</summary>
public sealed class ImageLibraryMissingException(string message, Exception? inner = null) : GpuNetException(message, inner);
