using Lucarne.Imaging;
using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Tests.Check;

namespace Lucarne.Learning.Tests.Load;

public sealed class PictureStoreTests : IDisposable
{
    private const int Side = 16;
    private readonly DrawnPictures _drawn = new();

    public void Dispose() => _drawn.Dispose();

    [Fact]
    public void A_batch_holds_the_pictures_asked_for_in_their_order()
    {
        var store = new PictureStore(Draw(4), Shaper());
        using var batch = store.Batch([3, 0, 3]);
        Assert.Equal([3, 1, Side, Side], batch.Shape);
        var pictures = batch.ToArray<byte>().Chunk(Side * Side).ToArray();
        Assert.Equal(Shaper().Read(store.Pictures[3].Path), pictures[0]);
        Assert.Equal(Shaper().Read(store.Pictures[0].Path), pictures[1]);
        Assert.Equal(pictures[0], pictures[2]);
    }

    [Fact]
    public void Grey_pictures_come_as_one_plane_until_a_coloured_one_is_among_them()
    {
        var colour = _drawn.Add("colour.png", Picture.From8Bit(1, 1, 3, [10, 20, 30]));
        LabelledPicture[] pictures = [.. Draw(2), new("colour.png", colour, 0, "c")];
        var store = new PictureStore(pictures, new InputShaper(new InputOptions { Channels = 3, Size = Side }, Side, PictureLimits.Default));

        using var grey = store.Batch([0, 1]);
        Assert.Equal([2, 1, Side, Side], grey.Shape);
        using var mixed = store.Batch([0, 2]);
        Assert.Equal([2, 3, Side, Side], mixed.Shape);
        var planes = mixed.ToArray<byte>().Chunk(Side * Side).ToArray();
        var first = grey.ToArray<byte>()[..(Side * Side)];
        Assert.All(planes[..3], plane => Assert.Equal(first, plane));
        Assert.Equal([10, 20, 30], planes[3..].Select(plane => plane[0]));
    }

    [Fact]
    public void A_set_that_fits_is_decoded_once()
    {
        var store = new PictureStore(Draw(4), Shaper());
        store.Fill(null, default);
        using var before = store.Batch([0, 1, 2, 3]);
        foreach (var picture in store.Pictures) File.Delete(picture.Path);
        using var after = store.Batch([0, 1, 2, 3]);
        Assert.Equal(before.ToArray<byte>(), after.ToArray<byte>());
        Assert.Empty(store.Broken);
    }

    [Fact]
    public void No_more_pictures_are_kept_than_the_memory_allows()
    {
        // Room for two and a half: two are kept, the others read from their files each time, which are gone.
        var store = new PictureStore(Draw(6), Shaper(), memory: Side * Side * 5 / 2);
        store.Fill(null, default);
        using (store.Batch([0, 1, 2, 3, 4, 5])) Assert.Empty(store.Broken);
        foreach (var picture in store.Pictures) File.Delete(picture.Path);
        using var batch = store.Batch([0, 1, 2, 3, 4, 5]);
        Assert.Equal(4, store.Broken.Count);
        Assert.Equal(4, batch.ToArray<byte>().Chunk(Side * Side).Count(picture => picture.All(value => value == 0)));
    }

    [Fact]
    public void A_file_that_broke_since_the_check_is_named_with_the_reason_and_is_black()
    {
        var pictures = Draw(3);
        File.WriteAllText(pictures[1].Path, "no picture");
        File.Delete(pictures[2].Path);
        var store = new PictureStore(pictures, Shaper());
        store.Fill(null, default);
        using var batch = store.Batch([1, 2]);
        Assert.All(batch.ToArray<byte>(), value => Assert.Equal(0, value));
        Assert.Equal([pictures[1].File, pictures[2].File], store.Broken.Keys.Order(StringComparer.Ordinal));
        Assert.All(store.Broken.Values, reason => Assert.NotEmpty(reason));
    }

    [Fact]
    public void Filling_tells_every_picture_and_stops_when_cancelled()
    {
        var store = new PictureStore(Draw(5), Shaper());
        var told = new System.Collections.Concurrent.ConcurrentBag<StageProgress>();
        store.Fill(new Train.Told(told.Add), default);
        Assert.Equal([1, 2, 3, 4, 5], told.Select(stage => stage.Done).Order());
        Assert.All(told, stage => Assert.Equal((Stage.Load, 5L), (stage.Stage, stage.Total)));
        Assert.ThrowsAny<OperationCanceledException>(() => store.Fill(null, new CancellationToken(canceled: true)));
    }

    private static InputShaper Shaper() => new(new InputOptions { Channels = 1, Size = Side }, Side, PictureLimits.Default);

    private LabelledPicture[] Draw(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new LabelledPicture($"{i}.png", _drawn.Add($"{i}.png", DrawnPictures.Blobs(i, 40)), 0, $"{i}"))];
}
