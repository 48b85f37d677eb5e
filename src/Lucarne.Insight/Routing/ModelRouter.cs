using Lucarne.Imaging;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Torch;

namespace Lucarne.Insight.Routing;

/// <summary>What models say of a picture that was first asked what it shows.</summary>
/// <param name="Kind">What the model that tells kinds apart says of it.</param>
/// <param name="Fitting">The models that read the picture's kind and do not refuse it, with their readings; empty: the picture fits none.</param>
public sealed record RoutedReading(PictureReading Kind, IReadOnlyList<(Reader Reader, PictureReading Reading)> Fitting);

/// <summary>
/// Several runs, of which one tells kinds of pictures apart (its recipe says <c>routes</c>): a picture reaches the models for its kind, and is refused
/// by kind and by model. Not safe for several threads at once.
/// </summary>
public sealed class ModelRouter : IDisposable
{
    private readonly Reader _kinds;
    private readonly List<Reader> _readers;

    private ModelRouter(Reader kinds, List<Reader> readers) => (_kinds, _readers) = (kinds, readers);

    /// <summary>The model that tells kinds of pictures apart.</summary>
    public Reader Kinds => _kinds;

    /// <summary>Loads every classifier's run in a folder.</summary>
    /// <exception cref="PredictException">The folder holds no run whose recipe has routes, or several.</exception>
    public static ModelRouter Load(string folder, Device device)
    {
        if (!Directory.Exists(folder)) throw new PredictException($"there is no folder {folder}; give a folder of runs, one of them of a recipe with routes such as modality");
        var readers = new List<Reader>();
        try
        {
            foreach (var run in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Select(path => new RunFolder(path)))
                if (File.Exists(run.Model) && RunTask.Of(run) == RecipeTask.Classification) readers.Add(Reader.Load(run.Path, device));
            Reader[] kinds = [.. readers.Where(reader => reader.Recipe.Routes.Count > 0)];
            if (kinds.Length != 1)
                throw new PredictException($"{folder} holds {(kinds.Length == 0 ? "no run" : $"{kinds.Length} runs")} of a recipe with routes, where one was expected; train one with `lucarne train modality`, and leave one in the folder");
            return new ModelRouter(kinds[0], readers);
        }
        catch
        {
            foreach (var reader in readers) reader.Dispose();
            throw;
        }
    }

    /// <summary>Asks what a picture shows, and then the models for it. Where the first answer is unsure, the models of every kind that remains possible are asked.</summary>
    /// <exception cref="PictureException">The bytes are no readable picture.</exception>
    public RoutedReading Read(ReadOnlySpan<byte> bytes, string name)
    {
        var kind = _kinds.Read(bytes, name);
        var wanted = RouteChoice.Recipes(_kinds.Recipe, kind.Decision == Decision.NotForThisModel, kind.PredictedClass, kind.PredictionSet, kind.Probabilities);
        var fitting = new List<(Reader, PictureReading)>();
        foreach (var reader in _readers)
        {
            if (!wanted.Contains(reader.Recipe.Name)) continue;
            var reading = reader.Read(bytes, name);
            if (reading.Decision != Decision.NotForThisModel) fitting.Add((reader, reading));
        }

        return new RoutedReading(kind, fitting);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var reader in _readers) reader.Dispose();
    }
}
