using GpuNet.Backends.Metal.Interop;

namespace GpuNet.Backends.Metal;

/// <summary>The devices of the system, alive until it is disposed.</summary>
internal sealed class DeviceList : IDisposable
{
    private readonly RetainedObject owner;
    private readonly MTLDevice[] devices = [];

    public DeviceList(MetalPlatform platform)
    {
        if (platform == MetalPlatform.SystemDevice)
        {
            owner = new RetainedObject(MTLDevice.CreateSystemDefault());
            if (!owner.IsInvalid) devices = [new MTLDevice(owner.Pointer)];
            return;
        }

        owner = new RetainedObject(MTLDevice.CopyAll());
        var array = new NSArray(owner.Pointer);
        devices = new MTLDevice[array.Count];
        for (var i = 0; i < devices.Length; i++) devices[i] = new MTLDevice(array[i]);
    }

    public int Count => devices.Length;

    public MTLDevice this[int index] => devices[index];

    public void Dispose() => owner.Dispose();
}
