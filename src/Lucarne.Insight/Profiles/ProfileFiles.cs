using System.Globalization;
using System.Text;
using System.Text.Json;
using Lucarne.Imaging;
using Lucarne.Learning;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Folders;

namespace Lucarne.Insight.Profiles;

/// <summary>The files that profiles are kept in.</summary>
/// <param name="folder">Their folder.</param>
internal sealed class ProfileFiles(string folder)
{
    /// <summary>The folder's name within a run.</summary>
    public const string InRun = "profiles";

    /// <summary>The folder.</summary>
    public string Folder => folder;

    /// <summary>What was found.</summary>
    public string Facts => Path.Combine(folder, "profiles.json");

    /// <summary>The numbers with which a new picture is assigned.</summary>
    public string Space => Path.Combine(folder, "profiles.safetensors");

    /// <summary>The profile of every picture.</summary>
    public string Assignments => Path.Combine(folder, "assignments.csv");

    /// <summary>What people call the profiles.</summary>
    public string Names => Path.Combine(folder, "profiles.yaml");

    /// <summary>True where profiles were found here before.</summary>
    public bool Exist => File.Exists(Facts) && File.Exists(Space);

    public void WriteFacts(ProfileFacts facts) => JsonFile.Write(Facts, facts);

    /// <exception cref="DataException">The file is missing or is not what <see cref="WriteFacts"/> wrote.</exception>
    public ProfileFacts ReadFacts()
    {
        try
        {
            return JsonSerializer.Deserialize<ProfileFacts>(File.ReadAllBytes(Facts), JsonFile.Form) ?? throw new JsonException("it holds null");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new DataException($"The profiles '{Facts}' cannot be read ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); run `lucarne cluster` again.", error);
        }
    }

    public void WriteAssignments(IEnumerable<PlacedPicture> pictures, ProfileFacts facts)
    {
        var text = new StringBuilder("file,part,class,profile,distance,next_profile,next_distance,pc1,pc2\n");
        foreach (var picture in pictures)
        {
            var (first, second) = (picture.Coordinates[0], picture.Coordinates.Length > 1 ? picture.Coordinates[1] : 0);
            text.Append(CultureInfo.InvariantCulture, $"{CsvRows.Quote(picture.File)},{picture.Part},{CsvRows.Quote(facts.Classes[picture.Label].Name)},")
                .Append(CultureInfo.InvariantCulture, $"{facts.Profiles[picture.Profile].Key},{picture.Distance:0.####},{facts.Profiles[picture.Next].Key},{picture.NextDistance:0.####},{first:0.####},{second:0.####}\n");
        }

        PlacedFile.Write(Assignments, text.ToString());
    }

    /// <summary>What assignments.csv says of each picture: part, class, profile and the first two coordinates; nothing where it is missing.</summary>
    public IReadOnlyList<AssignedPicture> ReadAssignments() => !File.Exists(Assignments) ? [] :
        [.. CsvRows.Parse(File.ReadAllText(Assignments)).Skip(1).Where(row => row.Length == 9)
            .Select(row => new AssignedPicture(row[0], row[1], row[2], row[3], Number(row[7]), Number(row[8])))];

    private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>A row of assignments.csv.</summary>
internal sealed record AssignedPicture(string File, string Part, string Class, string Profile, double First, double Second);
