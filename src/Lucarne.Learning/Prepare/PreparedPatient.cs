using System.Text.Json;
using System.Text.Json.Serialization;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Learning.Prepare;

/// <summary>patients/&lt;id&gt;.json: what is known of a prepared scan. It is written last, so that a scan that has it is whole.</summary>
public sealed record PreparedPatient
{
    /// <summary>The scan's name in every file.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Patient { get; init; }

    /// <summary>Changes when the files it was read from change.</summary>
    public required string Signature { get; init; }

    /// <summary>Changes when the recipe's preparation or structures change.</summary>
    public required string Settings { get; init; }

    /// <summary>The scan's own grid in axial order: columns, rows, slices.</summary>
    public required IReadOnlyList<int> Size { get; init; }

    /// <summary>Origin, column step, row step and slice step of that grid, in mm, LPS, three numbers each.</summary>
    public required IReadOnlyList<double> Grid { get; init; }

    /// <summary>Mean of the windowed values in [0, 1].</summary>
    public required double Mean { get; init; }

    /// <summary>Their standard deviation.</summary>
    public required double Deviation { get; init; }

    /// <summary>The square around the body.</summary>
    public required BodySquare Body { get; init; }

    /// <summary>Names of the structures whose truth is known.</summary>
    public required IReadOnlyList<string> Contoured { get; init; }

    /// <summary>Whether what lies beneath margins is known and kept.</summary>
    public bool KnowsBeneath { get; init; }

    /// <summary>Volume of each contoured structure as painted, in mL, on the scan's own grid.</summary>
    public required IReadOnlyDictionary<string, double> VolumeMl { get; init; }

    /// <summary>Pixels of each prepared slice that belong to each structure, in the order of their values: [K][structures].</summary>
    public required IReadOnlyList<int[]> Pixels { get; init; }

    /// <summary>What a person should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The same in French, in the same order; empty in a record made before it was written.</summary>
    public IReadOnlyList<string> NotesFr { get; init; } = [];

    /// <summary>The scan's own grid in axial order.</summary>
    [JsonIgnore]
    public VolumeGeometry Geometry
    {
        get
        {
            Vector3d At(int i) => new(Grid[3 * i], Grid[(3 * i) + 1], Grid[(3 * i) + 2]);
            return new(Size[0], Size[1], Size[2], At(0), At(1), At(2), At(3));
        }
    }

    /// <summary>The numbers of a grid as they are kept.</summary>
    internal static double[] Numbers(VolumeGeometry geometry) =>
        [.. new[] { geometry.Origin, geometry.ColumnStep, geometry.RowStep, geometry.SliceStep }.SelectMany(v => new[] { v.X, v.Y, v.Z })];

    /// <summary>Reads a record.</summary>
    /// <exception cref="PrepareException">It is missing or is none.</exception>
    public static PreparedPatient Read(string path)
    {
        try
        {
            var read = JsonSerializer.Deserialize<PreparedPatient>(File.ReadAllText(path), JsonFile.Form) ?? throw new JsonException("it holds null");
            return read.Size.Count == 3 && read.Grid.Count == 12 && read.Pixels.Count == read.Size[2] ? read : throw new JsonException("its grid is not whole");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new PrepareException($"{path} cannot be read as a prepared scan's record ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); prepare the cohort anew");
        }
    }

    /// <summary>Writes the record beside its place and renames it.</summary>
    public void Write(string path) => JsonFile.Write(path, this);
}
