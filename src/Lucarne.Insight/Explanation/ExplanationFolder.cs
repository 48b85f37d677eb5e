using Lucarne.Imaging;
using Lucarne.Insight.Neighbours;
using Lucarne.Insight.Recommendations;

namespace Lucarne.Insight.Explanation;

/// <summary>A picture that was explained.</summary>
/// <param name="Reading">What its network says of it.</param>
/// <param name="Class">The class that the heat map explains; null where there is no map.</param>
/// <param name="HeatMapFile">The overlay's file name; null where the picture was refused and no class was asked for, since a map of a class that is not
/// given would suggest it.</param>
/// <param name="NeighboursFile">The sheet of similar cases' file name; null where the run holds no thumbnails or the picture was refused.</param>
/// <param name="Recommendation">What the recipe's rules recommend; null where it has none.</param>
public sealed record ExplainedPicture(PictureReading Reading, string? Class, string? HeatMapFile, string? NeighboursFile, Recommendation? Recommendation);

/// <summary>What was made of one of several pictures.</summary>
/// <param name="Explained">The explanation; null where the picture was refused.</param>
/// <param name="Refusal">Why it could not be read, in one sentence; null where it was.</param>
public sealed record ExplainedOrRefused(ExplainedPicture? Explained, string? Refusal);

/// <summary>A folder of explanations: an overlay and a sheet of similar cases for each picture, and a page that tells them in both languages.</summary>
/// <param name="folder">Is made where it is not there.</param>
public sealed class ExplanationFolder(string folder)
{
    private readonly List<PageEntry> _entries = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The page.</summary>
    public string Page => Path.Combine(folder, "explanations.html");

    /// <summary>Reads and explains pictures and writes their figures, several at a time. One that is no readable picture is refused, and the others are explained.</summary>
    /// <param name="reader">The model.</param>
    /// <param name="files">The pictures.</param>
    /// <param name="request">What is asked; null: the predicted class by Grad-CAM.</param>
    /// <returns>What was made of each picture, in order, as it is done.</returns>
    /// <exception cref="Learning.Predict.PredictException">The model knows no such class.</exception>
    /// <exception cref="Networks.NetworkException">The network has no such layer.</exception>
    public IEnumerable<ExplainedOrRefused> Add(Reader reader, IReadOnlyList<string> files, ExplanationRequest? request = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(files);
        var asked = request ?? ExplanationRequest.Default;
        return reader.ReadAndExplain(files, asked).SelectMany(batch => Add(reader, batch, asked));
    }

    /// <summary>Writes the page.</summary>
    public void Finish() => PlacedFile.Write(Page, ExplanationPage.Compose(_entries));

    private List<ExplainedOrRefused> Add(Reader reader, IReadOnlyList<SeenPicture> batch, ExplanationRequest request)
    {
        var named = batch.Select(seen => (Seen: seen, Name: seen.Reading is null ? "" : FreeName(Path.GetFileNameWithoutExtension(seen.File)))).ToList();
        var drawn = named.AsParallel().AsOrdered().Select(one => one.Seen.Reading is null ? null : Draw(reader, one.Seen, one.Name, request)).ToList();
        _entries.AddRange(drawn.OfType<PageEntry>());
        return [.. batch.Zip(drawn, (seen, entry) => new ExplainedOrRefused(entry?.Explained, seen.Refusal))];
    }

    private PageEntry Draw(Reader reader, SeenPicture seen, string name, ExplanationRequest request)
    {
        var reading = seen.Reading!;
        var overlay = seen.Map?.Overlay(request.Opacity);
        var sheet = Sheet(reader, reading, seen.Picture!, request.Language);
        var explained = new ExplainedPicture(
            reading, seen.Map?.Class,
            overlay is null ? null : Write($"{name}.{MethodNames.Of(request.Method)}.png", overlay),
            sheet is null ? null : Write($"{name}.neighbours.png", sheet),
            reader.Recommend(reading, request.Patient));
        return PageEntry.Of(explained, overlay ?? seen.Picture!, reader);
    }

    /// <summary>A refused picture has none: cases of a class would suggest that class.</summary>
    private static Picture? Sheet(Reader reader, PictureReading reading, Picture picture, string language) => reading.Decision == Decision.NotForThisModel
        ? null
        : NeighbourSheet.Compose(picture, reading.Nearest, Path.GetFileName(reading.File), name => reader.LabelOf(name).In(language), reading.PredictedClass);

    private string Write(string name, Picture picture)
    {
        PictureWriter.Write(Path.Combine(folder, name), picture);
        return name;
    }

    /// <summary>Pictures of one name from several folders get numbers.</summary>
    private string FreeName(string wanted)
    {
        var name = wanted;
        for (var number = 2; !_names.Add(name); number++) name = $"{wanted}-{number}";
        return name;
    }
}
