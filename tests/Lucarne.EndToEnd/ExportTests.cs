using System.Text.Json;
using Lucarne.Imaging;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lucarne.EndToEnd;

/// <summary>What <c>export</c> writes answers in ONNX Runtime as <c>predict</c> does.</summary>
[Collection(OneWorkplace.Name)]
public sealed class ExportTests(Workplace place)
{
    private const int Side = 32;

    [Fact]
    public void The_exported_network_answers_as_predict_does()
    {
        var file = place.In("kidney.onnx");
        Assert.Contains("kidney.onnx", place.Lucarne.Run("export", place.Run, "--onnx", file).Done().Out, StringComparison.Ordinal);
        using var session = new InferenceSession(file);
        var (answers, pictures) = Predicted();
        var own = Run(session, pictures);
        for (var i = 0; i < answers.Count; i++)
            foreach (var (k, expected) in answers[i].Index()) Assert.Equal(expected, own[i][k], 1e-4);
        var told = session.ModelMetadata.CustomMetadataMap;
        Assert.Equal(["normal", "cyst", "tumor", "stone"], JsonSerializer.Deserialize<string[]>(told["classes"])!);
        Assert.Contains("never a diagnosis", told["notice.en"], StringComparison.Ordinal);
        Assert.Equal("32", told["input.size"]);
    }

    [Fact]
    public void Eight_bits_a_weight_make_a_smaller_file_that_answers_nearly_the_same()
    {
        var (whole, narrow) = (place.In("whole.onnx"), place.In("narrow.onnx"));
        place.Lucarne.Run("export", place.Run, "--onnx", whole).Done();
        place.Lucarne.Run("export", place.Run, "--onnx", narrow, "--int8").Done();
        Assert.True(new FileInfo(narrow).Length < 0.6 * new FileInfo(whole).Length);
        using var session = new InferenceSession(narrow);
        var (answers, pictures) = Predicted();
        var own = Run(session, pictures);
        for (var i = 0; i < answers.Count; i++)
            foreach (var (k, expected) in answers[i].Index()) Assert.Equal(expected, own[i][k], 0.02);
    }

    [Fact]
    public void What_cannot_be_exported_is_refused_in_one_sentence()
    {
        place.Lucarne.Run("export", place.Run).Refused(2, "--onnx");
        place.Lucarne.Run("export", place.In("nowhere"), "--onnx", place.In("x.onnx")).Refused(1, "there is no folder");
        place.Lucarne.Run("export", place.Run, "--onnx", Path.Combine(place.APicture, "x.onnx")).Refused(1, "P001-01.png");
    }

    /// <summary>Pictures of the network's own size without a dark border, so that nothing is resampled or cut, and what <c>predict</c> says of them, [N][K].</summary>
    private (IReadOnlyList<double[]> Answers, IReadOnlyList<Picture> Pictures) Predicted()
    {
        string[] classes = ["normal", "cyst", "tumor", "stone"];
        var pictures = Enumerable.Range(1, 4).Select(Pattern).ToList();
        var files = pictures.Index().Select(pair => place.In($"small-{pair.Index}.png")).ToArray();
        foreach (var (file, picture) in files.Zip(pictures)) PictureWriter.Write(file, picture);
        using var printed = JsonDocument.Parse(place.Lucarne.Run(["predict", place.Run, .. files, "--json", "--device", "cpu"]).Done().Out);
        return ([.. printed.RootElement.EnumerateArray().Select(answer => classes.Select(name => answer.GetProperty("probabilities").GetProperty(name).GetDouble()).ToArray())], pictures);
    }

    private static Picture Pattern(int seed) =>
        Picture.From8Bit(Side, Side, 1, [.. Enumerable.Range(0, Side * Side).Select(p => (byte)(60 + (((p % Side * seed * 3) + (p / Side * 7)) % 190)))]);

    private static IReadOnlyList<float[]> Run(InferenceSession session, IReadOnlyList<Picture> pictures)
    {
        var channels = session.InputMetadata["picture"].Dimensions[1];
        var values = new DenseTensor<float>([pictures.Count, channels, Side, Side]);
        foreach (var (i, picture) in pictures.Index())
            for (var c = 0; c < channels; c++)
                for (var p = 0; p < Side * Side; p++)
                    values[i, c, p / Side, p % Side] = picture.Samples8[(p * picture.Channels) + Math.Min(c, picture.Channels - 1)] / 255f;
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("picture", values)]);
        var answer = results.Single().AsTensor<float>();
        return [.. answer.ToArray().Chunk(answer.Dimensions[1])];
    }
}
