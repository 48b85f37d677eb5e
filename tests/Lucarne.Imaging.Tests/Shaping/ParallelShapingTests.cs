namespace Lucarne.Imaging.Tests.Shaping;

public class ParallelShapingTests
{
    /// <summary>
    /// libvips compiled its inner loops at run time with orc, whose allocator of code is not safe between threads: a training that
    /// decoded on two quiet cores ended with a corrupted heap. Thousands of resizes side by side crashed the process every time.
    /// </summary>
    [Fact]
    public void Pictures_are_resized_on_many_threads_at_once_as_on_one()
    {
        Picture[] pictures = [.. Enumerable.Range(0, 16).Select(i => Ramp(96 + (7 * i), 128))];
        var alone = pictures.Select(picture => picture.Resize(73, 61)).ToArray();
        Parallel.For(0, 4000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            var which = i % pictures.Length;
            Assert.True(alone[which].HasSamePixels(pictures[which].Resize(73, 61)));
        });
    }

    private static Picture Ramp(int width, int height)
    {
        var samples = new byte[width * height];
        for (var i = 0; i < samples.Length; i++) samples[i] = (byte)((i % width) + (i / width));
        return Picture.From8Bit(width, height, 1, samples);
    }
}
