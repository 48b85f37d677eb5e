using Lucarne.Imaging;
using Lucarne.Insight.Certainty;
using Lucarne.Insight.Explanation;
using Lucarne.Insight.Neighbours;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Insight;

/// <summary>
/// The network of a run with all that is known of its certainty: reads pictures, and says what it makes of them and why. Not safe for several
/// threads at once.
/// </summary>
public sealed class Reader : IDisposable
{
    private readonly TrainedModel _model;
    private readonly CertaintyRule? _certainty;
    private readonly NeighbourIndex? _neighbours;
    private readonly ReadingWords _words;

    private Reader(TrainedModel model, Recipe recipe, string version, CertaintyRule? certainty, NeighbourIndex? neighbours)
    {
        (_model, Recipe, Version, _certainty, _neighbours) = (model, recipe, version, certainty, neighbours);
        _words = new ReadingWords(model.Recipe, Model);
    }

    /// <summary>The recipe that the network was trained with; its recommendations as the run's recipe.yaml states them now.</summary>
    public Recipe Recipe { get; }

    /// <summary>The classes, in the order of the network's answers.</summary>
    public IReadOnlyList<string> Classes => _model.Facts.Classes;

    /// <summary>The first twelve hexadecimal digits of the SHA-256 of the weights.</summary>
    public string Version { get; }

    /// <summary>The model's name and version, as it is shown.</summary>
    public string Model => $"{Recipe.Name} ({Recipe.Network.Name}), {Version}";

    /// <summary>Whether the run says how sure it is. One made before that was measured still reads, and says that it does not know.</summary>
    public bool KnowsCertainty => _certainty is not null;

    /// <summary>How often the true class is wanted in a prediction set, 0 to 1; null where that was never measured.</summary>
    public double? Coverage => _certainty?.Coverage;

    /// <summary>What a class is called, in both languages.</summary>
    public LocalText LabelOf(string className) => _words.Label(className);

    /// <summary>Loads a run.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="device">Where to compute.</param>
    /// <exception cref="PredictException">The folder is no run of a classifier, or one of its files does not fit it.</exception>
    public static Reader Load(string run, Device device)
    {
        var model = TrainedModel.Load(run, device);
        try
        {
            var version = ModelVersion.Of(run);
            return new Reader(model, ReviewedRules.In(run, model.Recipe), version, CertaintyRule.Load(run, version), NeighbourIndex.Load(run, model));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Reads a picture that is given as a file.</summary>
    /// <exception cref="PictureException">It is no readable picture.</exception>
    public PictureReading Read(string file) => Read(Bytes(file), file);

    /// <summary>Reads a picture that is given as the bytes of its file.</summary>
    /// <exception cref="PictureException">The bytes are no readable picture.</exception>
    public PictureReading Read(ReadOnlySpan<byte> bytes, string name) => Read([Open(bytes, name)])[0];

    /// <summary>Reads pictures that are given as files, several at a time through the network. One that is no readable picture is refused, and the others are read.</summary>
    public IReadOnlyList<ReadOrRefused> Read(IReadOnlyList<string> files) =>
        [.. files.Chunk(BatchPredictor.BatchSize).SelectMany(chunk => Read(chunk, file => Open(Bytes(file), file)))];

    /// <summary>Reads pictures that are given as the bytes of their files, together through the network. One that is no readable picture is refused, and the others are read.</summary>
    public IReadOnlyList<ReadOrRefused> Read(IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> pictures) =>
        [.. pictures.Chunk(BatchPredictor.BatchSize).SelectMany(chunk => Read(chunk, picture => Open(picture.Bytes.Span, picture.Name)))];

    /// <summary>Where in a picture the network sees a class.</summary>
    /// <param name="bytes">Of the picture's file.</param>
    /// <param name="name">The picture's name, for messages.</param>
    /// <param name="className">The class; null: the predicted one.</param>
    /// <param name="method">How it is found.</param>
    /// <exception cref="PictureException">The bytes are no readable picture.</exception>
    /// <exception cref="PredictException">The network has no such class.</exception>
    public HeatMap Explain(ReadOnlySpan<byte> bytes, string name, string? className = null, ExplanationMethod method = ExplanationMethod.GradCam)
    {
        var picture = PictureReader.Read(bytes, name, _model.Shaper.Options() with { Channels = null, ReduceToShortSide = null });
        var shaped = _model.Shaper.Read(picture);
        var label = className is null ? Judged.Unknown(_model.Inspect([shaped])[0].Probabilities).Best : Label(className);
        var map = MapMaker.Make(_model, shaped, label, method);
        return new HeatMap(Classes[label], method, picture, new MapPlacing(Recipe.Input, picture).Spread(map));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _neighbours?.Dispose();
        _model.Dispose();
    }

    private int Label(string className)
    {
        var label = Classes.ToList().FindIndex(name => string.Equals(name, className, StringComparison.OrdinalIgnoreCase));
        return label >= 0 ? label : throw new PredictException($"the model {Recipe.Name} knows no class '{className}'; its classes are {string.Join(", ", Classes)}");
    }

    private OpenPicture Open(ReadOnlySpan<byte> bytes, string name)
    {
        var picture = PictureReader.Read(bytes, name, _model.Shaper.Options() with { Channels = null });
        return new OpenPicture(name, _neighbours?.FileOf(bytes), _model.Shaper.Read(picture), Colourfulness.Of(picture));
    }

    private List<ReadOrRefused> Read<T>(T[] pictures, Func<T, OpenPicture> open)
    {
        var opened = pictures.AsParallel().AsOrdered().Select(TryOpen).ToList();
        var good = opened.Where(one => one.Picture is not null).Select(one => one.Picture!).ToList();
        using var readings = (good.Count == 0 ? [] : Read(good)).GetEnumerator();
        return [.. opened.Select(one => one.Refusal is null && readings.MoveNext() ? new ReadOrRefused(readings.Current, null) : new ReadOrRefused(null, one.Refusal))];

        (OpenPicture? Picture, string? Refusal) TryOpen(T picture)
        {
            try
            {
                return (open(picture), null);
            }
            catch (PictureException error)
            {
                return (null, error.Message);
            }
        }
    }

    private List<PictureReading> Read(IReadOnlyList<OpenPicture> pictures) =>
        [.. pictures.Zip(_model.Inspect([.. pictures.Select(picture => picture.Shaped)])).Select(pair => Reading(pair.First, pair.Second))];

    private PictureReading Reading(OpenPicture picture, Inspection seen)
    {
        var judged = _certainty?.Judge(seen, picture.Colour) ?? Judged.Unknown(seen.Probabilities);
        var best = Classes[judged.Best];
        var reading = new PictureReading
        {
            File = picture.Name,
            PredictedClass = best,
            Confidence = judged.Probabilities[judged.Best],
            Probabilities = Classes.Zip(judged.Probabilities).ToDictionary(pair => pair.First, pair => pair.Second),
            Decision = judged.Decision,
            PredictionSet = [.. judged.Set.Select(label => Classes[label])],
            OutOfDistribution = judged.OutOfDistribution,
            Nearest = _neighbours?.Nearest(seen.Embedding, best, picture.LearnedFrom) ?? NearestCases.None,
            Model = Model,
            Sentence = new LocalText("", ""),
            Notice = _words.Notice,
        };
        return reading with { Sentence = _words.Sentence(reading) };
    }

    private byte[] Bytes(string file) => PictureReader.ReadBytes(file, _model.Shaper.Options().Limits);

    /// <summary>A decoded picture on its way to the network.</summary>
    private sealed record OpenPicture(string Name, string? LearnedFrom, byte[] Shaped, double Colour);
}
