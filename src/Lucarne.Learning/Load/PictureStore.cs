using Lucarne.Imaging;
using Lucarne.Torch;

namespace Lucarne.Learning.Load;

/// <summary>
/// The pictures of one part of a data set, shaped for the network. A set that fits into its share of the memory is decoded once;
/// of a larger one, what is beyond is decoded anew whenever it is asked for. Safe to use from several threads.
/// </summary>
public sealed class PictureStore
{
    private readonly InputShaper _shaper;
    private readonly int _channels;
    private readonly byte[]?[] _shaped;
    private long _room;

    /// <summary>A store over pictures.</summary>
    /// <param name="pictures">The part's pictures, in a fixed order.</param>
    /// <param name="shaper">Makes them square.</param>
    /// <param name="memory">Bytes that decoded pictures may take; null: a quarter of the memory there is.</param>
    public PictureStore(IReadOnlyList<LabelledPicture> pictures, InputShaper shaper, long? memory = null)
    {
        (Pictures, _shaper) = (pictures, shaper);
        _channels = shaper.Length / (shaper.Side * shaper.Side);
        _shaped = new byte[]?[pictures.Count];
        _room = memory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
    }

    /// <summary>The pictures.</summary>
    public IReadOnlyList<LabelledPicture> Pictures { get; }

    /// <summary>The number of pictures.</summary>
    public int Count => Pictures.Count;

    /// <summary>Pictures that could not be decoded, with the reason. Such a picture is black from then on; the check leaves them out
    /// beforehand, so that only a file that broke since can be among them.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, string> Broken { get; } = new(StringComparer.Ordinal);

    /// <summary>Decodes ahead, on all processors, what fits.</summary>
    public void Fill(IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, Count, options, index =>
        {
            if (Interlocked.Read(ref _room) >= _shaper.Length) Shaped(index);
            progress?.Report(new StageProgress(Stage.Load, Interlocked.Increment(ref done), Count));
        });
    }

    /// <summary>Pictures as bytes [B, C, side, side].</summary>
    public Tensor Batch(ReadOnlySpan<int> indices)
    {
        var bytes = new byte[(long)indices.Length * _shaper.Length];
        for (var i = 0; i < indices.Length; i++) Shaped(indices[i]).CopyTo(bytes, i * _shaper.Length);
        return Tensor.From<byte>(bytes, indices.Length, _channels, _shaper.Side, _shaper.Side);
    }

    private byte[] Shaped(int index)
    {
        if (Volatile.Read(ref _shaped[index]) is { } ready) return ready;
        var picture = Pictures[index];
        byte[] shaped;
        try
        {
            shaped = _shaper.Read(picture.Path);
        }
        catch (PictureException error)
        {
            Broken[picture.File] = error.Message;
            shaped = new byte[_shaper.Length];
        }

        Keep(index, shaped);
        return shaped;
    }

    private void Keep(int index, byte[] shaped)
    {
        if (Interlocked.Add(ref _room, -shaped.Length) < 0 || Interlocked.CompareExchange(ref _shaped[index], shaped, null) is not null)
            Interlocked.Add(ref _room, shaped.Length);
    }
}
