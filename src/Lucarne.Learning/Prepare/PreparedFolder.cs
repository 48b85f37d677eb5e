using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lucarne.Imaging;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Prepare;

/// <summary>The files of a prepared cohort.</summary>
/// <param name="path">The folder.</param>
public sealed class PreparedFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>What was prepared, from what, and who was left out; there once the preparation has begun.</summary>
    public string Cohort => In("prepared.json");

    /// <summary>The recipe it was prepared with.</summary>
    public string Recipe => In("recipe.yaml");

    /// <summary>A row per slice: patient, slice, position and pixels of each structure.</summary>
    public string Slices => In("slices.csv");

    /// <summary>What each class weighs in the loss.</summary>
    public string ClassWeights => In("class_weights.json");

    /// <summary>Pictures for people.</summary>
    public string Figures => In("figures");

    /// <summary>The patients of a part, a line each.</summary>
    /// <param name="part"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    public string Part(string part) => In(part + ".txt");

    /// <summary>The prepared slices, int16 NIfTI whose scaling gives the normalised values.</summary>
    public string Volume(string id) => In(System.IO.Path.Combine("volumes", id + ".nii"));

    /// <summary>The labels of the prepared slices.</summary>
    public string Labels(string id) => In(System.IO.Path.Combine("labels", id + ".nii"));

    /// <summary>The labels of the prepared slices without margins; there where what lies beneath them is known and differs.</summary>
    public string Beneath(string id) => In(System.IO.Path.Combine("beneath", id + ".nii"));

    /// <summary>The labels on the scan's own grid, in axial order: what the network is judged by.</summary>
    public string Truth(string id) => In(System.IO.Path.Combine("truth", id + ".nii.gz"));

    /// <summary>The same without margins; there where what lies beneath them is known and differs.</summary>
    public string TruthBeneath(string id) => In(System.IO.Path.Combine("truth", id + ".beneath.nii.gz"));

    /// <summary>What is known of a scan.</summary>
    public string Patient(string id) => In(System.IO.Path.Combine("patients", id + ".json"));

    /// <summary>Whether a folder holds a prepared cohort, finished or not.</summary>
    public static bool IsOne(string folder) => File.Exists(new PreparedFolder(folder).Cohort);

    /// <summary>Changes when a recipe prepares otherwise.</summary>
    internal static string SettingsOf(SegmentationOptions options)
    {
        // Spelled out: what a record says of itself depends on the machine's language.
        var (prepare, window) = (options.Prepare, options.Prepare.WindowHu);
        var text = new StringBuilder(FormattableString.Invariant(
            $"form 2PrepareOptions {{ WindowHu = NumberRange {{ Low = {window.Low}, High = {window.High} }}, Size = {prepare.Size}, Normalisation = {prepare.Normalisation} }}"));
        foreach (var structure in options.Painted) text.Append('|').Append(structure.Name).Append('=').Append(structure.Value).Append(structure.Around is null ? "" : " around");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    /// <summary>Writes the split as train.txt, val.txt and test.txt.</summary>
    internal void WriteSplit(DataSplit split)
    {
        void Write(string part, IEnumerable<string> ids) => PlacedFile.Write(Part(part), string.Concat(ids.Select(id => id + "\n")));
        Write("train", split.Train);
        Write("val", split.Validation);
        Write("test", split.Test);
    }

    /// <summary>Reads the split; a person may have changed it.</summary>
    /// <exception cref="PrepareException">A file is missing, names an unknown scan, or a patient is in two parts.</exception>
    internal DataSplit ReadSplit(IReadOnlyDictionary<string, string> patientOf, int seed)
    {
        var (train, validation, test) = (ReadPart("train", patientOf), ReadPart("val", patientOf), ReadPart("test", patientOf));
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, ids) in new[] { ("train", train), ("val", validation), ("test", test) })
        {
            foreach (var id in ids)
            {
                if (places.TryGetValue(patientOf[id], out var other) && other != name)
                    throw new PrepareException($"{path}: the patient {patientOf[id]} is in {other}.txt and in {name}.txt; a patient belongs to one part");
                places[patientOf[id]] = name;
            }
        }

        return new DataSplit
        {
            Seed = seed,
            Train = train,
            Validation = validation,
            Test = test,
            Groups = ValueList.From(patientOf.OrderBy(pair => pair.Key, StringComparer.Ordinal)),
        };
    }

    private ValueList<string> ReadPart(string part, IReadOnlyDictionary<string, string> patientOf)
    {
        try
        {
            var ids = ValueList.From(File.ReadAllLines(Part(part)).Select(line => line.Trim()).Where(line => line.Length > 0));
            if (ids.FirstOrDefault(id => !patientOf.ContainsKey(id)) is { } stray)
                throw new PrepareException($"{Part(part)} names '{stray}', which is not among the prepared scans; take it out or prepare the cohort anew");
            return ids.Distinct(StringComparer.Ordinal).Count() == ids.Count ? ids : throw new PrepareException($"{Part(part)} names a scan twice; keep one of the two lines");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PrepareException($"{Part(part)} cannot be read ({error.Message.TrimEnd('.')}); prepare the cohort anew");
        }
    }

    private string In(string name) => System.IO.Path.Combine(path, name);
}

/// <summary>prepared.json: what a prepared folder holds.</summary>
internal sealed record PreparedCohort
{
    public const string IsFinished = "finished";

    public required string Recipe { get; init; }

    /// <summary>Changes when the recipe's preparation or structures change.</summary>
    public required string Settings { get; init; }

    /// <summary><c>preparing</c> or <c>finished</c>.</summary>
    public required string Status { get; init; }

    public required IReadOnlyList<string> Structures { get; init; }

    /// <summary>The prepared scans, sorted.</summary>
    public IReadOnlyList<string> Scans { get; init; } = [];

    /// <summary>Scans that could not be used, and why.</summary>
    public IReadOnlyDictionary<string, string> LeftOut { get; init; } = new Dictionary<string, string>();

    /// <summary>What a person should know, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The same in French, in the same order; empty in a record made before it was written.</summary>
    public IReadOnlyList<string> WarningsFr { get; init; } = [];

    public static PreparedCohort Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PreparedCohort>(File.ReadAllText(path), JsonFile.Form) ?? throw new JsonException("it holds null");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new PrepareException($"{path} cannot be read as a prepared cohort ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); prepare it anew");
        }
    }

    public void Write(string path) => JsonFile.Write(path, this);
}
