using System.Text.Json;

namespace Lucarne.Learning.Report;

/// <summary>Who was trained on and who was kept apart: split.json.</summary>
internal sealed record SplitFacts(
    long? Seed, IReadOnlyList<string> Train, IReadOnlyList<string> Validation, IReadOnlyList<string> Test, IReadOnlyDictionary<string, string> Groups)
{
    public static SplitFacts Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement? root = document.RootElement;
        return new((long?)root.Number("seed"), root.Texts("train"), root.Texts("validation"), root.Texts("test"),
            root.Fields("groups").Where(g => g.Value.Text() is not null).ToDictionary(g => g.Key, g => g.Value.Text()!, StringComparer.Ordinal));
    }

    /// <summary>Pictures per class and part, [K][3]; a picture's class is its fingerprint's or else its folder's.</summary>
    public IReadOnlyList<int[]> Counts(IReadOnlyList<string> classes, IReadOnlyDictionary<string, string> classOf)
    {
        var counts = classes.Select(_ => new int[3]).ToArray();
        IReadOnlyList<string>[] parts = [Train, Validation, Test];
        for (var part = 0; part < parts.Length; part++)
        {
            foreach (var file in parts[part])
            {
                var name = classOf.GetValueOrDefault(file) ?? file.Split('/')[0];
                for (var k = 0; k < classes.Count; k++)
                    if (string.Equals(classes[k], name, StringComparison.OrdinalIgnoreCase)) counts[k][part]++;
            }
        }
        return counts;
    }
}
