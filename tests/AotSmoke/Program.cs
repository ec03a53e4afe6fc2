// aot-smoke BACKEND MODEL INPUT: runs a model of floats once and prints the class with the highest score. The test of
// category 'aot' compiles it ahead of time, which proves that the library needs neither a JIT nor reflection.
using System.Globalization;
using GpuNet;

if (args is not [var backend, var modelPath, var inputPath])
{
    Console.Error.WriteLine("aot-smoke: the arguments are BACKEND MODEL INPUT.");
    return 2;
}

try
{
    using var device = GpuDevices.Open(backend);
    using var session = Model.Load(modelPath).CreateSession(device);
    session.Inputs[0].WriteBytes(File.ReadAllBytes(inputPath));
    session.Run();
    var scores = new float[session.Outputs[0].Length];
    session.Outputs[0].Read<float>(scores);
    var best = scores.AsSpan().IndexOf(scores.Max());
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{device.Info.Backend} {best} {scores[best]:F4}"));
    return 0;
}
catch (GpuNetException e)
{
    Console.Error.WriteLine($"aot-smoke: {e.Message}");
    return 1;
}
