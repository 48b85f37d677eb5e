using System.Text.Json;
using Lucarne.Learning.Folders;
using Lucarne.Torch;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Insight.Profiles;

/// <summary>A picture as a network sees it.</summary>
/// <param name="File">Path below the data folder.</param>
/// <param name="Part">train, validation, test, or <see cref="LatentPictures.New"/> for a picture that the run does not know.</param>
/// <param name="Label">Index of its class.</param>
/// <param name="Vector">The latent vector, [D].</param>
internal sealed record LatentPicture(string File, string Part, int Label, double[] Vector);

/// <summary>Latent vectors of a run's pictures, as embeddings.safetensors holds them.</summary>
/// <param name="Classes">Of the run.</param>
/// <param name="All">Its pictures, those of the training part first.</param>
internal sealed record LatentPictures(IReadOnlyList<string> Classes, IReadOnlyList<LatentPicture> All)
{
    public const string Train = "train";
    public const string Validation = "validation";
    public const string Test = "test";
    public const string New = "new";

    private static readonly string[] Parts = [Train, Validation, Test];

    /// <summary>Reads the file of a run.</summary>
    /// <exception cref="DataException">It is missing or does not hold what a run's has.</exception>
    public static LatentPictures Read(string path)
    {
        if (!File.Exists(path)) throw new DataException($"There is no '{path}', which holds how the network sees its pictures; train the run to its end, or take another.");
        try
        {
            using var scope = new TensorScope();
            using var file = SafetensorsFile.Open(path);
            var classes = JsonSerializer.Deserialize<string[]>(file.Metadata["classes"])!;
            return new(classes, [.. Parts.Where(part => part != Validation || file.Entries.ContainsKey(part)).SelectMany(part => Part(file, part))]);
        }
        catch (Exception error) when (error is SafetensorsException or KeyNotFoundException or JsonException)
        {
            throw new DataException($"'{path}' does not hold the latent vectors of a run's training and test parts ({error.Message.TrimEnd('.')}); train again.", error);
        }
    }

    private static List<LatentPicture> Part(SafetensorsFile file, string part)
    {
        var files = JsonSerializer.Deserialize<string[]>(file.Metadata[$"{part}.files"])!;
        var labels = file.Read($"{part}.labels").ToArray<long>();
        var matrix = file.Read(part);
        if (matrix.Shape is not [var rows, var width] || rows != files.Length || labels.Length != files.Length)
            throw new SafetensorsException($"'{part}' and its files differ in number");
        var values = matrix.ToArray<float>();
        if (!values.All(float.IsFinite)) throw new SafetensorsException($"'{part}' holds values that are no numbers: the training came apart");
        return [.. files.Select((name, i) => new LatentPicture(name, part, (int)labels[i], [.. values.Skip(i * (int)width).Take((int)width).Select(value => (double)value)]))];
    }
}
