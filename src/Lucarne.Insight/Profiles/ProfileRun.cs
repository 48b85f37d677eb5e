using Lucarne.Imaging;
using Lucarne.Insight.Features;
using Lucarne.Insight.Preparation;
using Lucarne.Learning;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Load;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Split;
using Lucarne.Torch;

namespace Lucarne.Insight.Profiles;

/// <summary>What <see cref="ProfileRun.Execute"/> left.</summary>
/// <param name="Profiles">The profiles, with the names that people gave them.</param>
/// <param name="Page">The page that tells them.</param>
/// <param name="Notes">What a person should know, a sentence each.</param>
public sealed record ProfileOutcome(VisualProfiles Profiles, string Page, IReadOnlyList<string> Notes);

/// <summary>Finds the visual profiles of a finished run: what <c>lucarne cluster</c> does.</summary>
public static class ProfileRun
{
    /// <summary>Writes profiles.json, profiles.safetensors, assignments.csv, profiles.yaml, figures/ and profiles.html.</summary>
    /// <param name="run">The folder of a run.</param>
    /// <param name="data">Pictures to show, and to assign where the run does not know them: a folder laid out as the run's data; null where there are none.</param>
    /// <param name="wanted">How many profiles; null lets the curves choose.</param>
    /// <param name="into">Where the files go.</param>
    /// <param name="cacheFolder">Where an archive is unpacked.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="DataException">The run has no latent vectors, too few pictures, or the data cannot be read.</exception>
    /// <exception cref="PredictException">The folder is no run of a classifier.</exception>
    public static ProfileOutcome Execute(
        string run, string? data, int? wanted, string into, string cacheFolder, Device device, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(into);
        using var model = TrainedModel.Load(run, device);
        var folder = new RunFolder(run);
        var place = new RunFolder(into);
        place.MakeWritable();
        var (files, texts, notes) = (new ProfileFiles(into), new Texts([new ProfilesChapter()]), new List<string>());
        var pictures = LatentPictures.Read(folder.Embeddings);
        var shown = data is null ? [] : PictureFolder.Read(data, model.Recipe, cacheFolder, cancellation).Pictures;
        pictures = pictures with { All = [.. pictures.All, .. Unknown(pictures, shown, model, folder, notes, cancellation)] };
        progress?.Report(new StageProgress(Stage.Study, 1, 3));
        var limits = new PictureLimits((long)(model.Recipe.Data.MaxMegapixels * 1e6));
        var groups = File.Exists(folder.Split) ? SplitFile.Read(folder.Split).Groups.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal) : [];
        var found = ProfileMaker.Find(
            new(pictures, ClassesOf(model.Recipe, pictures.Classes), ModelOf(model.Recipe, run), File.Exists(folder.Judged), wanted, model.Recipe.Train.Seed, Features(run, pictures, shown, limits, progress, cancellation), groups),
            texts, cancellation);
        progress?.Report(new StageProgress(Stage.Study, 2, 3));
        if (Write(found, files, texts) is { } aside) notes.Add($"The clusters are others than before: the names given to the earlier ones are in {aside}.");
        ProfileSheet.Write(found.Facts, pictures.All.ToDictionary(p => p.File, p => p.Label), shown.ToDictionary(p => p.File, p => p.Path), limits, place.Figures, texts);
        var page = ProfilesPage.Write(into, model.Recipe, texts, notes, cancellation);
        progress?.Report(new StageProgress(Stage.Study, 3, 3));
        return new(VisualProfiles.Read(into), page, notes);
    }

    /// <summary>Writes what was found, and keeps the names that are there where they fit.</summary>
    /// <returns>Where names of other clusters were set aside; null where there were none.</returns>
    internal static string? Write(FoundProfiles found, ProfileFiles files, Texts texts)
    {
        Directory.CreateDirectory(files.Folder);
        var aside = ProfileNames.Keep(files.Names, found.Identity, [.. found.Facts.Profiles.Select(profile => (profile.Key, ProfileWords.Name(profile, found.Facts.Classes, texts)))]);
        found.Space.Write(files.Space);
        files.WriteAssignments(found.Pictures, found.Facts);
        files.WriteFacts(found.Facts);
        return aside;
    }

    internal static IReadOnlyList<ProfileClass> ClassesOf(Recipe recipe, IReadOnlyList<string> classes) =>
        [.. classes.Select(name => new ProfileClass(name, recipe.Classes.FirstOrDefault(label => label.Name == name)?.Label ?? new(name, name)))];

    /// <summary>The recipe, the network, and the version of its weights.</summary>
    internal static string ModelOf(Recipe recipe, string run) =>
        $"{(recipe.Variant is { } variant ? $"{recipe.Name}/{variant}" : recipe.Name)}, {recipe.Network.Name}, {ModelVersion.Of(run)}";

    // A run that was studied has them; for another they are computed where its pictures are at hand.
    private static FeatureTable? Features(
        string run, LatentPictures pictures, IReadOnlyList<FolderPicture> shown, PictureLimits limits, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var table = Path.Combine(run, FeaturesChapter.TableFile);
        if (File.Exists(table)) return FeatureTable.Read(table);
        var paths = shown.ToDictionary(picture => picture.File, picture => picture.Path, StringComparer.Ordinal);
        var train = pictures.All.Where(picture => picture.Part == LatentPictures.Train && paths.ContainsKey(picture.File))
            .Select(picture => (new LabelledPicture(picture.File, paths[picture.File], picture.Label, picture.File), picture.Part)).ToList();
        return train.Count == 0 ? null : FeatureExtraction.Of(train, pictures.Classes, limits, progress, cancellation);
    }

    // Strangers are looked at anew, and so is the validation part where an older run kept no latent vectors of it.
    private static List<LatentPicture> Unknown(
        LatentPictures known, IReadOnlyList<FolderPicture> shown, TrainedModel model, RunFolder run, List<string> notes, CancellationToken cancellation)
    {
        var seen = known.All.Select(picture => picture.File).ToHashSet(StringComparer.Ordinal);
        var validation = File.Exists(run.Split) ? SplitFile.Read(run.Split).Validation.ToHashSet(StringComparer.Ordinal) : [];
        var limits = new PictureLimits((long)(model.Recipe.Data.MaxMegapixels * 1e6));
        var labels = known.Classes.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        var readable = new List<LabelledPicture>();
        foreach (var picture in shown.Where(picture => !seen.Contains(picture.File) && labels.ContainsKey(picture.ClassName)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (RunSheets.Thumbnail(picture.Path, limits) is null) notes.Add($"{picture.File} cannot be read and is left out.");
            else readable.Add(new(picture.File, picture.Path, labels[picture.ClassName], picture.File));
        }

        if (readable.Count == 0) return [];
        var vectors = model.Embed(readable, cancellation);
        return [.. readable.Zip(vectors, (picture, vector) => new LatentPicture(
            picture.File, validation.Contains(picture.File) ? LatentPictures.Validation : LatentPictures.New, picture.Label, [.. vector.Select(value => (double)value)]))];
    }
}
