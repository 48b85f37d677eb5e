using System.Text.Json;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Report;

/// <summary>A file that could not be used, and why.</summary>
internal sealed record BrokenFile(string File, string? Fault, string? Message);

/// <summary>The same picture under more than one class.</summary>
internal sealed record LabelConflict(IReadOnlyList<string> Files, IReadOnlyList<string> Classes, string? Kind);

/// <summary>What fingerprint.json says of the data; every part may be missing.</summary>
internal sealed record DataFacts
{
    public int? Files { get; init; }
    public IReadOnlyDictionary<string, int> Classes { get; init; } = new Dictionary<string, int>();
    public IReadOnlyDictionary<string, string> ClassOf { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<(int Width, int Height)> Sizes { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, int>> Modes { get; init; } = [];
    public IReadOnlyDictionary<string, (double? Mean, double? Sd)> Intensity { get; init; } = new Dictionary<string, (double?, double?)>();
    public IReadOnlyList<BrokenFile> Broken { get; init; } = [];
    public IReadOnlyList<IReadOnlyList<string>> ExactDuplicates { get; init; } = [];
    public IReadOnlyList<IReadOnlyList<string>> NearDuplicates { get; init; } = [];
    public IReadOnlyList<LabelConflict> Conflicts { get; init; } = [];
    public double? Imbalance { get; init; }
    public string? GroupSource { get; init; }
    public int? Groups { get; init; }
    public int? LargestGroup { get; init; }
    public int? LeakTestPictures { get; init; }
    public int? LeakedPictures { get; init; }
    public int? LeakedGroups { get; init; }
    public IReadOnlyList<LocalText> Warnings { get; init; } = [];
    public double? LeakFraction { get; init; }

    public static DataFacts Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement? root = document.RootElement;
        var pictures = root.Items("pictures").ToList();
        return new()
        {
            Files = root.Whole("files"),
            Classes = root.Fields("classes").Where(c => c.Value.Whole() is not null).ToDictionary(c => c.Key, c => c.Value.Whole()!.Value),
            ClassOf = pictures.Where(p => p.Text("file") is not null && p.Text("class") is not null)
                .DistinctBy(p => p.Text("file")).ToDictionary(p => p.Text("file")!, p => p.Text("class")!, StringComparer.Ordinal),
            Sizes = [.. pictures.Select(p => (p.Whole("width"), p.Whole("height"))).Where(s => s is ( > 0, > 0)).Select(s => (s.Item1!.Value, s.Item2!.Value))],
            Modes = [.. pictures.Select(Mode).OfType<string>().CountBy(m => m).OrderByDescending(m => m.Value).ThenBy(m => m.Key, StringComparer.Ordinal)],
            Intensity = root.Fields("intensity").ToDictionary(c => c.Key, c => (c.Value.Number("mean"), c.Value.Number("sd"))),
            Broken = [.. root.Items("defects").Where(d => d.Text("file") is not null).Select(d => new BrokenFile(d.Text("file")!, d.Text("fault"), d.Text("message")))],
            ExactDuplicates = [.. root.Items("exact_duplicates").Select(g => g.Texts())],
            NearDuplicates = [.. root.Items("near_duplicates").Select(g => g.Texts())],
            Conflicts = [.. root.Items("conflicts").Select(c => new LabelConflict(c.Texts("files"), c.Texts("classes"), c.Text("kind")))],
            Imbalance = root.Number("imbalance"),
            GroupSource = root.Text("groups", "source"),
            Groups = root.Whole("groups", "count"),
            LargestGroup = root.Whole("groups", "largest"),
            LeakTestPictures = root.Whole("random_split_leak", "test_pictures"),
            LeakedPictures = root.Whole("random_split_leak", "with_a_copy_in_training"),
            LeakedGroups = root.Whole("random_split_leak", "with_their_group_in_training"),
            Warnings = root.Both("warnings"),
            LeakFraction = root.Number("random_split_leak", "fraction"),
        };
    }

    // "JPEG, L, 8 bit": what a person means by the kind of a picture.
    private static string? Mode(JsonElement? picture)
    {
        string?[] parts = [picture.Text("format"), picture.Text("mode"), picture.Whole("bits") is int bits ? $"{bits} bit" : null];
        return parts.All(p => p is null) ? null : string.Join(", ", parts.OfType<string>());
    }
}
