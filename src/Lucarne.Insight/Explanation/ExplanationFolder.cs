using Lucarne.Imaging;
using Lucarne.Insight.Neighbours;
using Lucarne.Learning;

namespace Lucarne.Insight.Explanation;

/// <summary>A picture that was explained.</summary>
/// <param name="Reading">What its network says of it.</param>
/// <param name="Class">The class that the heat map explains; null where there is no map.</param>
/// <param name="HeatMapFile">The overlay's file name; null where the picture was refused and no class was asked for, since a map of a class that is not
/// given would suggest it.</param>
/// <param name="NeighboursFile">The sheet of similar cases' file name; null where the run holds no thumbnails or the picture was refused.</param>
public sealed record ExplainedPicture(PictureReading Reading, string? Class, string? HeatMapFile, string? NeighboursFile);

/// <summary>A folder of explanations: an overlay and a sheet of similar cases for each picture, and a page that tells them in both languages.</summary>
/// <param name="folder">Is made where it is not there.</param>
public sealed class ExplanationFolder(string folder)
{
    private readonly List<(ExplainedPicture Explained, Reader Reader)> _explained = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The page.</summary>
    public string Page => Path.Combine(folder, "explanations.html");

    /// <summary>Reads and explains a picture, and writes its figures.</summary>
    /// <param name="reader">The model.</param>
    /// <param name="file">The picture.</param>
    /// <param name="className">The class to explain; null: the predicted one.</param>
    /// <param name="method">How.</param>
    /// <param name="opacity">Of the heat map, 0 to 1.</param>
    /// <exception cref="PictureException">The file is no readable picture.</exception>
    /// <exception cref="Learning.Predict.PredictException">The model knows no such class.</exception>
    public ExplainedPicture Add(Reader reader, string file, string? className = null, ExplanationMethod method = ExplanationMethod.GradCam, double opacity = 0.5)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var bytes = PictureReader.ReadBytes(file);
        var reading = reader.Read(bytes, file);
        var target = className ?? (reading.Decision == Decision.NotForThisModel ? null : reading.PredictedClass);
        var name = FreeName(Path.GetFileNameWithoutExtension(file));
        var map = target is null ? null : reader.Explain(bytes, file, target, method);
        var shown = map?.Picture ?? PictureReader.Read(bytes, file, new PictureReadOptions { ReduceToShortSide = 512 });
        var explained = new ExplainedPicture(
            reading, map?.Class,
            map is null ? null : Write($"{name}.{MethodNames.Of(method)}.png", map.Overlay(opacity)),
            Sheet(reader, reading, shown) is { } sheet ? Write($"{name}.neighbours.png", sheet) : null);
        _explained.Add((explained, reader));
        return explained;
    }

    /// <summary>Writes the page.</summary>
    public void Finish() => AtomicFile.Write(Page, ExplanationPage.Compose(folder, _explained));

    /// <summary>A refused picture has none: cases of a class would suggest that class.</summary>
    private static Picture? Sheet(Reader reader, PictureReading reading, Picture picture) => reading.Decision == Decision.NotForThisModel
        ? null
        : NeighbourSheet.Compose(picture, reading.Nearest, Path.GetFileName(reading.File), name => reader.LabelOf(name).En, reading.PredictedClass);

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
