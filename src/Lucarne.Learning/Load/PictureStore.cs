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
            if (Interlocked.Read(ref _room) >= _shaper.Side * _shaper.Side) Shaped(index);
            progress?.Report(new StageProgress(Stage.Load, Interlocked.Increment(ref done), Count));
        });
    }

    /// <summary>Pictures as bytes: [B, C, side, side], or [B, 1, side, side] where all of them are grey, which is a third of the work
    /// for whatever is done to them; <see cref="Augment.Normaliser"/> brings back the channels.</summary>
    public Tensor Batch(ReadOnlySpan<int> indices)
    {
        var pictures = new byte[indices.Length][];
        for (var i = 0; i < pictures.Length; i++) pictures[i] = Shaped(indices[i]);
        var channels = pictures.Any(picture => picture.Length == _shaper.Length) ? _channels : 1;
        var plane = _shaper.Side * _shaper.Side;
        var bytes = new byte[(long)pictures.Length * channels * plane];
        for (var i = 0; i < pictures.Length; i++)
        {
            for (var channel = 0; channel < channels; channel++)
                pictures[i].AsSpan(pictures[i].Length == plane ? 0 : channel * plane, plane).CopyTo(bytes.AsSpan(((i * channels) + channel) * plane));
        }

        return Tensor.From<byte>(bytes, pictures.Length, channels, _shaper.Side, _shaper.Side);
    }

    private byte[] Shaped(int index)
    {
        if (Volatile.Read(ref _shaped[index]) is { } ready) return ready;
        var picture = Pictures[index];
        byte[] shaped;
        try
        {
            shaped = OnePlaneWhereGrey(_shaper.Read(picture.Path));
        }
        catch (PictureException error)
        {
            Broken[picture.File] = error.Message;
            shaped = new byte[_shaper.Side * _shaper.Side];
        }

        Keep(index, shaped);
        return shaped;
    }

    private byte[] OnePlaneWhereGrey(byte[] planes)
    {
        var length = _shaper.Side * _shaper.Side;
        var first = planes.AsSpan(0, length);
        for (var channel = 1; channel < _channels; channel++)
        {
            if (!planes.AsSpan(channel * length, length).SequenceEqual(first)) return planes;
        }

        return first.ToArray();
    }

    private void Keep(int index, byte[] shaped)
    {
        if (Interlocked.Add(ref _room, -shaped.Length) < 0 || Interlocked.CompareExchange(ref _shaped[index], shaped, null) is not null)
            Interlocked.Add(ref _room, shaped.Length);
    }
}
