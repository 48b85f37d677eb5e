using Lucarne.Learning.Folders;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Split;
using Lucarne.Torch;

namespace Lucarne.Learning.Runs;

/// <summary>Studies a finished run again: one that was trained before a chapter existed, or whose files of it were lost.</summary>
public static class RunStudy
{
    /// <summary>Lets every chapter find out what it tells, and writes the run's charts and its report anew. Neither the network nor a figure of its judgement changes.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="data">The folder or the zip that it was trained on.</param>
    /// <param name="cacheFolder">Where a zip is unpacked.</param>
    /// <param name="chapters">What is studied.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What a person should know, a sentence each.</returns>
    /// <exception cref="PredictException">The folder is no run of a classifier.</exception>
    /// <exception cref="DataException">The data is not what the run was trained on.</exception>
    public static IReadOnlyList<string> Execute(
        string run, string data, string cacheFolder, IReadOnlyList<RunChapter> chapters, Device device,
        IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(chapters);
        var judged = Judged(new RunFolder(run), data, cacheFolder, device, cancellation);
        var done = 0;
        foreach (var chapter in chapters)
        {
            progress?.Report(new StageProgress(Stage.Study, done++, chapters.Count));
            chapter.Study(judged, progress, cancellation);
        }

        progress?.Report(new StageProgress(Stage.Study, done, chapters.Count));
        var warning = RunFigures.Write(run, chapters, cancellation).Warning;
        RunReport.Write(run, chapters);
        return warning is null ? [] : [warning];
    }

    private static JudgedRun Judged(RunFolder run, string data, string cacheFolder, Device device, CancellationToken cancellation)
    {
        // Says what is wrong with the folder, where it is no run.
        using (var model = TrainedModel.Load(run.Path, device)) _ = model.Facts;
        var recipe = Recipe.FromYaml(File.ReadAllText(run.Recipe), "recipe.yaml");
        var split = SplitFile.Read(run.Split);
        var groups = split.Groups.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var labels = recipe.Classes.Select((label, index) => (label.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        var pictures = PictureFolder.Read(data, recipe, cacheFolder, cancellation).Pictures.ToDictionary(picture => picture.File, StringComparer.Ordinal);
        IReadOnlyList<LabelledPicture> Part(IEnumerable<string> files) => [.. files.Select(file => pictures.TryGetValue(file, out var found)
            ? new LabelledPicture(file, found.Path, labels[found.ClassName], groups[file])
            : throw new DataException($"{data} lacks {file}, which the run in {run.Path} was trained on; give the folder it was trained on with --data"))];
        return new JudgedRun(run, recipe, Part(split.Train), Part(split.Validation), Part(split.Test), device);
    }
}
