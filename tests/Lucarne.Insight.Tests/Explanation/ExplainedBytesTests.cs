using Lucarne.Imaging;
using Lucarne.Insight.Explanation;
using Lucarne.Torch;

namespace Lucarne.Insight.Tests.Explanation;

/// <summary>A server holds pictures as bytes, a command as files: both are told the same.</summary>
[Collection("phantom run")]
public sealed class ExplainedBytesTests(PhantomRun phantom)
{
    [Fact]
    public void Pictures_given_as_bytes_are_read_and_explained_as_their_files_are()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var files = phantom.NewPictures().Take(4).ToArray();
        var fromFiles = reader.ReadAndExplain(files, ExplanationRequest.Default).SelectMany(batch => batch).ToList();
        var fromBytes = reader.ReadAndExplain([.. files.Select(file => (file, new ReadOnlyMemory<byte>(File.ReadAllBytes(file)))), ("broken.png", "no picture"u8.ToArray())], ExplanationRequest.Default)
            .SelectMany(batch => batch).ToList();
        Assert.Equal(files.Length + 1, fromBytes.Count);
        Assert.Contains("broken.png", fromBytes[^1].Refusal!, StringComparison.Ordinal);
        foreach (var (file, bytes) in fromFiles.Zip(fromBytes))
        {
            Assert.Equal((file.Reading!.PredictedClass, file.Reading.Decision), (bytes.Reading!.PredictedClass, bytes.Reading.Decision));
            Assert.Equal(file.Reading.Confidence, bytes.Reading.Confidence, 1e-6);
            var whole = PictureReader.Read(file.File);
            Assert.Equal((whole.Width, whole.Height), (bytes.Picture!.Width, bytes.Picture.Height));
            Assert.Equal(file.Map is null, bytes.Map is null);
            if (bytes.Map is { } map)
            {
                Assert.Equal(whole.Width * whole.Height, map.Values.Length);
                foreach (var (one, other) in file.Map!.Values.Zip(map.Values)) Assert.Equal(one, other, 1e-4f);
            }
        }
    }
}
