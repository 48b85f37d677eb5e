using Lucarne.Learning.Check;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Runs;

/// <summary>A data folder that was checked and split.</summary>
/// <param name="Fingerprint">What is in it.</param>
/// <param name="Split">Who is in which part.</param>
/// <param name="Train">What is learned from.</param>
/// <param name="Validation">What chooses the best epoch.</param>
/// <param name="Test">What is kept apart.</param>
internal sealed record TrainingData(
    Fingerprint Fingerprint, DataSplit Split, IReadOnlyList<LabelledPicture> Train, IReadOnlyList<LabelledPicture> Validation, IReadOnlyList<LabelledPicture> Test)
{
    /// <summary>The classes that have pictures.</summary>
    public required ValueList<ClassLabel> Classes { get; init; }

    public static TrainingData Read(TrainingRequest request, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var folder = PictureFolder.Read(request.Data, request.Recipe, request.CacheFolder, cancellation);
        var recipe = request.Recipe.WithClasses(folder.Classes);
        var data = DatasetCheck.Run(folder, recipe, new Relay(progress), cancellation);
        var split = request.Fold is { } fold
            ? StratifiedGroupSplit.DrawFolds(fold.IgnoresGroups ? [.. data.Items.Select(item => item with { Group = item.File })] : data.Items, fold.Of, recipe.Split)[fold.Number - 1]
            : StratifiedGroupSplit.Draw(data.Items, recipe.Split);
        var labels = recipe.Classes.Select((label, index) => (label.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        var groups = split.Groups.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var pictures = data.Pictures.ToDictionary(
            picture => picture.File, picture => new LabelledPicture(picture.File, picture.Path, labels[picture.ClassName], groups[picture.File]), StringComparer.Ordinal);
        IReadOnlyList<LabelledPicture> Part(IEnumerable<string> files) => [.. files.Select(file => pictures[file])];
        return new TrainingData(data.Fingerprint, split, Part(split.Train), Part(split.Validation), Part(split.Test)) { Classes = folder.Classes };
    }

    private sealed class Relay(IProgress<StageProgress>? progress) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => progress?.Report(new StageProgress(Stage.Check, value.Done, value.Total));
    }
}
