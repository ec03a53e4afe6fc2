using GpuNet.Devices;
using GpuNet.MetalStandIn;
using GpuNet.Testing;

namespace GpuNet.Metal.Tests;

/// <summary>No object is left behind, and none is released too often: what <see cref="MetalFixture"/> looks for after each test.</summary>
internal sealed class LifetimeTests : MetalFixture
{
    private const string Case = "conv_2d_u8_111";

    [Test]
    public void A_hundred_sessions_leave_no_object_behind([Values] TensorStorage storage)
    {
        const int Sessions = 100;
        SharedFiles.Require();
        var operatorCase = OperatorCase.Load(Case);
        var model = Model.Load(operatorCase.ModelPath);
        Run(model, operatorCase, storage);
        var afterOne = StandInLibrary.LiveObjects();
        for (var i = 1; i < Sessions; i++) Run(model, operatorCase, storage);
        Assert.That(StandInLibrary.LiveObjects(), Is.EqualTo(afterOne), StandInLibrary.Report());
        Assert.That(StandInLibrary.LiveObjects("MTLBuffer") + StandInLibrary.LiveObjects("MTLTexture"), Is.Zero, StandInLibrary.Report());
    }

    [Test]
    public void A_session_that_cannot_be_made_leaves_no_object_behind([Values("fail-buffer", "fail-texture")] string fault)
    {
        SharedFiles.Require();
        var operatorCase = OperatorCase.Load(Case);
        var model = Model.Load(operatorCase.ModelPath);
        var options = new SessionOptions { Storage = TensorStorage.TextureArray };
        using (model.CreateSession(Device, options))
        {
            // Its libraries stay with the device, and are not to be counted.
        }

        var before = StandInLibrary.LiveObjects();
        for (var which = 1; ; which++)
        {
            StandInLibrary.Set(fault, which);
            try
            {
                model.CreateSession(Device, options).Dispose();
                Assert.That(which, Is.GreaterThan(1), $"{fault} struck");
                return;
            }
            catch (DeviceException)
            {
                Assert.That(StandInLibrary.LiveObjects(), Is.EqualTo(before), $"{fault} {which}: {StandInLibrary.Report()}");
            }
        }
    }

    private void Run(Model model, OperatorCase operatorCase, TensorStorage storage)
    {
        using var session = model.CreateSession(Device, new SessionOptions { Storage = storage });
        for (var i = 0; i < session.Inputs.Count; i++) session.Inputs[i].WriteBytes(operatorCase.Inputs[i].Read());
        session.Run();
        var expected = operatorCase.Outputs[0].Read();
        var actual = new byte[expected.Length];
        session.Outputs[0].ReadBytes(actual);
        Assert.That(actual, Is.EqualTo(expected));
    }
}
