using Lucarne.Imaging;
using Lucarne.Learning.Randomness;

namespace Lucarne.Learning.Tests.Check;

/// <summary>A folder of pictures drawn for a test, removed with it.</summary>
internal sealed class DrawnPictures : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("lucarne-check-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Smooth blobs at places drawn from <paramref name="pattern"/>: two patterns look nothing alike. <paramref name="shift"/>
    /// brightens a little, as another slice of the same scan.</summary>
    public static Picture Blobs(int pattern, int side = 96, int shift = 0)
    {
        var random = new Xoshiro256((ulong)pattern);
        var blobs = Enumerable.Range(0, 12).Select(_ => (X: random.Below(side), Y: random.Below(side), Size: 4 + random.Below(12), Value: 80 + random.Below(120))).ToArray();
        var samples = new byte[side * side];
        for (var i = 0; i < samples.Length; i++)
        {
            var value = 10.0 + shift;
            foreach (var (x, y, size, peak) in blobs)
                value += peak * Math.Exp(-(Math.Pow((i % side) - x, 2) + Math.Pow((i / side) - y, 2)) / (2.0 * size * size));
            samples[i] = (byte)Math.Clamp(value, 0, 255);
        }

        return Picture.From8Bit(side, side, 1, samples);
    }

    public string Add(string file, Picture picture)
    {
        var path = Place(file);
        PictureWriter.Write(path, picture);
        return path;
    }

    public string AddBytes(string file, byte[] bytes)
    {
        var path = Place(file);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string Place(string file)
    {
        var path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
