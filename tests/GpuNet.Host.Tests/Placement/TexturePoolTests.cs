using GpuNet.Devices;
using GpuNet.Placement;

namespace GpuNet.Host.Tests.Placement;

[TestFixture]
internal sealed class TexturePoolTests
{
    private static readonly TextureExtents Small = new(7, 7, 4, TexelFormat.Float32);

    [Test]
    public void Tensors_share_textures_of_their_own_kind_one_at_a_time([ValueSource(typeof(RandomUsages), nameof(RandomUsages.Seeds))] int seed)
    {
        var usages = RandomUsages.MakeTextures(seed);
        var plan = TexturePool.Assign(usages);
        foreach (var usage in usages)
        {
            Assert.That(plan.Extents[plan.Textures[usage.Tensor]], Is.EqualTo(usage.Extents));
            var sharing = usages.Where(other => plan.Textures[other.Tensor] == plan.Textures[usage.Tensor] && other != usage);
            Assert.That(sharing.Where(other => other.FirstStep <= usage.LastStep && usage.FirstStep <= other.LastStep), Is.Empty, $"seed {seed}");
        }
    }

    [Test]
    public void There_are_as_many_textures_of_a_kind_as_are_alive_at_once([ValueSource(typeof(RandomUsages), nameof(RandomUsages.Seeds))] int seed)
    {
        var usages = RandomUsages.MakeTextures(seed);
        var plan = TexturePool.Assign(RandomUsages.Shuffle(usages, seed));
        Assert.That(plan.Textures, Is.EquivalentTo(TexturePool.Assign(usages).Textures));
        foreach (var kind in usages.GroupBy(usage => usage.Extents))
        {
            var alive = Enumerable.Range(0, 41).Max(step => kind.Count(u => u.FirstStep <= step && step <= u.LastStep));
            Assert.That(plan.Extents.Count(extents => extents == kind.Key), Is.EqualTo(alive), $"seed {seed}, {kind.Key}");
        }
    }

    [Test]
    public void A_chain_of_equal_tensors_alternates_between_two_textures()
    {
        var plan = TexturePool.Assign([.. Enumerable.Range(0, 6).Select(i => new TextureUsage(i, Small, i, i + 1))]);
        Assert.That(Enumerable.Range(0, 6).Select(i => plan.Textures[i]), Is.EqualTo((int[])[0, 1, 0, 1, 0, 1]));
        Assert.That(plan.TotalBytes, Is.EqualTo(2 * 7 * 7 * 4 * 16));
        Assert.That(plan.LargestLiveBytes, Is.EqualTo(plan.TotalBytes));
    }

    [Test]
    public void Other_formats_do_not_share()
    {
        var plan = TexturePool.Assign([new TextureUsage(0, Small, 0, 1), new TextureUsage(1, Small with { Format = TexelFormat.Float16 }, 2, 3)]);
        Assert.That(plan.Extents, Has.Count.EqualTo(2));
    }

    [Test]
    public void Unsound_usages_are_refused()
    {
        Assert.That(() => TexturePool.Assign([new TextureUsage(7, Small with { Layers = 0 }, 0, 1)]), Throws.ArgumentException.With.Message.Contains("7 x 7 x 0"));
        Assert.That(() => TexturePool.Assign([new TextureUsage(7, Small, 2, 1)]), Throws.ArgumentException.With.Message.Contains("Tensor 7"));
        Assert.That(
            () => TexturePool.Assign([new TextureUsage(7, Small, 0, 1), new TextureUsage(7, Small, 2, 3)]),
            Throws.ArgumentException.With.Message.Contains("twice"));
    }
}
