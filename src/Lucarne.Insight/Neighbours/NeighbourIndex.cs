using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Lucarne.Learning.Check;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Split;
using Lucarne.Torch;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Insight.Neighbours;

/// <summary>The latent vectors of all pictures that a run's network learned from, to be searched.</summary>
internal sealed class NeighbourIndex : IDisposable
{
    private const int Shown = 5;

    private readonly List<Learned> _learned = [];
    private readonly Dictionary<string, string> _groups;
    private readonly Dictionary<string, string> _fileOfHash;
    private readonly Thumbnails _thumbnails;

    private NeighbourIndex(RunFolder run)
    {
        _groups = File.Exists(run.Split) ? SplitFile.Read(run.Split).Groups.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal) : [];
        var records = File.Exists(run.Fingerprint) ? FingerprintFile.Read(run.Fingerprint).Pictures : [];
        _fileOfHash = records.GroupBy(record => record.Sha256, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.First().File, StringComparer.OrdinalIgnoreCase);
        _thumbnails = new Thumbnails(run.Path);
    }

    /// <summary>The index of a run; null where it holds no latent vectors.</summary>
    /// <exception cref="PredictException">A file is damaged, or of another network.</exception>
    public static NeighbourIndex? Load(string run, TrainedModel model)
    {
        var folder = new RunFolder(run);
        if (!File.Exists(folder.Embeddings)) return null;
        try
        {
            var index = new NeighbourIndex(folder);
            using var scope = new TensorScope();
            using var file = SafetensorsFile.Open(folder.Embeddings);

            // After a refit the network that answers has learned from every part.
            string[] parts = File.Exists(folder.Judged) ? ["train", "validation", "test"] : ["train"];
            foreach (var part in parts.Where(file.Entries.ContainsKey)) index.Add(file, part, model);
            return index;
        }
        catch (Exception error) when (error is SafetensorsException or DataException or JsonException or InvalidDataException or KeyNotFoundException or IOException or UnauthorizedAccessException)
        {
            throw new PredictException($"{folder.Embeddings} cannot be used ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); train again to make it anew");
        }
    }

    /// <summary>The file below the data folder with these very bytes, where it was learned from; else null.</summary>
    public string? FileOf(ReadOnlySpan<byte> bytes)
    {
        var file = _fileOfHash.GetValueOrDefault(Convert.ToHexString(SHA256.HashData(bytes)));
        return file is not null && _learned.Any(learned => learned.File == file) ? file : null;
    }

    /// <summary>The nearest cases.</summary>
    /// <param name="embedding">The picture's latent vector [D].</param>
    /// <param name="predicted">The predicted class.</param>
    /// <param name="learnedFrom">The file that is this very picture: neither it nor its group is a case beside it.</param>
    public NearestCases Nearest(float[] embedding, string predicted, string? learnedFrom)
    {
        var own = learnedFrom is null ? null : _groups.GetValueOrDefault(learnedFrom, learnedFrom);
        var vector = Unit(embedding);
        Neighbour[] cases = [.. _learned
            .Where(learned => own is null || _groups.GetValueOrDefault(learned.File, learned.File) != own)
            .Select(learned => (Learned: learned, Distance: Distance(learned.Vector, vector)))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Learned.File, StringComparer.Ordinal)
            .Take(Shown)
            .Select(pair => new Neighbour(pair.Learned.File, pair.Learned.Class, pair.Distance, _thumbnails.Of(pair.Learned.File)))];
        if (cases.Length == 0) return NearestCases.None with { LearnedFrom = learnedFrom };
        var majority = cases.GroupBy(one => one.Class, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Min(one => one.Distance)).First().Key;
        return new NearestCases(cases, majority, majority == predicted, learnedFrom);
    }

    /// <inheritdoc />
    public void Dispose() => _thumbnails.Dispose();

    private void Add(SafetensorsFile file, string part, TrainedModel model)
    {
        var shape = file.Entries[part].Shape;
        if (shape.Length != 2 || shape[1] != model.EmbeddingSize)
            throw new JsonException($"'{part}' has vectors of another length than the network's {model.EmbeddingSize}");
        var classes = JsonSerializer.Deserialize<string[]>(file.Metadata["classes"])!;
        var files = JsonSerializer.Deserialize<string[]>(file.Metadata[$"{part}.files"])!;
        var labels = file.Read($"{part}.labels").ToArray<long>();
        foreach (var (i, row) in file.Read(part).ToArray<float>().Chunk(model.EmbeddingSize).Index())
            _learned.Add(new Learned(files[i], classes[labels[i]], Unit(row)));
    }

    private static float[] Unit(float[] vector)
    {
        var length = Math.Sqrt(vector.Sum(value => (double)value * value));
        return length == 0 ? vector : [.. vector.Select(value => (float)(value / length))];
    }

    private static double Distance(float[] left, float[] right)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= left.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var difference = new Vector<float>(left, i) - new Vector<float>(right, i);
            sum += difference * difference;
        }

        double total = Vector.Sum(sum);
        for (; i < left.Length; i++) total += (left[i] - right[i]) * (left[i] - right[i]);
        return Math.Sqrt(total);
    }

    private sealed record Learned(string File, string Class, float[] Vector);
}
