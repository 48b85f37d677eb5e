using System.Buffers;
using Lucarne.Dicom.Elements;
using Lucarne.Dicom.Pixels;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Dicom.Series;

/// <summary>Reads the pixels of a planned volume, files side by side, and applies each slice's slope and intercept (PS3.3 C.11.1.1.2).</summary>
internal static class VolumeReader
{
    public static ScanVolume Read(PlannedVolume plan, CancellationToken token)
    {
        var slopes = plan.Headers.OfType<SliceHeader>();
        if (slopes.All(slice => IsWhole(slice.Slope) && IsWhole(slice.Intercept)) && ReadWhole(plan, token) is { } whole) return new ScanVolume(plan, whole, null);
        return new ScanVolume(plan, null, ReadReal(plan, token));
    }

    /// <summary>Reads a file with its pixels and hands it on.</summary>
    /// <exception cref="DicomException">The file or its pixels are damaged. The message names it.</exception>
    internal static void DecodeFile(SourceFile source, Action<DicomFile> work)
    {
        var file = DicomFile.Read(source, withPixels: true);
        try
        {
            work(file);
        }
        catch (DicomException error)
        {
            throw new DicomException($"'{source.Shown}' cannot be decoded: {error.Message}; export it again.", error);
        }
    }

    private static bool IsWhole(double number) => number == Math.Floor(number) && Math.Abs(number) <= 1 << 24;

    /// <summary>Nothing where a value does not fit into 16 bits.</summary>
    private static Volume<short>? ReadWhole(PlannedVolume plan, CancellationToken token)
    {
        var volume = new Volume<short>(plan.Geometry, GC.AllocateUninitializedArray<short>((int)plan.Geometry.VoxelCount));
        var misfits = 0;
        ForEachSlice(plan, (k, slice, stored) =>
        {
            if (!Rescale(stored, (long)slice.Slope, (long)slice.Intercept, volume.Slice(k))) Interlocked.Increment(ref misfits);
        }, token);
        if (misfits > 0) return null;
        FillMissing(plan, k =>
        {
            ReadOnlySpan<short> below = volume.Slice(k - 1), above = volume.Slice(k + 1);
            var slice = volume.Slice(k);
            for (var i = 0; i < slice.Length; i++) slice[i] = (short)((below[i] + above[i]) >> 1);
        });
        return volume;
    }

    private static Volume<float> ReadReal(PlannedVolume plan, CancellationToken token)
    {
        var volume = new Volume<float>(plan.Geometry, GC.AllocateUninitializedArray<float>((int)plan.Geometry.VoxelCount));
        ForEachSlice(plan, (k, slice, stored) =>
        {
            var values = volume.Slice(k);
            for (var i = 0; i < values.Length; i++) values[i] = (float)((stored[i] * slice.Slope) + slice.Intercept);
        }, token);
        FillMissing(plan, k =>
        {
            ReadOnlySpan<float> below = volume.Slice(k - 1), above = volume.Slice(k + 1);
            var slice = volume.Slice(k);
            for (var i = 0; i < slice.Length; i++) slice[i] = (below[i] + above[i]) / 2;
        });
        return volume;
    }

    private static bool Rescale(ReadOnlySpan<int> stored, long slope, long intercept, Span<short> values)
    {
        var (lowest, highest) = (int.MaxValue, int.MinValue);
        foreach (var value in stored) (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        var (one, other) = ((lowest * slope) + intercept, (highest * slope) + intercept);
        if (Math.Min(one, other) < short.MinValue || Math.Max(one, other) > short.MaxValue) return false;
        var (factor, offset) = ((int)slope, (int)intercept);
        for (var i = 0; i < values.Length; i++) values[i] = (short)((stored[i] * factor) + offset);
        return true;
    }

    private static void FillMissing(PlannedVolume plan, Action<int> fill)
    {
        for (var k = 0; k < plan.Headers.Count; k++)
            if (plan.Headers[k] is null) fill(k);
    }

    private delegate void SliceWork(int k, SliceHeader slice, ReadOnlySpan<int> stored);

    // A file once, whatever of it is wanted; its frames side by side too.
    private static void ForEachSlice(PlannedVolume plan, SliceWork work, CancellationToken token)
    {
        var files = plan.Headers.Select((slice, k) => (Slice: slice!, K: k)).Where(item => item.Slice is not null).GroupBy(item => item.Slice.Source);
        SideBySide.ForEach(files, group => DecodeFile(group.Key, file => SideBySide.ForEach(group, item => Decode(file, item.Slice, item.K, work), token)), token);
    }

    private static void Decode(DicomFile file, SliceHeader slice, int k, SliceWork work)
    {
        var stored = ArrayPool<int>.Shared.Rent(slice.Layout.FrameLength);
        try
        {
            var values = stored.AsSpan(0, slice.Layout.FrameLength);
            new FrameDecoder(file, slice.Layout).Decode(slice.Frame, values);
            work(k, slice, values);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(stored);
        }
    }
}
