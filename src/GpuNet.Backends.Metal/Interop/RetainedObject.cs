using System.Runtime.InteropServices;

namespace GpuNet.Backends.Metal.Interop;

/// <summary>One reference to an Objective-C object, given back when it is disposed and nobody holds on to it.</summary>
internal sealed class RetainedObject : SafeHandle
{
    /// <param name="owned">An object whose reference is ours: what <c>new...</c>, <c>alloc</c> and <c>MTLCopy...</c> give.</param>
    public RetainedObject(nint owned)
        : base(0, ownsHandle: true) => SetHandle(owned);

    public override bool IsInvalid => handle == 0;

    /// <summary>The object. It lives as long as this is neither disposed nor let go by its last holder.</summary>
    public nint Pointer => handle;

    /// <summary>One more reference to an object that is only lent.</summary>
    public static RetainedObject Of(nint borrowed) => new(ObjectiveC.objc_retain(borrowed));

    /// <summary>Keeps the object alive until <see cref="LetGo"/>, whoever disposes this meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The object is gone.</exception>
    public void HoldOn()
    {
        var held = false;
        DangerousAddRef(ref held);
    }

    /// <summary>Ends what <see cref="HoldOn"/> began.</summary>
    public void LetGo() => DangerousRelease();

    protected override bool ReleaseHandle()
    {
        ObjectiveC.objc_release(handle);
        return true;
    }
}
