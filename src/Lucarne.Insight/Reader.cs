using Lucarne.Imaging;
using Lucarne.Insight.Certainty;
using Lucarne.Insight.Explanation;
using Lucarne.Insight.Neighbours;
using Lucarne.Insight.Profiles;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Folders;
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
    private readonly VisualProfiles? _profiles;
    private readonly ReadingWords _words;

    private Reader(TrainedModel model, Recipe recipe, string version, CertaintyRule? certainty, NeighbourIndex? neighbours, VisualProfiles? profiles)
    {
        (_model, Recipe, Version, _certainty, _neighbours, _profiles) = (model, recipe, version, certainty, neighbours, profiles);
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

    /// <summary>A help to the doctor, never a diagnosis; with the model's version.</summary>
    public LocalText Notice => _words.Notice;

    /// <summary>What a person reads of a reading where there is no page, a line each.</summary>
    public IReadOnlyList<LocalText> LinesOf(PictureReading reading) => _words.Lines(reading);

    /// <summary>What the recipe's rules recommend once a picture has been read; null where it has none.</summary>
    public Recommendation? Recommend(PictureReading reading, PatientFacts patient) => new Recommender(Recipe).For(reading, patient);

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
            return new Reader(model, ReviewedRules.In(run, model.Recipe), version, CertaintyRule.Load(run, version), NeighbourIndex.Load(run, model), VisualProfiles.AreIn(run) ? ProfilesOf(run) : null);
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

    /// <summary>Reads pictures and finds where each shows its class: each is decoded once and goes through the network once. Batches come as they are done.</summary>
    /// <param name="files">The pictures.</param>
    /// <param name="request">What is asked.</param>
    /// <exception cref="PredictException">The network has no such class.</exception>
    /// <exception cref="Networks.NetworkException">The network has no such layer.</exception>
    public IEnumerable<IReadOnlyList<SeenPicture>> ReadAndExplain(IReadOnlyList<string> files, ExplanationRequest request)
    {
        ArgumentNullException.ThrowIfNull(files);
        return ReadAndExplain(files, file => file, file => PictureReader.ReadHeader(file, Limits), file => OpenWhole(Bytes(file), file), request);
    }

    /// <summary>The same of pictures that are given as the bytes of their files.</summary>
    /// <exception cref="PredictException">The network has no such class.</exception>
    /// <exception cref="Networks.NetworkException">The network has no such layer.</exception>
    public IEnumerable<IReadOnlyList<SeenPicture>> ReadAndExplain(IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> pictures, ExplanationRequest request)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return ReadAndExplain(pictures, picture => picture.Name, picture => PictureReader.ReadHeader(picture.Bytes.Span, picture.Name, Limits), picture => OpenWhole(picture.Bytes.Span, picture.Name), request);
    }

    /// <summary>Where in a picture the network sees a class.</summary>
    /// <param name="bytes">Of the picture's file.</param>
    /// <param name="name">The picture's name, for messages.</param>
    /// <param name="className">The class; null: the predicted one.</param>
    /// <param name="method">How it is found.</param>
    /// <exception cref="PictureException">The bytes are no readable picture.</exception>
    /// <exception cref="PredictException">The network has no such class.</exception>
    public HeatMap Explain(ReadOnlySpan<byte> bytes, string name, string? className = null, ExplanationMethod method = ExplanationMethod.GradCam)
    {
        var picture = PictureReader.Read(bytes, name, _model.Shaper.Options() with { ReduceToShortSide = null });
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

    private PictureLimits Limits => _model.Shaper.Options().Limits;

    private IEnumerable<IReadOnlyList<SeenPicture>> ReadAndExplain<T>(IReadOnlyList<T> pictures, Func<T, string> nameOf, Func<T, PictureHeader> headerOf, Func<T, OpenPicture> open, ExplanationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        int? asked = request.ClassName is { } name ? Label(name) : null;
        if (request.Layer is { } layer) _model.Network.RequireLayer(layer);
        return PictureBatches.Of(pictures, headerOf).Select(batch => Seen([.. batch.Select(nameOf)], Opened(batch, open), asked, request));
    }

    private int Label(string className)
    {
        var label = Classes.ToList().FindIndex(name => string.Equals(name, className, StringComparison.OrdinalIgnoreCase));
        return label >= 0 ? label : throw new PredictException($"the model {Recipe.Name} knows no class '{className}'; its classes are {string.Join(", ", Classes)}");
    }

    private OpenPicture Open(ReadOnlySpan<byte> bytes, string name)
    {
        var picture = PictureReader.Read(bytes, name, _model.Shaper.Options());
        return new OpenPicture(name, _neighbours?.FileOf(bytes), _model.Shaper.Read(picture), Colourfulness.Of(picture), null);
    }

    /// <summary>Keeps the picture in its own size. The network is given the very pixels that a reading alone gives it.</summary>
    private OpenPicture OpenWhole(ReadOnlySpan<byte> bytes, string name)
    {
        var options = _model.Shaper.Options();
        var whole = PictureReader.Read(bytes, name, options with { ReduceToShortSide = null });
        var seen = options.ReduceToShortSide < whole.ShortSide ? PictureReader.Read(bytes, name, options) : whole;
        return new OpenPicture(name, _neighbours?.FileOf(bytes), _model.Shaper.Read(seen), Colourfulness.Of(seen), whole);
    }

    private List<SeenPicture> Seen(string[] files, List<(OpenPicture? Picture, string? Refusal)> opened, int? asked, ExplanationRequest request)
    {
        var good = opened.Where(one => one.Picture is not null).Select(one => one.Picture!).ToList();
        if (good.Count == 0) return [.. files.Zip(opened, (file, one) => new SeenPicture(file, null, null, null, one.Refusal))];
        var (seen, maps) = _model.InspectWithMaps([.. good.Select(picture => picture.Shaped)]);
        using var last = maps;
        PictureReading[] readings = [.. good.Zip(seen, Reading)];
        int?[] labels = [.. readings.Select(reading => asked ?? (reading.Decision == Decision.NotForThisModel ? null : Label(reading.PredictedClass)))];
        var squares = MapMaker.Make(_model, [.. good.Select(picture => picture.Shaped)], last, labels, request.Method, request.Layer);
        var placed = Enumerable.Range(0, good.Count).AsParallel().AsOrdered().Select(i => squares[i] is { } square
            ? new HeatMap(Classes[labels[i]!.Value], request.Method, good[i].Whole!, new MapPlacing(Recipe.Input, good[i].Whole!).Spread(square))
            : null).ToList();
        var next = 0;
        return [.. files.Zip(opened, (file, one) => one.Refusal is not null
            ? new SeenPicture(file, null, null, null, one.Refusal)
            : new SeenPicture(file, readings[next], one.Picture!.Whole, placed[next++], null))];
    }

    private List<ReadOrRefused> Read<T>(T[] pictures, Func<T, OpenPicture> open)
    {
        var opened = Opened(pictures, open);
        var good = opened.Where(one => one.Picture is not null).Select(one => one.Picture!).ToList();
        using var readings = (good.Count == 0 ? [] : Read(good)).GetEnumerator();
        return [.. opened.Select(one => one.Refusal is null && readings.MoveNext() ? new ReadOrRefused(readings.Current, null) : new ReadOrRefused(null, one.Refusal))];
    }

    private static List<(OpenPicture? Picture, string? Refusal)> Opened<T>(T[] pictures, Func<T, OpenPicture> open)
    {
        return [.. pictures.AsParallel().AsOrdered().Select(TryOpen)];

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
            // What may not be given a class is not given the profile of one either.
            Profile = judged.Decision == Decision.NotForThisModel || _profiles?.EmbeddingSize != seen.Embedding.Length ? null : _profiles.Assign(seen.Embedding),
            Model = Model,
            Sentence = new LocalText("", ""),
            Notice = _words.Notice,
        };
        return reading with { Sentence = _words.Sentence(reading) };
    }

    private static VisualProfiles ProfilesOf(string run)
    {
        try
        {
            return VisualProfiles.Read(run);
        }
        catch (DataException error)
        {
            throw new PredictException(error.Message);
        }
    }

    private byte[] Bytes(string file) => PictureReader.ReadBytes(file, Limits);

    /// <summary>A decoded picture on its way to the network.</summary>
    /// <param name="Name">Its file.</param>
    /// <param name="LearnedFrom">The same picture among those learned from; null: none.</param>
    /// <param name="Shaped">As the network is given it.</param>
    /// <param name="Colour">How colourful it is.</param>
    /// <param name="Whole">In its own size, where that was asked for.</param>
    private sealed record OpenPicture(string Name, string? LearnedFrom, byte[] Shaped, double Colour, Picture? Whole);
}
