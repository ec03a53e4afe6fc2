namespace GpuNet.Backends.Metal.Interop;

/// <summary>Extents along three axes.</summary>
internal readonly record struct MTLSize(nuint Width, nuint Height, nuint Depth);

/// <summary>A place along three axes.</summary>
internal readonly record struct MTLOrigin(nuint X, nuint Y, nuint Z);

/// <summary>A range of indices.</summary>
internal readonly record struct NSRange(nuint Location, nuint Length);
