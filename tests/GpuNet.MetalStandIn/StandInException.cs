namespace GpuNet.MetalStandIn;

/// <summary>The stand-in could not be built or loaded.</summary>
public sealed class StandInException(string message) : Exception(message);
