using Lucarne.Imaging;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Torch;

namespace Lucarne.Insight.Tests;

/// <summary>Phantom kidneys on disk and a run over them with every chapter studied, trained once for all tests that read it.</summary>
public sealed class PhantomRun : IDisposable
{
    private const string Yaml = """
        name: tiny
        title: { en: Tiny, fr: Minuscule }
        classes:
          - { name: normal, label: { en: Normal, fr: Normal } }
          - { name: cyst, label: { en: Cyst, fr: Kyste } }
          - { name: tumor, label: { en: Tumour, fr: Tumeur } }
          - { name: stone, label: { en: Stone, fr: Calcul } }
        data: { group_pattern: "([^/]+)-[^-]*$" }
        split: { train: 0.5, validation: 0.3, test: 0.2, seed: 1 }
        input: { size: 48, channels: 3, normalisation: z-score }
        network: { name: sequential, weights: none, sequential: { kernel: 3, filters: [8, 16, 16], dense: [16] } }
        train: { epochs: 8, batch_size: 8, optimizer: { name: adamw, learning_rate: 0.003 }, schedule: { name: constant }, early_stopping: 0, precision: float32, seed: 5, refit: true }
        evaluate: { test_time: flip, bootstrap: 50 }
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("lucarne-insight-").FullName;
    private int _copies;

    public PhantomRun()
    {
        Runtime.Threads = 1;
        Data = Path.Combine(_root, "kidneys");
        Files = KidneyPhantom.WriteDataset(Data, patientsPerClass: 10, slicesPerPatient: 2, seed: 3);
        Run = TrainingRun.Execute(Request(Path.Combine(_root, "run")) with { Chapters = InsightChapters.All() }, TimeProvider.System).Run;
    }

    /// <summary>What the run was made by, for another place.</summary>
    public TrainingRequest Request(string into) => new()
    {
        Recipe = Recipe.FromYaml(Yaml, "tiny.yaml"),
        Data = Data,
        Out = into,
        CacheFolder = Path.Combine(_root, "cache"),
        WeightFolders = [],
    };

    public string Data { get; }

    /// <summary>Pictures, as paths below <see cref="Data"/>.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The finished run; to be left as it is.</summary>
    public RunFolder Run { get; }

    public string PathOf(string file) => Path.Combine(Data, file);

    /// <summary>Pictures of the same making that nothing was learned from.</summary>
    public IReadOnlyList<string> NewPictures()
    {
        var folder = Path.Combine(_root, "new");
        if (Directory.Exists(folder)) return [.. Directory.EnumerateFiles(folder, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        return [.. KidneyPhantom.WriteDataset(folder, patientsPerClass: 4, slicesPerPatient: 1, seed: 77).Select(file => Path.Combine(folder, file))];
    }

    /// <summary>A copy of the run that may be changed.</summary>
    public RunFolder Copy()
    {
        var copy = Directory.CreateDirectory(Path.Combine(_root, $"copy{_copies++}")).FullName;
        foreach (var file in Directory.GetFiles(Run.Path)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return new RunFolder(copy);
    }

    public string NewFolder() => Path.Combine(_root, $"folder{_copies++}");

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

[CollectionDefinition("phantom run")]
public sealed class PhantomRunCollection : ICollectionFixture<PhantomRun>;
