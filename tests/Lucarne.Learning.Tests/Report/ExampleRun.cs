using System.Globalization;
using System.Text;
using System.Text.Json;
using Lucarne.Imaging;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Tests.Evaluate;

namespace Lucarne.Learning.Tests.Report;

/// <summary>
/// A run folder as training leaves it, with figures of an imagined network drawn from a seed: four kidney classes,
/// scans of several slices each, a few defects.
/// </summary>
internal static class ExampleRun
{
    public static readonly string[] Classes = ["normal", "cyst", "tumor", "stone"];

    private static readonly int[] Pictures = [390, 300, 252, 138];
    private const int SlicesPerScan = 6;

    public static string Write(string folder, ulong seed = 42)
    {
        Directory.CreateDirectory(Path.Combine(folder, "figures"));
        var random = new Xoshiro256(seed);
        var files = Classes.SelectMany((c, k) => Enumerable.Range(1, Pictures[k]).Select(i => (File: $"{c}/{c}-{i:000}.jpg", Class: c, Group: $"{c}-scan-{(i - 1) / SlicesPerScan:00}"))).ToArray();
        var part = files.Select(f => f.Group).Distinct().ToDictionary(g => g, _ => SyntheticPredictions.Uniform(random));
        string[] Part(double low, double high) => [.. files.Where(f => part[f.Group] >= low && part[f.Group] < high).Select(f => f.File)];
        var groups = files.ToDictionary(f => f.File, f => f.Group);
        WriteJson(folder, "split.json", new { seed, train = Part(0, 0.7), validation = Part(0.7, 0.85), test = Part(0.85, 1), groups });
        WriteFingerprint(folder, files, random);
        WriteHistory(folder, random);
        WritePredictions(folder, Part(0.85, 1), groups, random);
        File.WriteAllText(Path.Combine(folder, "recipe.yaml"), Recipe);
        WriteRun(folder, seed);
        return folder;
    }

    private static void WriteFingerprint(string folder, (string File, string Class, string Group)[] files, Xoshiro256 random) => WriteJson(folder, "fingerprint.json", new
    {
        recipe = "kidney-ct",
        root = "/data/hospital/kidney",
        files = files.Length + 3,
        classes = Classes.Zip(Pictures).ToDictionary(p => p.First, p => p.Second),
        pictures = files.Select(f => new
        {
            file = f.File,
            @class = f.Class,
            width = random.Below(5) == 0 ? 512 : 256,
            height = random.Below(5) == 0 ? 512 : 256,
            bits = 8,
            mode = random.Below(9) == 0 ? "RGB" : "L",
            format = "JPEG",
            bytes = 14000 + random.Below(9000),
            sha256 = "",
            mean = 0.31,
            sd = 0.24,
        }),
        intensity = Classes.Select((c, k) => (c, k)).ToDictionary(p => p.c, p => new { mean = 0.29 + (0.02 * p.k), sd = 0.23 + (0.01 * p.k) }),
        defects = new[]
        {
            new { file = "cyst/cyst-301.jpg", fault = "truncated", message = "the picture ends after 41 of 256 rows" },
            new { file = "stone/stone-139.jpg", fault = "empty", message = "the file has no content" },
            new { file = "tumor/notes <draft>.jpg", fault = "not-a-picture", message = "the content is text, not a JPEG" },
        },
        exact_duplicates = Enumerable.Range(0, 7).Select(i => new[] { $"cyst/cyst-{i + 10:000}.jpg", $"cyst/cyst-{i + 60:000}.jpg" }),
        near_duplicates = Enumerable.Range(0, 58).Select(i => new[] { $"normal/normal-{i + 1:000}.jpg", $"normal/normal-{i + 2:000}.jpg" }),
        conflicts = new[] { new { files = new[] { "cyst/cyst-044.jpg", "tumor/tumor-107.jpg" }, classes = new[] { "cyst", "tumor" }, kind = "exact" } },
        imbalance = 390.0 / 138,
        groups = new { source = "neighbours in number, then near copies", count = files.Select(f => f.Group).Distinct().Count(), largest = SlicesPerScan },
        random_split_leak = new { test_pictures = 162, with_a_copy_in_training = 149, fraction = 149.0 / 162 },
    });

    private static void WriteHistory(string folder, Xoshiro256 random)
    {
        var text = new StringBuilder("epoch,train_loss,validation_loss,train_accuracy,validation_accuracy,learning_rate,seconds\n");
        for (var e = 1; e <= 18; e++)
        {
            double Noise(double size) => size * (SyntheticPredictions.Uniform(random) - 0.5);
            var train = (1.25 * Math.Exp(-e / 4.0)) + 0.06 + Noise(0.03);
            var validation = (1.15 * Math.Exp(-e / 3.6)) + 0.24 + (0.0012 * e * e) + Noise(0.05);
            var rate = 1e-3 * Math.Pow(0.3, (e - 1) / 6);
            text.Append(CultureInfo.InvariantCulture, $"{e},{train:R},{validation:R},{1 - (train / 2.4):R},{1 - (validation / 3.2):R},{rate:R},{14.2 + Noise(1):R}\n");
        }
        File.WriteAllText(Path.Combine(folder, "history.csv"), text.ToString());
    }

    private static void WritePredictions(string folder, string[] test, Dictionary<string, string> groups, Xoshiro256 random)
    {
        var predictions = test.Select(file =>
        {
            var truth = Array.IndexOf(Classes, file.Split('/')[0]);
            double[] weights = [.. Classes.Select((_, k) => Math.Exp((k == truth ? 5.2 - truth : 0) + (Math.Abs(k - truth) == 1 ? 1 : 0) + (4 * (SyntheticPredictions.Uniform(random) - 0.5))))];
            return new Prediction(file, truth, [.. weights.Select(w => w / weights.Sum())], groups[file]);
        }).ToArray();
        PredictionsCsv.Write(Path.Combine(folder, "predictions.csv"), Classes, predictions);
        ClassificationMetrics.Compute(Classes, predictions, 42).Write(Path.Combine(folder, "metrics.json"));
    }

    /// <summary>Sheets as training draws them: noise in place of scans.</summary>
    public static void WriteSheets(string folder, ulong seed = 7)
    {
        var random = new Xoshiro256(seed);
        foreach (var (name, frame) in new[] { ("samples", CellFrame.None), ("augmentation", CellFrame.None), ("worst-mistakes", CellFrame.Wrong) })
        {
            SheetCell[] cells = [.. Enumerable.Range(0, 12).Select(i => new SheetCell(
                Picture.From8Bit(64, 64, 1, [.. Enumerable.Range(0, 64 * 64).Select(_ => (byte)random.Below(160))]), $"{Classes[i % 4]}/picture-{i:000}.jpg", frame))];
            PictureWriter.Write(Path.Combine(folder, "figures", name + ".jpg"), ContactSheet.Compose(cells, new() { Columns = 6 }));
        }
    }

    private static void WriteRun(string folder, ulong seed) => WriteJson(folder, "run.json", new
    {
        lucarne = "0.1.0",
        recipe = "kidney-ct",
        seed,
        device = "cpu",
        threads = 2,
        precision = "bfloat16",
        started = "2026-03-02T08:15:00Z",
        finished = "2026-03-02T08:20:31Z",
        seconds = new { check = 4.1, split = 0.2, load = 9.8, train = 289.4, evaluate = 5.2, report = 3.9 },
        git = "4f2c1ab",
        status = "finished",
        network = new { name = "resnet18", parameters = 11_178_564, weights = (string?)null },
        epochs = 18,
        best_epoch = 10,
        notes = new[] { "imagenet weights for resnet18 were not found; the network started from scratch", "a note of an older version" },
        notes_fr = new[] { "les poids imagenet de resnet18 n'ont pas été trouvés ; le réseau est parti de zéro" },
    });

    private static void WriteJson(string folder, string name, object content) =>
        File.WriteAllText(Path.Combine(folder, name), JsonSerializer.Serialize(content));

    private const string Recipe =
        """
        name: kidney-ct
        task: classification
        title: { en: "Kidney CT: normal, cyst, tumour or stone", fr: "Scanner du rein : normal, kyste, tumeur ou calcul" }
        description:
          en: Sorts a CT slice through the kidneys into four classes. Slices of one scan are near copies of each other and stay on the same side of the split.
          fr: Classe une coupe de scanner passant par les reins en quatre catégories. Les coupes d'un même examen se ressemblent et restent du même côté du découpage.
        classes:
          - { name: normal, aliases: [sain], label: { en: Normal, fr: Normal } }
          - { name: cyst, aliases: [kyste], label: { en: Cyst, fr: Kyste } }
          - { name: tumor, aliases: [tumeur], label: { en: Tumour, fr: Tumeur } }
          - { name: stone, aliases: [calcul], label: { en: Stone, fr: Calcul } }
        split: { train: 0.70, validation: 0.15, test: 0.15, seed: 42 }
        input: { size: 128, channels: 3, fit: squash, normalisation: z-score }
        network: { name: resnet18, weights: imagenet, head: [dropout 0.2] }
        augment:
          horizontal_flip: true
          flip_reason: { en: "None of the findings depends on the side.", fr: "Aucune des conclusions ne dépend du côté." }
          rotation_degrees: 10
          zoom: [0.9, 1.1]
          brightness: 0.2
        train:
          epochs: 18
          batch_size: 32
          optimizer: { name: adamw, learning_rate: 0.001, weight_decay: 0.01 }
          schedule: { name: plateau, patience: 5 }
          loss: { name: cross-entropy, class_weights: balanced, label_smoothing: 0.05 }
          early_stopping: 10
        evaluate: { bootstrap: 2000 }
        """;
}
