using System.Collections.Concurrent;
using GpuNet.Devices;

namespace GpuNet.Backends.Tests;

/// <summary>A backend as the suites see it: how its device is opened, and what its driver has to say meanwhile.</summary>
internal abstract class BackendUnderTest
{
    private readonly ConcurrentQueue<string> messages = [];

    /// <summary>vulkan, gles, metal or cpu: the word that <c>--backend</c> takes.</summary>
    public abstract string Name { get; }

    /// <summary>What to set before the command line, as NAME=VALUE with spaces between, to reach the same driver.</summary>
    public virtual string Environment => "";

    /// <summary>The start of a command that reaches the same driver.</summary>
    public string Command => $"{Environment} ./gpunet".TrimStart();

    /// <summary>Whether it can read buffers as texels, or has variants for that to run.</summary>
    public virtual bool ReadsTexels => true;

    /// <summary>Whether operators are tried with half floats too.</summary>
    public virtual bool TriesHalves => true;

    /// <summary>Whether what is to be computed in halves is computed in no more than them.</summary>
    public virtual bool KeepsToHalves => true;

    /// <summary>How many images each network is tried on, for a backend that takes long.</summary>
    public virtual int ImagesOfNetwork => int.MaxValue;

    /// <summary>Whether a network is tried at all.</summary>
    public virtual bool Runs(string network) => true;

    /// <summary>Opens the first device; a test fails here where there is none, with what to install.</summary>
    public IDevice Open()
    {
        var backend = Create(messages.Enqueue);
        var probe = backend.Probe();
        Assert.That(probe.Devices, Is.Not.Empty, $"{Name}: {probe.Problem} {probe.Remedy}");
        return backend.Open(probe.Devices[0]);
    }

    /// <summary>Expects that nobody watched wrong use of the API since the last call.</summary>
    public void ExpectSilence()
    {
        string[] heard = [.. messages];
        messages.Clear();
        Assert.That(heard, Is.Empty, $"{Name}: messages of the validation layer");
    }

    /// <summary>The backend, with <paramref name="onFault"/> called for each wrong use of the API that is noticed.</summary>
    protected abstract IBackend Create(Action<string> onFault);
}
